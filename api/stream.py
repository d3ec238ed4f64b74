"""One open stream of events: what waits to be sent to its reader, and the sending, for as long as they read."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Sequence
from typing import Final

from aiohttp import web
from pydantic_core import to_json

from api import representations
from api.limits import Limits
from desk.actor import Actor
from desk.sync import Follower, Position, Reading, Told

EVENT_STREAM: Final = "text/event-stream"

RETRY_MS: Final = 3000
"""After how long a browser is to come back to a stream that ended."""

_BEAT: Final = b":\n\n"
_RESET: Final = b'event: reset\ndata: {"reset":true}\n\n'


def frames(found: Reading) -> list[bytes]:
    """What a stream begins with: whether its reader is to list anew, what they missed, and where they stand then."""
    begin = [_RESET] if found.reset else []
    return [*begin, *map(frame, found.told), f"retry: {RETRY_MS}\nid: {found.following}\n\n".encode()]


def frame(told: Told) -> bytes:
    """One event. Its JSON has no line ends, and its type stands in it: whoever listens hears all of them."""
    return b"id: " + told.position.encode() + b"\ndata: " + to_json(representations.event(told.line)) + b"\n\n"


class Stream:
    """One reader. What waits is counted until it is in the hands of the network."""

    def __init__(
        self, request: web.BaseRequest, actor: Actor, types: Collection[str] | None, limits: Limits, caller: bytes
    ) -> None:
        """`caller` tells whose it is. `after` is where its reader stands, None until that is known.

        `behind` tells that there is more to be read for it, `doubtful` that its reader's rights are to be judged anew,
        `heard` after how many commits it was read for last.
        """
        self.request = request
        self.caller = caller
        self.actor = actor
        self.after: Position | None = None
        self.behind = False
        self.doubtful = False
        self.heard = -1
        self._types = types
        self._limits = limits
        self._waiting: deque[bytes] = deque()
        self._under_way = 0
        self._news = asyncio.Event()
        self._ended = False

    @property
    def follower(self) -> Follower:
        """Who reads on from where."""
        return Follower(self.actor, self.after, self._types)

    @property
    def room(self) -> int:
        """How many events may still wait."""
        return self._limits.stream_events - len(self._waiting) - self._under_way

    @property
    def gone(self) -> bool:
        """Whether nobody reads it any more."""
        return self._ended or self.request.transport is None or self.request.transport.is_closing()

    def offer(self, more: Sequence[bytes]) -> None:
        """Have these sent, too; a reader who is too far behind is dropped."""
        if len(more) > self.room:
            self.end()
            return
        self._waiting.extend(more)
        self._news.set()

    def end(self) -> None:
        """Send no more, and wait for no reader."""
        self._ended = True
        self._news.set()
        if self._under_way and self.request.transport is not None:
            self.request.transport.abort()

    async def run(self, response: web.StreamResponse, taken: Callable[[], None]) -> None:
        """Send what there is until the end; `taken` is told when there is room again. Raises ConnectionError."""
        while not self._ended:
            part = await self._part()
            try:
                async with asyncio.timeout(self._limits.stream_behind_seconds):
                    await response.write(part)
            except TimeoutError:
                self.end()
            self._under_way = 0
            if self.behind:
                taken()

    async def _part(self) -> bytes:
        """All that waits, or after a while of silence the sign that the stream lives."""
        try:
            async with asyncio.timeout(self._limits.stream_beat_seconds):
                await self._news.wait()
        except TimeoutError:
            self._under_way = 1
            return _BEAT
        self._news.clear()
        self._under_way = len(self._waiting) or 1
        part = b"".join(self._waiting)
        self._waiting.clear()
        return part
