"""The stub as tests hold it: started in a process of its own, asked for its state, and waited for without a clock."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests import forked
from tests.people import USERS
from tests.schema.request import Request
from tests.schema.watch import WATCH
from tests.stub.world import Json


class Stub:
    """A running stub at `url`."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    async def state(self, *, after: int | None = None, part: str | None = None) -> Json:
        """What stands there now; with `after`, once more than that many changes have happened.

        With `part`, no more of it than that: a desk at work fills the whole, which then takes long to be told.
        """
        wanted = {"after": None if after is None else str(after), "part": part}
        query = {name: value for name, value in wanted.items() if value is not None}
        async with self._session.get(f"{self.url}/_test/state", params=query) as response:
            found: Json = await response.json()
            return found

    async def asked(self) -> list[Request]:
        """Every request of the bot so far."""
        async with self._session.get(f"{self.url}/_test/asked") as response:
            return [Request(**each) for each in await response.json()]

    async def until(self, holds: Callable[[Json], object], *, seconds: float = 20, part: str | None = None) -> Json:
        """Wait for a state, or a part of it, of which `holds` is true. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            state = await self.state(part=part)
            while not holds(state):
                state = await self.state(after=state["seq"], part=part)
            return state

    async def fault(self, kind: str, **how: object) -> int:
        """Let it strike; see tests.stub.faults.Fault."""
        place: int = await self._post("fault", {"kind": kind, **how})
        return place

    async def clear(self) -> None:
        """Take all faults away."""
        await self._post("clear", {})

    async def forget_nonces(self) -> None:
        """As after some minutes."""
        await self._post("forget-nonces", {})

    async def disconnect(self) -> None:
        """Cut the bot's connection."""
        await self._post("disconnect", {})

    async def make_channel(self, name: str) -> int:
        """A channel of the guild's own; its id."""
        return int((await self._post("channel", {"name": name}))["id"])

    async def say(self, channel: int, who: str, text: str) -> int:
        """A member writes there; the message's id."""
        wish = {"verb": "say", "channel": str(channel), "who": str(USERS[who]), "text": text}
        return int((await self._post("act", wish))["id"])

    async def run(self, channel: int, who: str, names: str, *options: Json) -> str:
        """A member runs a slash command (`ticket open`); the token by which its answer is found in the state."""
        wish = {"verb": "run", "channel": str(channel), "who": str(USERS[who])}
        told = await self._post("act", wish | {"names": names.split(), "options": list(options)})
        return str(told["token"])

    async def press(self, channel: int, who: str, message: int, custom_id: str) -> str:
        """A member presses a button; the token by which its answer is found in the state."""
        wish = {"verb": "press", "channel": str(channel), "who": str(USERS[who])}
        told = await self._post("act", wish | {"message": str(message), "custom_id": custom_id})
        return str(told["token"])

    async def _post(self, name: str, body: Json) -> Any:
        async with self._session.post(f"{self.url}/_test/{name}", json=body) as response:
            response.raise_for_status()
            return await response.json() if response.content_type == "application/json" else None


@asynccontextmanager
async def running_stub() -> AsyncIterator[Stub]:
    """Start a stub with a fresh guild; it ends with the block, or with the process that started it."""
    process = await forked.start("-m", "tests.stub")
    try:
        port = int(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            stub = Stub(f"http://127.0.0.1:{port}", session)
            yield stub
            WATCH.hear(await stub.asked())
    finally:
        process.kill()
        await process.wait()
