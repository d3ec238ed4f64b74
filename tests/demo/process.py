"""The demo as a process of its own, started as anybody starts it and asked by REST as any program asks it."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests import forked

UP_SECONDS = 30


@dataclass(frozen=True)
class RunningDemo:
    """What the one line of JSON says, and the process behind it."""

    told: dict[str, Any]
    process: forked.Process
    session: aiohttp.ClientSession

    async def call(self, who: str, method: str, path: str = "", body: dict[str, Any] | None = None) -> dict[str, Any]:
        """The `data` of an answer of the API to that member's key. Fails on any other answer."""
        headers = {"x-api-key": self.told["keys"][who]}
        url = f"{self.told['api']}/api/tickets{path}"
        async with self.session.request(method, url, json=body, headers=headers) as answer:
            whole = await answer.json()
        assert whole["success"], whole
        data: dict[str, Any] = whole["data"]
        return data

    async def ticket(self, who: str, title: str) -> dict[str, Any]:
        """The listed ticket with that title, as the member sees it."""
        listed = (await self.call(who, "GET", "?pageSize=100"))["tickets"]
        ticket: dict[str, Any] = next(ticket for ticket in listed if ticket["title"] == title)
        return ticket

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and give its exit code."""
        self.process.send_signal(how)
        async with asyncio.timeout(UP_SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def running_demo(*options: str) -> AsyncIterator[RunningDemo]:
    """`python -m bot demo --json` with more options, up; told to end if it still runs, so that no folder stays."""
    process = await forked.start("-m", "bot", "demo", "--json", *options)
    try:
        async with asyncio.timeout(UP_SECONDS):
            told = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            yield RunningDemo(told, process, session)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
