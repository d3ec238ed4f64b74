"""Whether the process lives, and whether the desk can do its work, for those who watch over it."""

from collections.abc import Callable, Mapping

from api.call import Answer, answer
from api.errors import NotReady
from desk.store import Store, Tx

Ready = Callable[[], Mapping[str, bool]]
"""Asks the process which of its other parts work: `discord`, `relay`."""


async def alive() -> Answer:
    """The process lives: it answers."""
    return answer({"alive": True})


async def ready(store: Store, parts: Ready) -> Answer:
    """The desk works: its store can be written and every part says so. Raises NotReady or Unavailable."""
    found = dict(parts())
    broken = tuple(name for name, works in found.items() if not works)
    if broken:
        raise NotReady(broken)
    await store.write(_nothing)
    return answer({"ready": True, "parts": {"store": True, **found}})


def _nothing(_tx: Tx) -> None:
    """A write that changes nothing, and fails when nothing could be written."""
