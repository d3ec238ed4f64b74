"""What it costs to show a thing in Discord, and what a member waits behind a flood: `python -m tests.bench.relay`.

A desk in a process of its own, asked by REST by six callers at once, beside a stub of Discord that answers at once. The
processor time is the desk's, the door's share included. At the end a program opens many tickets, and then a member one.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from tests.killed import store
from tests.killed.members import link_in
from tests.killed.service import Service, running_service
from tests.stub.world import Json

CALLERS: Final = 6
_TICKS: Final = os.sysconf("SC_CLK_TCK")

Act = Callable[[int], Awaitable[object]]


class Bench:
    """One running desk and its folder."""

    def __init__(self, service: Service, folder: Path, count: int) -> None:
        self._service = service
        self._folder = folder
        self._count = count
        self._tickets: list[Json] = []

    async def run(self) -> None:
        """Print the figures of the start, of each act, and of the flood."""
        print(f"a start: {await self._spent():.2f} s of processor time until it is ready, its imports apart")
        await self._service.open("Warm up")
        await self._drained()
        reply = {"kind": "reply", "content": "It is being looked at."}
        await self._act("an opening", self._open)
        await self._act("a reply", lambda n: self._tell("POST", "/messages", n, reply))
        await self._act("a claim", lambda n: self._tell("PUT", "", n, {"claimedByMe": True}))
        await self._act("a closing", lambda n: self._tell("PUT", "", n, {"status": "closed"}))
        await self._flood()

    async def _open(self, number: int) -> None:
        self._tickets.append(await self._service.begin(f"Ticket {number}"))

    async def _tell(self, method: str, path: str, number: int, body: Json) -> None:
        body = body | {"ticketId": self._tickets[number]["id"]}
        await self._service.ask(method, "responder", f"/api/tickets{path}", body)

    async def _act(self, name: str, act: Act) -> None:
        before, spent, began = await self._requests(), await self._spent(), time.monotonic()
        await self._all(act)
        asked = await self._spent() - spent
        await self._drained()
        seconds, spent = time.monotonic() - began, await self._spent() - spent
        made = await self._requests() - before
        print(
            f"{name}: {sum(made.values()) / self._count:.1f} requests to Discord,"
            f" {1000 * spent / self._count:.1f} ms of processor time ({1000 * asked / self._count:.1f} until all were"
            f" answered); {self._count} of them are shown after {seconds:.1f} s: {dict(made)}",
            flush=True,
        )

    async def _flood(self) -> None:
        channel = await self._service.stub.make_channel("hall")
        began = time.monotonic()
        await self._all(self._open, times=3)
        opened = time.monotonic()
        values = {"category": self._service.category, "title": "A member's", "message": "Behind all of these"}
        options = [{"name": name, "type": 3, "value": value} for name, value in values.items()]
        token = await self._service.stub.run(channel, "outsider", "ticket open", *options)
        await self._service.stub.until(lambda state: link_in(state, token), seconds=300, part="interactions")
        linked = time.monotonic()
        await self._drained()
        print(
            f"behind {3 * self._count} openings, made in {opened - began:.1f} s, a member has the link to a thread"
            f" after {linked - opened:.1f} s; all is shown after {time.monotonic() - opened:.1f} s"
        )

    async def _all(self, act: Act, times: int = 1) -> None:
        todo = iter(range(times * self._count))

        async def call() -> None:
            for number in todo:
                await act(number)

        await asyncio.gather(*(call() for _ in range(CALLERS)))

    async def _drained(self) -> None:
        while await asyncio.to_thread(store.waiting, self._folder):
            await self._service.life.goes_on()

    async def _requests(self) -> Counter[str]:
        return Counter((await self._service.stub.state(part="counts"))["counts"])

    async def _spent(self) -> float:
        """Seconds of processor time of the desk's process so far."""
        told = await asyncio.to_thread(Path(f"/proc/{await self._service.life.pid}/stat").read_text, "ascii")
        fields = told.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS


async def run(count: int) -> None:
    """Start the desk and its Discord, and have them measured."""
    with tempfile.TemporaryDirectory() as folder:
        async with running_service(Path(folder)) as service:
            await Bench(service, Path(folder), count).run()


def main() -> None:
    """Read how many, and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.relay", description=__doc__)
    parser.add_argument("--count", type=int, default=100, help="how many of each; three times as many in the flood")
    asyncio.run(run(parser.parse_args().count))


if __name__ == "__main__":
    main()
