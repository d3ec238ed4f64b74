"""The operations that tell callers how they stand: whether they can use tickets, and how many open ones they see."""

from api import representations
from api.call import Answer, Call, answer
from api.incoming import Nothing
from desk import access, reading


async def read_access(call: Call[Nothing, None]) -> Answer:
    """Whether the caller can use tickets, and how far."""
    return answer(representations.access(await call.store.read(access.access, call.actor)))


async def count_open(call: Call[Nothing, None]) -> Answer:
    """How many open tickets the caller sees."""
    return answer({"count": await call.store.read(reading.count_open, call.actor)})
