"""One try: what counts as taken, what it may cost, and where a connection never goes."""

import asyncio
import gzip
import socket
import ssl
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which

import pytest
from aiohttp import web

from bot.webhooks.post import READ_AT_MOST, Post
from desk.clock import system_clock
from desk.deliveries import Outcome
from desk.outward import NOTHING_MORE, Allowed, parse_allowed
from tests.webhooks.receiver import Talk, receiving, serving, talking

HERE = parse_allowed("127.0.0.1, localhost")
HEAD = b"HTTP/1.1 200 OK\r\n"
SOON = 0.3


def post(allowed: Allowed = HERE, *, seconds: float = 10.0) -> Post:
    return Post(allowed, system_clock, seconds=seconds)


async def sent_to(talk: Talk, *, seconds: float = 10.0, scheme: str = "http") -> Outcome:
    """What comes of a try at a server that talks so."""
    async with talking(talk) as port, asyncio.timeout(9):
        return await post(seconds=seconds)(f"{scheme}://127.0.0.1:{port}/hook", {}, b"{}")


async def test_only_a_success_counts_as_taken() -> None:
    async with receiving() as receiver:
        receiver.answers = [web.Response(status=status) for status in (200, 299, 304, 400, 410, 500)]
        receiver.answers.append(web.Response(status=503, headers={"Retry-After": "120"}))
        receiver.answers.append(web.Response(status=429, headers={"Retry-After": "soon"}))
        found = [await post()(receiver.url, {"a": "b"}, b"{}") for _ in range(8)]
        assert found == [
            Outcome(200),
            Outcome(299),
            Outcome(304, "redirect"),
            Outcome(400, "status"),
            Outcome(410, "status"),
            Outcome(500, "status"),
            Outcome(503, "status", 120.0),
            Outcome(429, "status"),
        ]
        assert {(each.headers["a"], each.body) for each in receiver.got} == {("b", b"{}")}


async def test_a_redirect_is_not_followed() -> None:
    """Faults 49, 51."""
    async with receiving() as inside, receiving() as receiver:
        for status in (301, 302, 303, 307, 308):
            receiver.answers.append(web.Response(status=status, headers={"Location": inside.url}))
            assert await post()(receiver.url, {}, b"{}") == Outcome(status, "redirect")
        assert inside.got == []


async def test_a_cookie_is_not_carried_to_the_next_try() -> None:
    async with receiving() as receiver:
        receiver.always = web.Response(headers={"Set-Cookie": "a=b"})
        send = post()
        for _ in range(2):
            await send(receiver.url, {}, b"{}")
        assert "Cookie" not in receiver.got[1].headers


async def read_request(reader: asyncio.StreamReader) -> None:
    await reader.readuntil(b"\r\n\r\n")


async def test_an_endless_answer_costs_no_more_than_a_short_one() -> None:
    """Fault 50."""
    written = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal written
        await read_request(reader)
        writer.write(HEAD + b"Content-Length: 10000000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"x" * 8192)
            written += 8192
            await writer.drain()

    assert await sent_to(flood) == Outcome(200)
    # What the sockets of both sides hold comes on top of what is read.
    assert READ_AT_MOST < written < 20_000_000


async def test_what_is_packed_is_not_unpacked() -> None:
    """Fault 50."""
    bomb = gzip.compress(b"\0" * 50_000_000, 9)

    async def explode(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with serving(explode) as url:
        assert await post()(url, {}, b"{}") == Outcome(200)


async def test_who_is_slow_has_only_so_long() -> None:
    """Fault 50."""

    async def never(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.read()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        for sign in HEAD * 100:
            writer.write(bytes([sign]))
            await writer.drain()
            with suppress(TimeoutError):
                await asyncio.wait_for(reader.read(), SOON / 5)
                return

    async def slow_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(HEAD + b"Content-Length: 10\r\n\r\nok")
        await reader.read()

    assert await sent_to(never, seconds=SOON) == Outcome(error="timeout")
    assert await sent_to(drip, seconds=SOON) == Outcome(error="timeout")
    # It was taken, however long the rest of the answer takes.
    assert await sent_to(slow_body, seconds=SOON) == Outcome(200)


async def test_what_speaks_no_http_has_taken_nothing() -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"220 mail.example.com\r\n\r\n")
        await writer.drain()

    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.example.com\r\n")
        await writer.drain()

    async def many_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(HEAD + b"".join(b"X-%d: %s\r\n" % (each, b"y" * 4000) for each in range(1000)) + b"\r\n")
        await writer.drain()

    async def hang_up(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        return

    assert await sent_to(babble) == Outcome(error="no_http")
    assert await sent_to(many_headers) == Outcome(error="no_http")
    assert await sent_to(hang_up) in {Outcome(error="connection"), Outcome(error="no_http")}
    assert await sent_to(hang_up, scheme="https") in {Outcome(error="connection"), Outcome(error="tls")}
    assert await sent_to(greet, scheme="https") == Outcome(error="tls")


async def test_nobody_at_home_is_a_failed_connection() -> None:
    async with talking(lambda reader, _: read_request(reader)) as port:
        pass
    assert await post()(f"http://127.0.0.1:{port}/", {}, b"{}") == Outcome(error="connection")


async def test_a_name_that_leads_inside_is_not_connected_to() -> None:
    """Fault 49: of whatever kind the address is, and if it is one of several."""
    answers: Sequence[str] = ()

    async def lookup(_host: str, _port: int) -> Sequence[str]:
        return answers

    send = Post(NOTHING_MORE, system_clock, lookup=lookup, seconds=SOON)
    for inside in (
        *("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "192.168.1.1", "::1", "::"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fd00::1", "ff02::1"),
    ):
        answers = ["93.184.215.14", inside]
        assert await send("https://hooks.example.com/", {}, b"{}") == Outcome(error="not_public"), inside
    answers = []
    assert await send("https://hooks.example.com/", {}, b"{}") == Outcome(error="not_public")


async def test_a_name_that_nobody_knows_is_told_apart() -> None:
    async def lookup(host: str, _port: int) -> Sequence[str]:
        raise OSError(host)

    send = Post(NOTHING_MORE, system_clock, lookup=lookup)
    assert await send("https://hooks.example.com/", {}, b"{}") == Outcome(error="dns")


async def test_an_address_that_is_no_longer_allowed_is_not_sent_to() -> None:
    """Fault 48: judged at each try, not only when it was given."""
    async with receiving() as receiver:
        assert await post(NOTHING_MORE)(receiver.url, {}, b"{}") == Outcome(error="not_public")
        assert receiver.got == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate for hooks.example.com, signed by itself, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    tool = which("openssl")
    if tool is None:
        pytest.skip("openssl is not installed, so there is no certificate to hold connections to")
    name = ["-subj", "/CN=hooks.example.com", "-addext", "subjectAltName=DNS:hooks.example.com"]
    kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run([tool, *kind, *name, *files], check=True, capture_output=True, timeout=20)
    return folder


def free_port() -> int:
    """A port that is free at both addresses, as far as anybody can tell."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.2", 0))
        port: int = taken.getsockname()[1]
        return port


async def answer_ok(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(HEAD + b"Content-Length: 0\r\n\r\n")
    await writer.drain()


async def test_a_certificate_must_be_good_and_of_that_name(certificate: Path) -> None:
    """Fault 50."""
    serving_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving_tls.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))

    async def lookup(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    async with talking(answer_ok, ssl=serving_tls) as port:
        allowed = parse_allowed("127.0.0.0/8")
        url = f"https://hooks.example.com:{port}/"
        trusted = Post(allowed, system_clock, lookup=lookup, tls=trusting)
        assert await trusted(url, {}, b"{}") == Outcome(200)
        assert await trusted(f"https://other.example.com:{port}/", {}, b"{}") == Outcome(error="tls")
        assert await Post(allowed, system_clock, lookup=lookup)(url, {}, b"{}") == Outcome(error="tls")


async def test_a_name_is_looked_up_once_and_the_connection_goes_to_just_that_address(certificate: Path) -> None:
    """Fault 49: a server of names that gives a good address first and an inner one right after."""
    serving_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving_tls.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    addresses, asked, reached = ["127.0.0.2", "127.0.0.1", "127.0.0.2"], [], []

    async def lookup(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return [addresses[len(asked) - 1]]

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(writer.get_extra_info("sockname")[0])
        await answer_ok(reader, writer)

    async with talking(note, ssl=serving_tls, host=["127.0.0.1", "127.0.0.2"], port=free_port()) as port:
        send = Post(parse_allowed("127.0.0.2/32"), system_clock, lookup=lookup, tls=trusting)
        found = [await send(f"https://hooks.example.com:{port}/", {}, b"{}") for _ in range(3)]
    assert found == [Outcome(200), Outcome(error="not_public"), Outcome(200)]
    assert (len(asked), reached) == (3, ["127.0.0.2", "127.0.0.2"])
