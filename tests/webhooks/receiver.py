"""Programs that webhooks send to, real ones on loopback, each with its own way to answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from standardwebhooks.webhooks import Webhook


@dataclass(frozen=True)
class Got:
    """One message as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The id by which the same message is known."""
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> dict[str, Any]:
        """What it says, if the library that receivers use finds it genuine."""
        told: dict[str, Any] = Webhook(secret).verify(self.body, dict(self.headers))
        return told


@dataclass
class Receiver:
    """Remembers what came, and answers 204, or with the next of `answers`."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    answers: list[web.Response] = field(default_factory=list)
    always: web.Response | None = None
    silent: asyncio.Event | None = None
    """While it is there and not set, nothing is answered."""

    def __post_init__(self) -> None:
        self._came = asyncio.Condition()

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Take one message."""
        body = await request.read()
        async with self._came:
            self.got.append(Got(dict(request.headers), body))
            self._came.notify_all()
        if self.silent is not None:
            await self.silent.wait()
        if self.answers:
            return self.answers.pop(0)
        how = self.always or web.Response(status=204)
        return web.Response(status=how.status, headers=how.headers)

    async def until(self, often: int) -> None:
        """Wait until that many messages have come."""
        async with self._came, asyncio.timeout(20):
            await self._came.wait_for(lambda: len(self.got) >= often)


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that serves."""
    receiver = Receiver()
    async with serving(receiver.answer) as url:
        receiver.url = url
        yield receiver
        if receiver.silent is not None:
            receiver.silent.set()


@asynccontextmanager
async def serving(answer: Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """The URL of a server on loopback that answers so."""
    runner = web.ServerRunner(web.Server(answer), shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    finally:
        await runner.cleanup()


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking(talk: Talk, **how: Any) -> AsyncIterator[int]:
    """The port of a server on loopback that says to each connection what no library would; `how` is start_server's."""
    connections: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        try:
            await talk(reader, writer)
        except (ConnectionError, EOFError, asyncio.CancelledError):
            # The other side is gone, or the test is over.
            pass
        finally:
            writer.close()
            connections.discard(task)

    server = await asyncio.start_server(served, **{"host": "127.0.0.1", "port": 0, **how})
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tuple(connections):
            task.cancel()
        await server.wait_closed()
