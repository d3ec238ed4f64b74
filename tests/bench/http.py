"""What a request costs the desk, beside a server that does nothing: `python -m tests.bench.http`.

What reads is asked of a whole desk in a process of its own, as `run` starts it: with rate limits, metrics, a line in
its log for each request, and a Discord (the stub) in which nothing happens. What writes is asked of the door and the
store alone, as showing it in Discord has a bench of its own. Two servers of aiohttp alone are asked in turns with them:
one returns eight kilobytes of fixed bytes, one reads the JSON that it is sent. The figures are processor time of
whoever answers, and how many times that is what the bare server took just before.
"""

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Final

import aiohttp
from aiohttp import web

from bot import logs
from tests.api.world import running_desk
from tests.bench.asking import ask, cpu_of
from tests.bench.filling import Size, fill
from tests.killed import store
from tests.killed.desk import starter_of_desks
from tests.killed.service import Service
from tests.stub.process import running_stub

READERS: Final = 32
WRITERS: Final = 64
TICKETS: Final = 1_000
MESSAGES: Final = 20


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked how often in a round: of which process, at which port, over how many connections.

    `floor` is the name of what it is set against; an own floor has none.
    """

    name: str
    pid: int
    port: int
    connections: int
    requests: Iterator[bytes]
    times: int
    floor: str | None = None


def get(path: str, key: str = "") -> bytes:
    """A request that reads."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\n\r\n".encode()


def send(method: str, path: str, key: str, body: object) -> bytes:
    """A request that writes."""
    text = json.dumps(body)
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode()


def always(request: bytes) -> Iterator[bytes]:
    """The same, for ever."""
    while True:
        yield request


@contextlib.asynccontextmanager
async def bare() -> AsyncIterator[int]:
    """The port of a server that returns fixed bytes, and to a POST a word about the JSON in it."""

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.method == "POST":
            title = json.loads(await request.read())["title"]
            return web.Response(status=201, body=json.dumps({"title": title}).encode())
        return web.Response(body=b"x" * 8000)

    runner = web.ServerRunner(web.Server(answer, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def serve(ready: Connection) -> None:
    """The bare servers and a desk without a Discord, until they are ended."""
    with tempfile.TemporaryDirectory() as folder:
        async with bare() as port, running_desk(Path(folder)) as desk:
            ready.send((os.getpid(), port, desk.port, desk.keys, desk.categories["open"]))
            await asyncio.Future()


def run(ready: Connection) -> None:
    """The process of the bare servers."""
    with Path(os.devnull).open("w", encoding="utf-8") as log:
        logs.set_up("info", "console", stream=log)
        asyncio.run(serve(ready))


@contextlib.asynccontextmanager
async def whole_desk(folder: Path) -> AsyncIterator[tuple[int, int, str]]:
    """A desk with tickets, as `run` has it: its process, its port, and the id of a ticket with many messages."""
    category = await store.prepare(folder)
    await asyncio.to_thread(fill, folder / "desk.db", Size(TICKETS))
    async with (
        running_stub() as stub,
        aiohttp.ClientSession() as session,
        starter_of_desks(stub, folder, session) as desks,
    ):
        life = await desks.start()
        url = await desks.ready(life)
        assert url is not None
        service = Service(url, life, stub, session, category)
        ticket = await service.open("One with many messages")
        for number in range(MESSAGES - 1):
            await service.reply(ticket, f"It is at depot {number}, and goes on tomorrow.")
        while await asyncio.to_thread(store.waiting, folder):
            await life.goes_on()
        yield await life.pid, int(url.rpartition(":")[2]), ticket["id"]


def reading(pid: int, port: int, ticket: str) -> Iterator[Target]:
    """What reads."""
    responder, manager, owner = (store.key_of(name) for name in ("responder", "manager", "owner"))
    for name, path, key in (
        ("list of 20", "/api/tickets", responder),
        ("a manager's list", "/api/tickets", manager),
        ("open ones of a category", "/api/tickets?status=open&categoryId=3", responder),
        ("ticket, 20 messages", f"/api/tickets?ticketId={ticket}", owner),
        ("open-count", "/api/tickets/open-count", responder),
        ("a key that is none", "/api/tickets", "x"),
        ("health", "/healthz", ""),
    ):
        yield Target(name, pid, port, READERS, always(get(path, key)), 1600, "fixed bytes")


def writing(pid: int, port: int, keys: dict[str, str], category: str) -> Iterator[Target]:
    """What writes. Each ticket that is opened is claimed later."""
    new = {"title": "Where is my parcel?", "categoryId": category, "message": "It was to come on Monday."}
    opened = always(send("POST", "/api/tickets", keys["owner"], new))
    bodies: Iterable[object] = ({"ticketId": str(number), "claimedByMe": True} for number in range(1, 10_000_000))
    claimed = (send("PUT", "/api/tickets", keys["responder"], body) for body in bodies)
    yield Target("opening", pid, port, WRITERS, opened, 1280, "JSON read")
    yield Target("claim", pid, port, WRITERS, claimed, 1280, "JSON read")


async def measured(target: Target) -> tuple[float, float]:
    """Microseconds of processor time a request, and requests a second."""
    left = iter(range(target.times))
    before, began = cpu_of(target.pid), time.perf_counter()
    await ask(target.port, (request for _, request in zip(left, target.requests, strict=False)), target.connections)
    took = time.perf_counter() - began
    return (cpu_of(target.pid) - before) / target.times * 1e6, target.times / took


async def compare(floors: dict[str, Target], targets: list[Target], rounds: int) -> None:
    """Print a line for each target."""
    found: dict[str, list[tuple[float, float, float, float]]] = {each.name: [] for each in targets}
    for _ in range(rounds):
        for target in targets:
            floor = await measured(floors[target.floor or ""])
            cost = await measured(target)
            found[target.name].append((*cost, cost[0] / floor[0], cost[1] / floor[1]))
    print(f"{'':24} {'CPU a request':>14} {'to the floor':>13} {'requests/s':>11} {'to the floor':>13}")
    for name, each in found.items():
        cpu, rate, times, share = (median(column) for column in zip(*each, strict=True))
        print(f"{name:24} {cpu:11.0f} us {times:12.2f}x {rate:11.0f} {share:12.2f}x")


async def bench(ready: Connection, rounds: int, wanted: str) -> None:
    """Start what is to be asked, and ask."""
    pid, port, desk, keys, category = await asyncio.to_thread(ready.recv)
    hello = send("POST", "/", "", {"title": "Where is my parcel?", "message": "It was to come on Monday."})
    floors = {
        "fixed bytes": Target("fixed bytes", pid, port, READERS, always(get("/")), 4000),
        "JSON read": Target("JSON read", pid, port, WRITERS, always(hello), 4000),
    }
    with tempfile.TemporaryDirectory() as folder:
        async with whole_desk(Path(folder)) as reader:
            targets = [*reading(*reader), *writing(pid, desk, keys, category)]
            chosen = [each for each in targets if wanted in each.name]
            await compare(floors, chosen, 1)
            await compare(floors, chosen, rounds)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.http", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each is asked, after once to warm up")
    parser.add_argument("--only", default="", help="only what has that in its name")
    wish = parser.parse_args()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=run, args=(theirs,))
    server.start()
    try:
        asyncio.run(bench(ours, wish.rounds, wish.only))
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
