"""The outbox: which committed events are still to be shown in Discord, when, and what came of showing each."""

from collections.abc import Sequence

from desk.exchange import Work
from desk.models import Event
from desk.store import Tx


def due_work(tx: Tx, now: str, limit: int = 50) -> Sequence[Work]:
    """The first waiting event of each lane whose time has come, in turns of those who act: see desk.store.Events."""
    return tx.events.due(now, limit)


def next_due(tx: Tx) -> str | None:
    """When the next work is due, None when nothing waits."""
    return tx.events.next_due()


def delivered(tx: Tx, seq: int) -> None:
    """The event is shown in Discord."""
    tx.events.delivered(seq)


def postponed(tx: Tx, seq: int, due_at: str, error: str) -> None:
    """Showing the event failed for now; it is tried again at `due_at`."""
    tx.events.postpone(seq, due_at, error)


def parked(tx: Tx, seq: int, error: str) -> None:
    """Showing the event can never succeed; it is set aside where staff sees it."""
    tx.events.park(seq, error)


def at_rest(tx: Tx, lane: str) -> bool:
    """Whether every event of that lane is shown, or set aside for good."""
    return all(each.parked for each in tx.events.unshown(lane))


def event(tx: Tx, seq: int) -> Event | None:
    """The event with that number."""
    return tx.events.get(seq)
