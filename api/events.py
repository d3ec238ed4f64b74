"""The operation on events: what happened after a position."""

from api import representations
from api.call import Answer, Call, answer
from api.requests import EventsQuery
from desk import sync


async def read_events(call: Call[EventsQuery, None]) -> Answer:
    """What happened after a position, or from now on."""
    query, secret = call.query, call.store.identities.secret
    after = None if query.after is None else sync.position(query.after)
    found = await call.store.read(sync.read_on, call.actor, after, query.limit, query.types, secret)
    return answer(representations.events(found))
