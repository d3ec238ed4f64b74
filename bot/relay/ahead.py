"""What is to be shown next, read ahead: of a long backlog the order is reckoned now and then, not for each event."""

from collections import deque
from collections.abc import Callable, Collection
from typing import Final

from desk import places
from desk.exchange import Work
from desk.store import Store

READ_AT_ONCE: Final = 128
"""As many lanes as are read at once."""

_PAUSE: Final = 4.0
"""The pause between two readings while something is left of the last one, in times of what that took."""


class Ahead:
    """The due work of all lanes, in turn; who takes from it serves each lane once at a time."""

    def __init__(self, store: Store, seconds: Callable[[], float]) -> None:
        """`seconds` is a clock that never goes back."""
        self._store = store
        self._seconds = seconds
        self._waiting: deque[Work] = deque()
        self._look_at = 0.0

    def __bool__(self) -> bool:
        """Whether something waits to be taken."""
        return bool(self._waiting)

    async def look(self, now: str, busy: Collection[str]) -> None:
        """Read what is due, but for the `busy` lanes; not so soon after the last reading if that is not used up.

        Raises Unavailable.
        """
        began = self._seconds()
        if self._waiting and began < self._look_at:
            return
        # What is finished while the answer is on its way may stand in it still as to be done.
        under_way = frozenset(busy)
        due = await self._store.read(places.due_work, now, READ_AT_ONCE)
        self._waiting = deque(work for work in due if work.lane not in under_way)
        ended = self._seconds()
        self._look_at = ended + _PAUSE * (ended - began)

    def take(self, room: int) -> list[Work]:
        """Up to so many events, each to be begun now."""
        return [self._waiting.popleft() for _ in range(min(room, len(self._waiting)))]
