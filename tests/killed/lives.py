"""Many lives of one desk: each is started, worked with, and killed at a moment that its seed chooses."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from tests.faultpoints import OPENING
from tests.killed import store
from tests.killed.checks import all_shown, check
from tests.killed.desk import Life, Starter, first_of, starter_of_desks
from tests.killed.members import Member
from tests.killed.programs import Ledger, Program
from tests.stub.process import Stub, running_stub

PROGRAMS: Final = 6
MOST_ANSWERS: Final = 25
"""After at most so many acknowledgements a desk dies, wherever it is."""

CALLS: Final = (
    "POST .*/threads$",
    "POST .*/messages$",
    "PATCH .*/messages/",
    "PATCH .*/channels/\\d+$",
)
"""Requests to Discord that had their effect while nobody heard the answer."""


@dataclass(frozen=True)
class Death:
    """How a desk dies: at a faultpoint, while Discord's answer is on its way, or after so many acknowledgements.

    Where it is to die `linked`, it does so right after a member was shown the way to a new ticket.
    """

    point: str
    passes: int
    call: str
    answers: int
    linked: bool


def death_of(seed: int) -> Death:
    """The death that the seed chooses."""
    chance = random.Random(seed)
    way = chance.choice(("point", "point", "call", "moment", "link"))
    return Death(
        point=chance.choice(OPENING) if way == "point" else "",
        passes=chance.randint(1, 8),
        call=chance.choice(CALLS) if way == "call" else "",
        answers=chance.randint(1, MOST_ANSWERS),
        linked=way == "link",
    )


class Lives:
    """One store, one stub, and the programs and the member who go on through all lives."""

    def __init__(
        self, desks: Starter, stub: Stub, ledger: Ledger, workers: Sequence[Program | Member], folder: Path
    ) -> None:
        self._desks = desks
        self._stub = stub
        self.ledger = ledger
        self._workers = workers
        self._folder = folder

    async def live_and_die(self, seed: int) -> None:
        """One life."""
        death = death_of(seed)
        if death.call:
            await self._stub.fault("hold", request=death.call, after=True)
        life = await self._desks.start(point=death.point, passes=death.passes)
        began = time.monotonic()
        url = await self._desks.ready(life)
        self.ledger.slowest_start = max(self.ledger.slowest_start, time.monotonic() - began)
        await self.ledger.desk_is_at(url)
        if url is not None:
            await self._death_comes(life, death)
        await self.ledger.desk_is_at(None)
        self.ledger.deaths[death.point if life.ended.done() else death.call or "a moment"] += 1
        await life.kill()
        await self._stub.clear()

    async def _death_comes(self, life: Life, death: Death) -> None:
        """Wait for the moment: the desk is dead, or held in a call, or has answered so often."""
        enough = self.ledger.acknowledged + (MOST_ANSWERS if death.point or death.call else death.answers)
        if death.linked:
            ways = [asyncio.create_task(self.ledger.until_linked(len(self.ledger.linked) + 1))]
        else:
            ways = [asyncio.create_task(self.ledger.until(enough))]
        if death.call:
            ways.append(asyncio.create_task(self._held()))
        await first_of(life.ended, *ways, *(worker.done for worker in self._workers))
        for way in ways:
            way.cancel()
        await asyncio.wait(ways)
        for worker in self._workers:
            if worker.done.done():
                # It goes on until it is told to stop, so it was disappointed.
                worker.done.result()

    async def _held(self) -> None:
        await self._stub.until(lambda state: any(state["faults"]), part="faults")

    async def finish(self) -> None:
        """One last life, in which everything is answered and shown; then hold it all against the ledger."""
        life = await self._desks.start()
        url = await self._desks.ready(life)
        assert url is not None
        await self.ledger.desk_is_at(url)
        for worker in self._workers:
            worker.stopping = True
        await asyncio.gather(*(worker.done for worker in self._workers))
        async with asyncio.timeout(60):
            while await asyncio.to_thread(store.waiting, self._folder):
                await life.goes_on()
        await self._stub.until(lambda state: all_shown(self.ledger, state))
        assert await life.stop() == 0
        check(self.ledger, await self._stub.state(), self._folder)


@asynccontextmanager
async def many_lives(folder: Path, seed: int) -> AsyncIterator[Lives]:
    """A store, a stub and programs at work; `seed` chooses what the programs do."""
    category = await store.prepare(folder)
    async with (
        running_stub() as stub,
        aiohttp.ClientSession() as session,
        starter_of_desks(stub, folder, session) as desks,
    ):
        ledger = Ledger()
        programs = [Program(f"p{place}x", seed, ledger, session, category) for place in range(PROGRAMS)]
        workers: list[Program | Member] = [*programs, Member("outsider", ledger, stub, category)]
        try:
            yield Lives(desks, stub, ledger, workers, folder)
        finally:
            working = [worker.done for worker in workers]
            for work in working:
                work.cancel()
            await asyncio.wait(working)


async def live_through(folder: Path, seeds: Iterable[int]) -> Ledger:
    """Die once for each seed, and hold everything against the ledger at the end."""
    deaths = list(seeds)
    async with many_lives(folder, deaths[0]) as lives:
        for seed in deaths:
            await lives.live_and_die(seed)
        await lives.finish()
        return lives.ledger
