"""A desk as tests hold it: started again and again over one store, told to stop, or killed."""

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests import forked
from tests.stub.process import Stub

_SAYS_URL = "REST API: "
_A_MOMENT = 0.02
"""Seconds between two questions: asked without a pause, a desk has no time for anything else."""


class Life:
    """One desk from its start to its end. `ended` is its exit code, or minus the signal."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.pid: asyncio.Future[int] = loop.create_future()
        self.url: asyncio.Future[str] = loop.create_future()
        self.ended: asyncio.Future[int] = loop.create_future()

    def hear(self, line: str) -> None:
        """Take in one line that the starter or the desk printed."""
        if line.startswith(_SAYS_URL):
            self.url.set_result(line.removeprefix(_SAYS_URL))
        elif line.startswith("{"):
            told = json.loads(line)
            if "pid" in told:
                self.pid.set_result(told["pid"])
            else:
                self.ended.set_result(told["ended"])

    async def goes_on(self) -> None:
        """Let it work for a moment in which nobody asks it anything, or until it ends."""
        await asyncio.wait([self.ended], timeout=_A_MOMENT)

    async def kill(self) -> None:
        """Kill it as the kernel does; it may be dead already, but not in another way."""
        os.kill(await self.pid, signal.SIGKILL)
        code = await self.ended
        assert code == -signal.SIGKILL, f"the desk ended by itself, with {code}: see its log"

    async def stop(self) -> int:
        """Ask it to stop; its exit code."""
        os.kill(await self.pid, signal.SIGTERM)
        return await self.ended


class Starter:
    """Starts desks over one store, one at a time."""

    def __init__(self, process: forked.Process, stub: Stub, session: aiohttp.ClientSession) -> None:
        self._process = process
        self._stub = stub
        self._session = session
        self._identified = 0
        self._hearing: asyncio.Task[None] | None = None

    async def start(self, *, point: str = "", passes: int = 1) -> Life:
        """Start a desk; one that kills itself at the given pass of that faultpoint, where one is named."""
        life = Life()
        self._identified = (await self._stub.state(part="identified"))["identified"]
        self._process.say(json.dumps({"point": point, "passes": passes}))
        self._hearing = asyncio.create_task(self._hear(life))
        return life

    async def ready(self, life: Life) -> str | None:
        """The URL of its API once it can do its work; None when it dies before that."""
        working = asyncio.create_task(self._working(life))
        await first_of(working, life.ended)
        if working.done():
            return working.result()
        working.cancel()
        await asyncio.wait([working])
        return None

    async def _working(self, life: Life) -> str | None:
        await self._stub.until(lambda state: state["identified"] > self._identified, part="identified")
        url = await asyncio.shield(life.url)
        try:
            await until_ready(self._session, url, life)
        except aiohttp.ClientError:
            return None
        return url

    def hear_no_more(self) -> None:
        """Whatever it prints from now on is nobody's business."""
        if self._hearing is not None:
            self._hearing.cancel()

    async def _hear(self, life: Life) -> None:
        while not life.ended.done():
            line = await self._process.stdout.readline()
            if not line:
                life.ended.set_exception(EOFError("the starter of desks is gone: see standard error"))
                return
            life.hear(line.decode().strip())


async def until_ready(session: aiohttp.ClientSession, url: str, life: Life) -> None:
    """Wait until the desk there says that it can do its work. Raises ClientError when there is none."""
    async with asyncio.timeout(20):
        while True:
            async with session.get(f"{url}/readyz") as response:
                if response.status == 200:
                    return
            await life.goes_on()


async def first_of(*ways: asyncio.Future[Any]) -> None:
    """Return when the first of them is done; none is cancelled."""
    await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)


@asynccontextmanager
async def starter_of_desks(stub: Stub, folder: Path, session: aiohttp.ClientSession) -> AsyncIterator[Starter]:
    """Desks over the store in that folder. None of them outlives the block."""
    process = await forked.start("-m", "tests.killed.desk_process", stub.url, str(folder))
    starter = Starter(process, stub, session)
    try:
        yield starter
    finally:
        starter.hear_no_more()
        process.end_group()
        await process.wait()
