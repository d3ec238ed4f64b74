"""All open streams of events, fed by one reader of the store: woken by commits, it reads once for all of them.

Each reader's rights are looked at twice a second, and judged anew with every event. Whoever may see other things than
before, or may not be here any more, is let go: who comes back is told what has changed for them.
"""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from typing import Final

from aiohttp import web

from api import stream
from api.accept import wishes
from api.authentication import Authenticator, credential_of
from api.errors import Refused, TooManyStreams
from api.limits import Limits
from api.marks import OPERATION
from api.requests import EventsQuery
from api.responses import SERVER, owed_to
from api.stream import EVENT_STREAM, Stream
from desk import sync
from desk.actor import Actor, Scope
from desk.clock import Clock, rfc3339
from desk.errors import DeskError, Fault, Invalid, StoreClosed
from desk.store import LiveStore
from desk.sync import Position, Reading

_log = logging.getLogger(__name__)

STREAMED: Final = "GET /api/events as a stream"
"""What is counted apart, since it lasts for as long as its reader stays."""

AT_ONCE: Final = 100
"""How many events are read for one stream at a time."""

WIRE_BYTES: Final = 64 * 1024
"""What the network takes of a stream before its reader has read any of it."""

HEADERS: Final = {
    "Content-Type": EVENT_STREAM,
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
    "X-Content-Type-Options": "nosniff",
    "Server": SERVER,
}


def is_wanted(request: web.BaseRequest) -> bool:
    """Whether the request asks for a stream."""
    return request.method == "GET" and wishes(request.headers.getall("Accept", ()), EVENT_STREAM)


class Streams:
    """The streams of one server."""

    def __init__(self, store: LiveStore, authenticator: Authenticator, clock: Clock, limits: Limits) -> None:
        self._store = store
        self._authenticator = authenticator
        self._clock = clock
        self._limits = limits
        self._open: set[Stream] = set()
        self._wake = asyncio.Event()
        self._commits = 0
        self._closed = False

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Feed streams meanwhile; at the end all of them end."""
        with ExitStack() as stack:
            stack.callback(self._store.subscribe(self._committed))
            feeding = asyncio.create_task(self._feed())
            stack.callback(feeding.cancel)
            stack.callback(self._end_all)
            yield

    async def serve(self, request: web.BaseRequest, actor: Actor, query: EventsQuery) -> web.StreamResponse:
        """Answer with a stream, until it ends. Raises TooManyStreams, Invalid, Unavailable, ConnectionError."""
        request[OPERATION] = STREAMED
        after = _position(request, query)
        mine = Stream(request, actor, query.types, self._limits, credential_of(request)[1])
        with self._opened(mine):
            found = await self._store.read(
                sync.read_on, actor, after, AT_ONCE, query.types, self._store.identities.secret
            )
            response = web.StreamResponse(headers={**HEADERS, **owed_to(request)})
            await response.prepare(request)
            _hold_little(request)
            mine.offer(stream.frames(found))
            mine.after, mine.behind = sync.position(found.there), found.more
            self._wake.set()
            await mine.run(response, self._wake.set)
        return response

    @contextmanager
    def _opened(self, mine: Stream) -> Iterator[None]:
        """Keep it among the open ones. Raises TooManyStreams, StoreClosed."""
        if self._closed:
            raise StoreClosed
        if sum(not each.gone and each.caller == mine.caller for each in self._open) >= self._limits.streams:
            raise TooManyStreams(self._limits.streams)
        with ExitStack() as stack:
            self._open.add(mine)
            stack.callback(self._open.discard, mine)
            yield

    def _committed(self) -> None:
        self._commits += 1
        self._wake.set()

    def _end_all(self) -> None:
        self._closed = True
        for each in self._open:
            each.end()

    async def _feed(self) -> None:
        """One failure ends the streams of the moment, whose readers come back, and not the feeding of later ones."""
        while True:
            await self._news()
            try:
                await self._round()
            except DeskError as error:
                _log.warning("no events could be read for the streams: %s", type(error).__name__)
            except Exception:  # noqa: BLE001 -- no failure may leave all streams silent for good; their readers come back
                _log.exception("the streams of events could not be fed")
                for each in tuple(self._open):
                    each.end()

    async def _news(self) -> None:
        """Wait until there may be something to send, or it is time to look at the readers."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.stream_look_seconds):
                await self._wake.wait()
        self._wake.clear()

    async def _round(self) -> None:
        for each in tuple(self._open):
            self._look(each)
        commits = self._commits
        due = [each for each in self._open if self._is_due(each, commits)]
        if not due:
            return
        followers = [each.follower for each in due]
        found = await self._store.read(sync.follow, followers, AT_ONCE, self._store.identities.secret)
        for each, reading in zip(due, found, strict=True):
            _told(each, reading, commits)
            # What is made for one reader holds up the others no longer than it takes.
            await asyncio.sleep(0)
        if any(each.behind for each in due):
            self._wake.set()
        await asyncio.sleep(self._limits.stream_spacing_seconds)

    def _look(self, each: Stream) -> None:
        """Let the reader go who may not be here any more, and have the rights judged anew of who was changed."""
        if each.gone:
            each.end()
            return
        try:
            at = rfc3339(self._clock())
            actor = self._authenticator.recognise(each.request, Scope.READ, at, each.actor.request_id).actor
        except (Refused, DeskError):
            each.end()
            return
        each.doubtful = each.doubtful or _held(actor) != _held(each.actor)
        each.actor = actor

    @staticmethod
    def _is_due(each: Stream, commits: int) -> bool:
        if each.after is None or each.gone:
            return False
        if each.behind:
            return each.room >= AT_ONCE
        return each.doubtful or each.heard != commits


def _hold_little(request: web.BaseRequest) -> None:
    """Let the network take little at once, so that it shows soon when nobody reads."""
    wire = request.transport.get_extra_info("socket") if request.transport else None
    if wire is not None:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, WIRE_BYTES)


def _held(actor: Actor) -> tuple[object, ...]:
    """What a member's rights come from."""
    return actor.role_ids, actor.grants, actor.administrator


def _told(each: Stream, reading: Reading, commits: int) -> None:
    """Hand on what was read for that stream. One whose reader is to begin anew ends: who comes back is told so."""
    if reading.reset:
        each.end()
        return
    each.offer([stream.frame(told) for told in reading.told])
    each.after, each.behind, each.doubtful, each.heard = sync.position(reading.there), reading.more, False, commits


def _position(request: web.BaseRequest, query: EventsQuery) -> Position | None:
    """Where the reader stands: where a stream before this one ended, else as the query says."""
    sent = request.headers.getall("Last-Event-ID", ())
    if len(sent) > 1:
        raise Invalid({"Last-Event-ID": Fault("twice")})
    if sent and sent[0]:
        return sync.position(sent[0], "Last-Event-ID")
    return None if query.after is None else sync.position(query.after)
