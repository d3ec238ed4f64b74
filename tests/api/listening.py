"""A reader of a stream of events, which understands of it what a browser would."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp

URL = "/api/events"


class Served(Protocol):
    """A desk that is called at `url` by people who have keys."""

    @property
    def url(self) -> str:
        """Where it is, without a path."""

    @property
    def keys(self) -> Mapping[str, str]:
        """Their keys by their names."""


@dataclass(frozen=True)
class Frame:
    """One frame; `id` is that of the last one that had any, as a browser remembers it, `data` is empty for none."""

    id: str
    event: str
    data: dict[str, Any]
    comment: bool


class Listener:
    """Reads one stream, frame by frame."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response
        self.last_id = ""

    async def frame(self) -> Frame | None:
        """The next frame; None when the stream has ended."""
        fields: dict[str, str] = {}
        while line := (await self._line()).rstrip("\n"):
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        if not fields:
            return None
        self.last_id = fields.get("id", self.last_id)
        data = json.loads(fields["data"]) if "data" in fields else {}
        return Frame(self.last_id, fields.get("event", "message"), data, comment="" in fields)

    async def begun(self) -> list[Frame]:
        """Read as far as the stream tells where its reader stands; what it told before."""
        found = []
        while (frame := await self.frame()) and (frame.data or frame.comment):
            found += [frame] if frame.data else []
        return found

    async def next(self) -> Frame:
        """The next frame that tells anything."""
        while (frame := await self.frame()) and not frame.data:
            pass
        assert frame, "the stream has ended"
        return frame

    async def until(self, seq: int) -> list[dict[str, Any]]:
        """All events as far as that one."""
        found: list[dict[str, Any]] = []
        while not found or found[-1]["seq"] < seq:
            found.append((await self.next()).data)
        return found

    async def rest(self) -> list[Frame]:
        """What still comes until the stream ends."""
        found = []
        while (frame := await self.frame()) is not None:
            found += [frame] if frame.data else []
        return found

    async def _line(self) -> str:
        try:
            return (await self.response.content.readline()).decode()
        except aiohttp.ClientError:
            return ""


@asynccontextmanager
async def listening(
    desk: Served, session: aiohttp.ClientSession, who: str, query: str = "", last_id: str | None = None
) -> AsyncIterator[Listener]:
    """A stream of that person, and how it was answered."""
    headers = {"Authorization": f"Bearer {desk.keys[who]}", "Accept": "text/event-stream"}
    if last_id is not None:
        headers["Last-Event-ID"] = last_id
    async with session.get(desk.url + URL + query, headers=headers, timeout=aiohttp.ClientTimeout()) as response:
        yield Listener(response)
