"""A program that pages through the tickets and follows the events, just as the page about the API prints it."""

import re
import sqlite3
from collections.abc import Callable, Coroutine
from functools import cache
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, Final

from pydantic_core import from_json

from api import events, lists
from api.incoming import Incoming, validated
from api.requests import EventsQuery, TicketsQuery
from desk.actor import Actor, Via, identify
from desk.store import Tx
from storage.connection import teach_words
from storage.tx import SqlTx
from tests.api.world import People
from tests.crowd import Crowd, settle
from tests.people import GUILD, USERS
from tests.stores import fresh

Json = dict[str, Any]
Get = Callable[..., Json]

TICKETS: Final = 500
WALKERS: Final = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager")
PAGE: Final = Path(__file__).parents[1] / "docs/api.md"

_HANDLERS: Final[dict[str, tuple[type[Incoming], Callable[[Any], Coroutine[Any, Any, Any]]]]] = {
    "/api/tickets": (TicketsQuery, lists.list_tickets),
    "/api/events": (EventsQuery, events.read_events),
}


@cache
def printed() -> tuple[Callable[[Get], tuple[Json, str]], Callable[[Get, Json, str], tuple[Json, str]]]:
    """The two functions that the page prints: `everything` and `follow`."""
    [code] = re.findall(r"```python\n(def everything.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    found: dict[str, Any] = {}
    exec(compile(code, "docs/api.md", "exec"), found)  # noqa: S102 -- what is printed is what programs will run
    return found["everything"], found["follow"]


def walk(get: Get, crowd: Crowd) -> tuple[Json, Json]:
    """What the walker holds in the end, and what is true then, by the ids of the tickets.

    While they read, the crowd goes on; at last it rests.
    """
    everything, follow = printed()

    def disturbed(path: str, **query: object) -> Json:
        crowd.stir(crowd.random.choice((0, 3, 12)))
        return get(path, **query)

    held, after = everything(disturbed)
    for _ in range(crowd.random.randrange(3)):
        held, after = follow(disturbed, held, after)
    held, after = follow(get, held, after)
    true, _ = everything(get)
    return told_of(held), told_of(true)


def told_of(tickets: Json) -> Json:
    """The tickets without what no event tells of: that one loses sight of the ticket that took another's place."""
    return {ticket_id: {**ticket, "mergedInto": None} for ticket_id, ticket in tickets.items()}


class Here:
    """The handlers over a store in memory, one call after the other, without a server."""

    def __init__(self, seed: int) -> None:
        random = Random(seed)
        self.db = _connect()
        self.db.deserialize(_settled())
        self.db.execute("PRAGMA foreign_keys = ON")
        self.people = People()
        self.walker = WALKERS[seed % len(WALKERS)]
        self.crowd = Crowd(random, self.people, self.write, self.walker)
        self.identities = SqlTx(self.db).load_identities()

    def write(self, use_case: Callable[[Tx], object]) -> object:
        """Do that whole, or not at all."""
        self.db.execute("BEGIN")
        try:
            done = use_case(SqlTx(self.db))
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        self.identities = SqlTx(self.db).load_identities()
        return done

    async def read(self, use_case: Callable[..., object], *given: object) -> object:
        """See desk.store.Store."""
        return use_case(SqlTx(self.db), *given)

    read_long = read

    def get(self, path: str, **query: object) -> Json:
        """What stands under `data` when the walker asks for that."""
        model, handler = _HANDLERS[path]
        asked = validated(model, {name: str(value) for name, value in query.items()})
        call = SimpleNamespace(store=self, actor=self._actor(), query=asked)
        try:
            handler(call).send(None)
        except StopIteration as done:
            data: Json = from_json(done.value.body)["data"]
            return data
        raise AssertionError

    def _actor(self) -> Actor:
        member = self.people.members[GUILD, USERS[self.walker]]
        return identify(member, self.identities, via=Via.REST, at=self.crowd.at(), request_id="walking")


def walked(seed: int) -> tuple[Json, Json]:
    """As `walk`, for the walker and the crowd of that seed."""
    here = Here(seed)
    try:
        return walk(here.get, here.crowd)
    finally:
        here.db.close()


@cache
def _settled() -> bytes:
    db = fresh()
    settle(SqlTx(db), TICKETS)
    db.commit()
    whole = db.serialize()
    db.close()
    return whole


def _connect() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    teach_words(db)
    return db
