"""Whoever lists the tickets and follows the events, as the page prints it, ends with exactly the truth."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import aiohttp
import pytest

from api.limits import Limits
from desk.errors import DeskError
from desk.store import Tx
from tests.api.client import Client
from tests.api.listening import URL, Listener, listening
from tests.api.world import Desk, running_desk
from tests.crowd import Crowd, settle
from tests.walking import walk, walked

SEEDS, PARTS = 200, 8
LISTENERS = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager")
ACTS = 60
QUICK = Limits(stream_look_seconds=0.02, stream_spacing_seconds=0.0)


@pytest.mark.parametrize("part", range(PARTS))
def test_who_walks_the_pages_while_others_change_everything_ends_with_the_truth(part: int) -> None:
    for seed in range(part, SEEDS, PARTS):
        held, true = walked(seed)
        assert held == true, f"seed {seed}"


@pytest.mark.parametrize("walker", ["viewer", "manager"])
async def test_so_it_is_over_the_wire(tmp_path: Path, walker: str) -> None:
    async with running_desk(tmp_path) as desk:
        await desk.store.write(settle, 150)
        loop = asyncio.get_running_loop()

        def write(use_case: Any) -> object:
            async def done() -> object:
                return await desk.store.write(use_case)

            return asyncio.run_coroutine_threadsafe(done(), loop).result()

        def get(path: str, **query: object) -> dict[str, Any]:
            asked = Request(f"{desk.url}{path}?{urlencode(query)}", headers={"x-api-key": desk.keys[walker]})  # noqa: S310 -- our own
            with urlopen(asked) as answer:  # noqa: S310 -- our own
                data: dict[str, Any] = json.load(answer)["data"]
                return data

        crowd = Crowd(Random(walker), desk.people, write, walker)
        held, true = await asyncio.to_thread(walk, get, crowd)
        assert held == true


class Ear:
    """One member who hears the stream, and reads the same."""

    def __init__(self, name: str, desk: Desk, session: aiohttp.ClientSession, call: Client) -> None:
        self._name, self._desk, self._session, self._call = name, desk, session, call
        self._open = AsyncExitStack()
        self._after = ""

    async def begin(self) -> None:
        """Hear and read from now on."""
        self._after = (await self._call.get(URL, self._name))["next"]
        await self._listen(None)
        await self._listener.begun()

    async def end(self) -> None:
        """Hear no more."""
        await self._open.aclose()

    async def agrees(self) -> int:
        """What is read since the last time is what has been heard since; how much that is."""
        found = await self._call.get(f"{URL}?after={self._after}", self._name)
        if found["reset"]:
            assert await self._listener.rest() == []
            await self._listen(self._after)
            assert (await self._listener.next()).event == "reset"
        assert [(await self._listener.next()).data for _ in found["events"]] == found["events"]
        self._after = found["next"]
        return len(found["events"])

    async def _listen(self, last_id: str | None) -> None:
        await self._open.aclose()
        stream = listening(self._desk, self._session, self._name, last_id=last_id)
        self._listener: Listener = await self._open.enter_async_context(stream)


async def test_what_is_read_and_what_is_heard_are_the_same(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    """For every member, after each act: notes, staff without names, moves, deletions, and changed rights."""
    async with running_desk(tmp_path, QUICK) as desk:
        await desk.store.write(settle, 12)
        ears = [Ear(name, desk, session, Client(desk, session)) for name in LISTENERS]
        for ear in ears:
            await ear.begin()
        acts: list[Callable[[Tx], object]] = []
        crowd, told = Crowd(Random(1), desk.people, acts.append, "outsider"), 0
        for _ in range(ACTS):
            crowd.stir(1)
            with suppress(DeskError):
                await desk.store.write(acts.pop())
            for ear in ears:
                told += await ear.agrees()
        for ear in ears:
            await ear.end()
        assert told > ACTS
