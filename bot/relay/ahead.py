"""What is to be shown next, read ahead: of a long backlog the order is reckoned now and then, not for each event."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import Final

from desk import outbox
from desk.exchange import Work
from desk.store import Store

READ_AT_ONCE: Final = 128
"""As many lanes as are read at once."""

SHARE: Final = 16
"""Most events at once of one who acts. Discord makes many threads of one wait, and others are not to wait with them."""

_PAUSE: Final = 4.0
"""The pause between two readings while something is left of the last one, in times of what that took."""
_PAUSE_AT_LEAST: Final = 0.1


class Ahead:
    """The due work of all lanes, in turn; who takes from it serves each lane once at a time."""

    def __init__(self, store: Store, seconds: Callable[[], float]) -> None:
        """`seconds` is a clock that never goes back."""
        self._store = store
        self._seconds = seconds
        self._waiting: list[Work] = []
        self._look_at = 0.0

    def __bool__(self) -> bool:
        """Whether something waits to be taken."""
        return bool(self._waiting)

    @property
    def pause(self) -> float:
        """The seconds until it may be read again."""
        return max(0.0, self._look_at - self._seconds())

    async def look(self, now: str, busy: Collection[str]) -> None:
        """Read what is due, but for the `busy` lanes; not so soon after the last reading if that is not used up.

        Raises Unavailable.
        """
        began = self._seconds()
        if self._waiting and began < self._look_at:
            return
        # What is finished while the answer is on its way may stand in it still as to be done.
        under_way = frozenset(busy)
        due = await self._store.read(outbox.due_work, now, READ_AT_ONCE)
        self._waiting = [work for work in due if work.lane not in under_way]
        ended = self._seconds()
        self._look_at = ended + max(_PAUSE_AT_LEAST, _PAUSE * (ended - began))

    def take(self, room: int, under_way: Iterable[Work]) -> list[Work]:
        """Up to so many events, each to be begun now beside those under way."""
        held = Counter(map(_who, under_way))
        taken, left = list[Work](), list[Work]()
        for work in self._waiting:
            begins = len(taken) < room and held[_who(work)] < SHARE
            (taken if begins else left).append(work)
            held[_who(work)] += begins
        self._waiting = left
        return taken


def _who(work: Work) -> tuple[object, ...]:
    """Who acted, through which door."""
    return work.event.guild_id, work.event.actor_id, work.event.via
