"""What people are told unasked, by a stream of events and by webhooks, held against what they pull for the same time.

A stream and a webhook judge at the moment of sending, and tell what an event is about as it was then; a pull judges and
tells as it is now. So they are held together whenever what somebody may see is about to change, and again right after
that: between two checks either no right changes, or nothing happens but that one change and what follows from it, and
all is judged by the same rights. Whether an event comes with its ticket must be the same always, and the whole ticket
in the last word about it.

Where one reads on does not move by a note that one may not read. Who comes to see its ticket is told of it by the next
pull, and by no stream that passed it over: so only what happened since the last check counts. A stream that was cut
goes on behind what it told last, and is held against a pull from there.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from tests.api.listening import Frame, Listener, listening
from tests.doors.people import BothDoors, Json

PATIENCE: Final = 10.0
"""Seconds after which what did not come will not come."""


class Vain(AssertionError):
    """Somebody waits in vain for something."""


@asynccontextmanager
async def patiently(who: str, what: str) -> AsyncIterator[None]:
    """Wait for `what` that person is to be told, but not for ever."""
    try:
        async with asyncio.timeout(PATIENCE):
            yield
    except TimeoutError:
        raise Vain(who, what) from None


@dataclass(frozen=True)
class Pulled:
    """What one person was given from a position on, and the position after it."""

    events: Sequence[Json]
    after: str
    reset: bool


async def pull(ask: Callable[..., Awaitable[Json]], after: str) -> Pulled:
    """All that there is from that position on; `ask` reads a path as one person."""
    events: list[Json] = []
    page = first = await ask("/api/events", after=after)
    while page["more"]:
        events += page["events"]
        page = await ask("/api/events", after=page["next"])
    return Pulled([*events, *page["events"]], page["next"], first["reset"])


def seq_of(position: str) -> int:
    """The number of the last event before that position."""
    return int(position.partition(".")[0])


def since(seq: int, pulled: Pulled) -> Pulled:
    """Of what was pulled only that which happened after the event of that number."""
    return replace(pulled, events=[each for each in pulled.events if each["seq"] > seq])


def in_the_end(events: Sequence[Json]) -> list[Json]:
    """The events, each with its ticket only when it is the last of that ticket, and else with whether it has one."""
    last = {each["ticketId"]: each["seq"] for each in events}
    return [
        each if last[each["ticketId"]] == each["seq"] else {**each, "ticket": bool(each["ticket"])} for each in events
    ]


class Ear:
    """One person's stream of events, which is cut and opened again where it ended."""

    def __init__(self, doors: BothDoors, who: str) -> None:
        self.who = who
        self._doors = doors
        self._last_id = ""
        self._stream: Listener | None = None
        self._open = AsyncExitStack()
        self._away = 0

    async def begin(self, after: str) -> None:
        """Open the stream at that position, after which nothing has happened yet."""
        await self.cut()
        self._away, self._last_id = 0, after
        assert await self._come_back() == []

    async def cut(self, rounds: int = 0) -> None:
        """Stop reading, and come back only after that many rounds."""
        self._last_id = self._stream.last_id if self._stream else self._last_id
        self._away, self._stream = rounds, None
        await self._open.aclose()

    def back(self) -> None:
        """Come back in this round, for however long the stream was to stay cut."""
        self._away = 0

    async def refused(self) -> None:
        """The key is no good any more: the stream ends, and nothing was told that had not been told."""
        if self._stream is not None:
            async with patiently(self.who, "the stream is to end"):
                assert await self._stream.rest() == [], self.who
            await self.cut()

    async def agrees(self, pulled: Pulled) -> None:
        """It told since the last time just what was pulled meanwhile; if all was to be listed anew, it ended first."""
        if self._away:
            self._away -= 1
            return
        if pulled.reset:
            await self.refused()
        async with patiently(self.who, "the stream is to tell what a pull told"):
            came: list[Frame] = []
            if self._stream is None:
                # A stream goes on where it told something last, and who comes back is judged now.
                pulled = await pull(partial(self._doors.read, self.who), self._last_id)
                came = await self._come_back()
            told = [each.data for each in came if each.event != "reset"]
            assert [each.event == "reset" for each in came] == [pulled.reset] * pulled.reset + [False] * len(told), came
            while len(told) < len(pulled.events):
                told.append((await self._next()).data)
        assert in_the_end(told) == in_the_end(pulled.events), self.who

    async def _next(self) -> Frame:
        assert self._stream is not None
        return await self._stream.next()

    async def _come_back(self) -> list[Frame]:
        self._stream = await self._open.enter_async_context(
            listening(self._doors, self._doors.session, self.who, last_id=self._last_id)
        )
        assert self._stream.response.status == 200, self.who
        return await self._stream.begun()
