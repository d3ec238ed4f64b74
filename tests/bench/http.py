"""What the HTTP door costs beside a bare aiohttp server: `python -m tests.bench.http`.

The server runs in a process of its own. For each way of asking, its CPU time a request is set against that of a handler
that returns eight kilobytes of fixed bytes, in alternating rounds; only the ratio means something.
"""

import asyncio
import contextlib
import multiprocessing
import os
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from aiohttp import web

from tests.api.raw import read_answer
from tests.api.world import running_desk

CONNECTIONS, REQUESTS, ROUNDS = 16, 3000, 5
TICKETS = 200

Targets = dict[str, tuple[int, bytes]]


def get(path: str, key: str = "") -> bytes:
    """A request."""
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nx-api-key: {key}\r\n\r\n".encode()


@contextlib.asynccontextmanager
async def floor() -> AsyncIterator[int]:
    """The port of a server that returns fixed bytes."""

    async def fixed(_request: web.BaseRequest) -> web.Response:
        return web.Response(body=b"x" * 8000)

    runner = web.ServerRunner(web.Server(fixed, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def serve(ready: Connection) -> None:
    """Both servers, until the other side says that it is enough."""
    with tempfile.TemporaryDirectory() as folder:
        async with floor() as port, running_desk(Path(folder)) as desk:
            tickets = [await desk.ticket() for _ in range(TICKETS)]
            owner, responder = desk.keys["owner"], desk.keys["responder"]
            targets: Targets = {
                "fixed bytes": (port, get("/")),
                "list of 20": (desk.port, get("/api/tickets", responder)),
                "own list of 20": (desk.port, get("/api/tickets?mine=1", owner)),
                "one ticket": (desk.port, get(f"/api/tickets?ticketId={tickets[0]}", owner)),
                "open-count": (desk.port, get("/api/tickets/open-count", owner)),
                "bad key": (desk.port, get("/api/tickets", "x")),
                "health": (desk.port, get("/healthz")),
            }
            ready.send((os.getpid(), targets))
            await asyncio.to_thread(ready.recv)


async def ask(port: int, request: bytes, times: int) -> None:
    """Send it that often over one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(times):
        writer.write(request)
        await read_answer(reader)
    writer.close()


def cpu_of(pid: int) -> float:
    """Seconds of CPU that the process has used, as the kernel counts them."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measured(pid: int, what: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Microseconds of the server's CPU a request, and requests a second."""
    before, began = cpu_of(pid), time.perf_counter()
    await what()
    took = time.perf_counter() - began
    return (cpu_of(pid) - before) / REQUESTS * 1e6, REQUESTS / took


async def compare(pid: int, targets: Targets) -> None:
    """Print a line for each target."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in targets}
    for _ in range(ROUNDS):
        for name, (port, request) in targets.items():
            each = REQUESTS // CONNECTIONS
            found[name].append(
                await measured(pid, lambda: asyncio.gather(*(ask(port, request, each) for _ in range(CONNECTIONS))))  # noqa: B023 -- awaited before the names move on
            )
    floor_cpu = median(cpu for cpu, _ in found["fixed bytes"])
    print(f"{'':16} {'CPU/request':>12} {'to floor':>9} {'requests/s':>11}")
    for name, rounds in found.items():
        cpu, rate = median(it[0] for it in rounds), median(it[1] for it in rounds)
        print(f"{name:16} {cpu:9.0f} us {cpu / floor_cpu:8.2f}x {rate:11.0f}")


def main() -> None:
    """Measure, and print what was measured."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=run, args=(theirs,))
    server.start()
    pid, targets = ours.recv()
    asyncio.run(compare(pid, targets))
    ours.send(None)
    server.join()


def run(ready: Connection) -> None:
    """The server's process."""
    asyncio.run(serve(ready))


if __name__ == "__main__":
    main()
