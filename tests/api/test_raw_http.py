"""What is no well-formed HTTP, or takes its time: answered in the envelope, closed, and never an error of ours."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.limits import Limits
from tests.api.raw import exchange, read_answer
from tests.api.world import Desk, running_desk

HOST = b"Host: x\r\n"
GET = b"GET /api/tickets HTTP/1.1\r\n" + HOST
POST = b"POST /api/tickets HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"

MALFORMED = {
    "no HTTP": b"hello\r\n\r\n",
    "TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64 + b"\r\n\r\n",
    "another version": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "a method of its own": b"FOO / HTTP/1.1\r\n" + HOST + b"\r\n",
    "a line folded": GET + b"x-a: b\r\n c\r\n\r\n",
    "a blank before the colon": GET + b"x-a : b\r\n\r\n",
    "no colon": GET + b"x-a\r\n\r\n",
    "two hosts": GET + HOST + b"\r\n",
    "length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "a length with a sign": POST + b"Content-Length: +2\r\n\r\n{}",
    "a negative length": POST + b"Content-Length: -2\r\n\r\n{}",
    "a control in a header": GET + b"x-a: b\x00c\r\n\r\n",
    "many headers": GET + b"".join(b"x-%d: 1\r\n" % place for place in range(200)) + b"\r\n",
    "a long header": GET + b"x-a: " + b"a" * 9000 + b"\r\n\r\n",
    "a long target": b"GET /?a=" + b"a" * 9000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.fixture
async def hasty(tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk that waits for nobody."""
    limits = Limits(head_seconds=0.3, body_seconds=0.3, linger_seconds=0.1, patience_seconds=0.3)
    async with running_desk(tmp_path, limits) as running:
        yield running


def with_key(desk: Desk, head: bytes) -> bytes:
    """The head of a request with owner's key, still open for more headers."""
    return head + f"x-api-key: {desk.keys['owner']}\r\n".encode()


@pytest.mark.parametrize("what", MALFORMED)
async def test_what_is_no_http_is_answered_in_the_envelope_and_closed(
    hasty: Desk, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    """G2, faults 59, 60."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hasty.port)
    writer.write(MALFORMED[what])
    status, headers, body = await read_answer(reader)
    assert status == 400
    envelope = json.loads(body)
    assert (list(envelope), envelope["error"]["code"]) == (["success", "data", "error"], "malformed")
    assert headers["cache-control"] == "no-store"
    assert await reader.read() == b""
    writer.close()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def test_a_bare_line_feed_ends_no_line(hasty: Desk) -> None:
    """Fault 59."""
    status, _, _ = await exchange(hasty.port, b"GET /api/tickets HTTP/1.1\nHost: x\n\n")
    assert status == 400


async def test_the_desk_is_no_proxy(desk: Desk) -> None:
    """Fault 60."""
    for target in (b"evil.example:443", b"/api/tickets"):
        status, _, body = await exchange(desk.port, b"CONNECT " + target + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        assert status in {400, 404, 405}, target
        assert json.loads(body)["success"] is False


async def test_an_expectation_that_cannot_be_met_is_refused(desk: Desk) -> None:
    """Fault 60."""
    status, _, body = await exchange(desk.port, with_key(desk, GET) + b"Expect: zz\r\n\r\n")
    assert (status, json.loads(body)["error"]["code"]) == (417, "expectation_failed")


async def test_a_body_announced_is_asked_for_when_the_caller_may_send_it(desk: Desk) -> None:
    """B5: and not before."""
    more = b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(with_key(desk, POST) + more)
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"{}")
        assert (await read_answer(reader))[0] == 400
        writer.close()
        assert (await exchange(desk.port, POST + more))[0] == 401


async def test_a_body_of_ten_gigabytes_is_refused_before_it_comes(desk: Desk) -> None:
    """Fault 58."""
    head = with_key(desk, POST) + b"Content-Length: 10000000000\r\n\r\n"
    status, _, body = await exchange(desk.port, head, timeout=2)
    assert (status, json.loads(body)["error"]["code"]) == (413, "too_large")


async def test_chunks_beyond_the_limit_are_refused(desk: Desk) -> None:
    """Fault 58."""
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    head = with_key(desk, POST) + b"Transfer-Encoding: chunked\r\n\r\n"
    assert (await exchange(desk.port, head, chunk, chunk, chunk))[0] == 413


async def test_chunks_that_are_none_are_refused(desk: Desk) -> None:
    """Fault 59."""
    head = with_key(desk, POST) + b"Transfer-Encoding: chunked\r\n\r\n"
    assert (await exchange(desk.port, head, b"zz\r\n{}\r\n0\r\n\r\n"))[0] == 400


async def test_a_body_that_does_not_come_is_not_waited_for(hasty: Desk) -> None:
    """Fault 61."""
    head = with_key(hasty, POST) + b"Content-Length: 10\r\n\r\n"
    status, headers, body = await exchange(hasty.port, head, b"{")
    assert (status, json.loads(body)["error"]["code"]) == (408, "too_slow")
    assert headers["connection"] == "close"


@pytest.mark.parametrize("sent", [b"", GET, b"G"])
async def test_a_head_that_does_not_come_is_not_waited_for(hasty: Desk, sent: bytes) -> None:
    """Fault 61."""
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", hasty.port)
        writer.write(sent)
        assert await reader.read() == b""
        writer.close()


def test_nobody_is_waited_for_more_than_fifteen_seconds() -> None:
    """Fault 61."""
    limits = Limits()
    assert limits.head_seconds <= 15
    assert limits.body_seconds + limits.linger_seconds <= 15
    assert (limits.connections_per_address, limits.connections) == (20, 500)


async def test_a_connection_goes_on_after_a_refusal(desk: Desk) -> None:
    """G13: keep-alive holds over 401, 404 and 400."""
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        for head, expected in ((GET, 401), (b"GET /x HTTP/1.1\r\n" + HOST, 404), (with_key(desk, GET), 200)):
            writer.write(head + b"\r\n")
            assert (await read_answer(reader))[0] == expected
        writer.close()


async def test_two_requests_sent_at_once_are_both_answered_in_their_order(desk: Desk) -> None:
    """Fault 61: pipelining."""
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(GET + b"\r\n" + b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert [(await read_answer(reader))[0] for _ in range(2)] == [401, 200]
        writer.close()


async def test_whoever_a_target_names_it_is_this_desk_that_answers(desk: Desk) -> None:
    """Faults 27, 28: links are paths, and no header says who somebody is."""
    head = b"GET http://evil.example/api/tickets HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-For: 1.2.3.4\r\n"
    status, headers, body = await exchange(desk.port, with_key(desk, head) + b"\r\n")
    assert status == 200
    assert b"evil" not in body
    assert headers["link"] == '</api/tickets>; rel="first"'
    assert "access-control-allow-origin" not in headers
    said = b"".join(b"%s: admin\r\n" % name for name in (b"X-Remote-User", b"Remote-User", b"X-Forwarded-User"))
    assert (await exchange(desk.port, GET + said + b"X-Forwarded-For: 127.0.0.1\r\n\r\n"))[0] == 401


async def test_a_caller_who_goes_away_loses_only_the_answer(desk: Desk) -> None:
    """G10: the act is whole."""
    body = json.dumps({"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}).encode()
    committed = asyncio.Event()
    desk.store.subscribe(committed.set)
    with socket.create_connection(("127.0.0.1", desk.port)) as connection:
        connection.sendall(with_key(desk, POST) + b"Content-Length: %d\r\n\r\n" % len(body) + body)
    async with asyncio.timeout(5):
        await committed.wait()
    assert await desk.store.read(lambda tx: tx.tickets.by_number(900_000_000_000_000_000, 1))


async def test_a_caller_who_goes_away_in_the_middle_of_a_body_is_no_error_of_ours(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 61: it happens all day, and whoever watches the log for errors is not to hear of it."""
    with socket.create_connection(("127.0.0.1", desk.port)) as connection:
        connection.sendall(with_key(desk, POST) + b"Content-Length: 100\r\n\r\n{")
    assert (await exchange(desk.port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"))[0] == 200
    await desk.stop()
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []
