"""Hears of every request that a bot makes in the tests, and says what Discord would have refused of them."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from weakref import WeakKeyDictionary

from bot.demo.simulated import World
from tests.publishing import Kept
from tests.schema.departures import as_published
from tests.schema.limits import beyond
from tests.schema.published import Published, published
from tests.schema.request import Request

_ID: Final = re.compile(r"\d{17,20}")
_TOKEN: Final = re.compile(r"(/(?:interactions|webhooks)/\d+)/[^/]+")


class Watch:
    """The requests since they were last taken, of every simulated Discord and of whoever else hands some in."""

    def __init__(self) -> None:
        self._worlds: list[World] = []
        self._heard: list[Request] = []
        self._taken: WeakKeyDictionary[World, int] = WeakKeyDictionary()

    def meet(self, world: World) -> None:
        """Look at that world's requests from now on."""
        self._worlds.append(world)
        self._taken[world] = 0

    def hear(self, requests: Iterable[Request]) -> None:
        """Requests that were made elsewhere."""
        self._heard += requests

    def take(self) -> list[Request]:
        """Every request that was not taken before, each world's in their order."""
        found, self._heard = self._heard, []
        for world in {id(it): it for it in [*self._taken, *self._worlds]}.values():
            made = world.requests
            found += [Request(it.method, it.path, it.params, it.json) for it in made[self._taken[world] :]]
            self._taken[world] = len(made)
        # A world outlives its test only in somebody else's hands.
        self._worlds.clear()
        return found


WATCH: Final = Watch()


def complaints(requests: Iterable[Request]) -> list[str]:
    """What Discord would refuse of the requests, each told once."""
    told: dict[str, None] = {}
    for request in requests:
        path = _numbered(_TOKEN.sub(r"\1/token", request.path))
        query, body = _numbered(json.dumps(dict(request.query))), _body(request.body)
        for wrong in _judged(request.method, path, query, body):
            told[f"{request.method} {path}: {wrong}"] = None
    return list(told)


def _body(body: object) -> str:
    """The body as text, numbered; that of all commands, which is long and names nothing by id, is written once."""
    if not isinstance(body, Kept):
        return _numbered(json.dumps(body))
    if not body.text:
        body.text = json.dumps(body)
    return body.text


def _numbered(text: str) -> str:
    """The text with its ids told apart by their order alone: most requests differ from others in nothing else."""
    known: dict[str, str] = {}
    return _ID.sub(lambda it: known.setdefault(it.group(), f"1{len(known):0{len(it.group()) - 1}}"), text)


@lru_cache(maxsize=4096)
def _judged(method: str, path: str, query: str, body: str) -> tuple[str, ...]:
    """The wrongs of a numbered request."""
    return tuple(wrongs(Request(method, path, json.loads(query), json.loads(body)), published()))


def wrongs(request: Request, schema: Published | None) -> list[str]:
    """What the schema refuses, or else what Discord's words refuse: these only read what has the right shape."""
    against = schema.wrongs(as_published(request)) if schema is not None else []
    return against or beyond(request)
