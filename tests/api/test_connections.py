"""How many connections one address may hold, and that who sends many requests at once gets them all answered."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from api.connections import Gate
from api.limits import Limits
from tests.api.raw import read_answer
from tests.api.world import Desk, running_desk

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@asynccontextmanager
async def connections(desk: Desk, number: int) -> AsyncIterator[list[Connection]]:
    """That many connections, held open."""
    async with AsyncExitStack() as stack, asyncio.timeout(10):
        opened = []
        for _ in range(number):
            reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
            stack.callback(writer.close)
            opened.append((reader, writer))
        yield opened


async def ask(connection: Connection) -> int:
    """The status of an answer over that connection."""
    connection[1].write(HEALTH)
    return (await read_answer(connection[0]))[0]


async def test_a_connection_too_many_from_one_address_is_refused(tmp_path: Path) -> None:
    """Fault 61."""
    limits = Limits(connections_per_address=3, patience_seconds=0.1)
    async with running_desk(tmp_path, limits) as desk, connections(desk, 4) as opened:
        status, headers, body = await read_answer(opened[3][0])
        assert (status, json.loads(body)["error"]["code"], headers["connection"]) == (503, "crowded", "close")
        assert headers["retry-after"] == "5"
        assert await opened[3][0].read() == b""
        assert [await ask(it) for it in opened[:3]] == [200, 200, 200]


async def test_a_connection_too_many_in_all_is_refused_at_once(tmp_path: Path) -> None:
    """Fault 61."""
    limits = Limits(connections=3, patience_seconds=60)
    async with running_desk(tmp_path, limits) as desk, connections(desk, 4) as opened:
        assert (await read_answer(opened[3][0]))[0] == 503
        assert [await ask(it) for it in opened[:3]] == [200, 200, 200]


class Kept:
    """A connection of which only its place matters."""

    idle_since: float | None = None

    def __init__(self) -> None:
        self.told: list[str] = []
        self.closing = asyncio.Event()

    def begin(self) -> None:
        """See Held."""
        self.told.append("begin")

    def refuse(self) -> None:
        """See Held."""
        self.told.append("refuse")

    def make_room(self) -> None:
        """See Held."""
        self.told.append("make room")
        self.closing.set()


async def test_connections_that_have_gone_do_not_count() -> None:
    gate = Gate(Limits(connections=2, connections_per_address=1), asyncio.get_running_loop())
    for _ in range(3):
        inside, waiting, beyond = Kept(), Kept(), Kept()
        for each in (inside, waiting, beyond):
            gate.enter(each, "a")
        assert [each.told for each in (inside, waiting, beyond)] == [["begin"], [], ["refuse"]]
        for each in (beyond, waiting, inside):
            gate.leave(each, "a")
        assert waiting.told == []
        assert not gate.crowded("a")


async def test_a_connection_that_asks_after_all_is_not_closed_for_one_that_waits() -> None:
    """What is on its way over it would be lost, and its sender could not know whether it was done."""
    loop = asyncio.get_running_loop()
    gate = Gate(Limits(connections_per_address=3, spare_seconds=0), loop)
    asks, rests, rested_longer, waits = Kept(), Kept(), Kept(), Kept()
    for each, seconds in ((asks, 3), (rests, 1), (rested_longer, 2)):
        gate.enter(each, "a")
        each.idle_since = loop.time() - seconds
    gate.enter(waits, "a")
    asks.idle_since = None
    assert all(each.told == ["begin"] for each in (asks, rests, rested_longer))
    await rested_longer.closing.wait()
    assert (asks.told, rests.told, rested_longer.told) == (["begin"], ["begin"], ["begin", "make room"])
    for each in (waits, asks, rests, rested_longer):
        gate.leave(each, "a")


async def test_connections_that_end_together_leave_nothing_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running_desk(tmp_path, Limits(connections_per_address=1)) as desk:
        async with connections(desk, 1) as first:
            assert await ask(first[0]) == 200
            async with connections(desk, 10) as waiting:
                first[0][1].write(HEALTH)
                assert (await read_answer(first[0][0]))[1]["connection"] == "close"
                for _, writer in (*waiting, *first):
                    writer.transport.abort()
        async with connections(desk, 1) as last:
            assert await ask(last[0]) == 200
    gc.collect()
    assert [it.getMessage() for it in caplog.records if it.name == "asyncio"] == []


async def test_a_place_that_is_given_back_goes_to_the_next_that_waits(tmp_path: Path) -> None:
    limits = Limits(connections_per_address=1, patience_seconds=60)
    async with running_desk(tmp_path, limits) as desk, connections(desk, 3) as opened:
        opened[1][1].write(HEALTH)
        opened[2][1].write(HEALTH)
        opened[0][1].close()
        assert [(await read_answer(reader))[0] for reader, _ in opened[1:]] == [200, 200]


async def test_a_connection_that_idles_makes_room_for_one_that_asks(tmp_path: Path) -> None:
    limits = Limits(connections_per_address=1, patience_seconds=60, spare_seconds=0.01)
    async with running_desk(tmp_path, limits) as desk, connections(desk, 1) as first:
        assert await ask(first[0]) == 200
        async with connections(desk, 1) as second:
            assert await ask(second[0]) == 200
        assert await first[0][0].read() == b""


async def test_two_hundred_requests_at_once_over_as_many_connections_are_all_answered(desk: Desk) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def status() -> int:
            async with session.get(desk.url + "/api/tickets", headers={"x-api-key": desk.keys["owner"]}) as response:
                return response.status

        assert await asyncio.gather(*(status() for _ in range(200))) == [200] * 200


async def test_a_desk_that_stops_answers_what_it_has_begun(desk: Desk) -> None:
    async with connections(desk, 2) as (idle, busy):
        assert await ask(idle) == 200
        body = json.dumps({"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}).encode()
        head = b"POST /api/tickets HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
        key = f"x-api-key: {desk.keys['owner']}\r\n\r\n".encode()
        busy[1].write(head % len(body) + key + body)
        answer = asyncio.create_task(read_answer(busy[0]))
        await asyncio.wait([answer], timeout=0.001)
        await desk.stop()
        assert (await answer)[0] == 201
        assert await idle[0].read() == b""
