"""The events as a stream: what comes, where it goes on, who is let go, and what one reader may cost the others."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest

from api.limits import Limits
from desk import keys, messages, sync
from desk.store import Tx
from tests.api.client import Client
from tests.api.listening import URL, listening
from tests.api.world import Desk, running_desk
from tests.people import USERS, actor

LIMITS = Limits(
    stream_look_seconds=0.02, stream_spacing_seconds=0.0, stream_beat_seconds=0.2, stream_behind_seconds=0.3
)


LONG = ["x" * 2000]


def said(tx: Tx, ticket: str, words: Sequence[str]) -> int:
    """The number of the last event, once the owner has written all of that."""
    for each in words:
        messages.reply(tx, actor("owner"), int(ticket), each)
    return tx.events.last(actor("owner").guild_id)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with running_desk(tmp_path, LIMITS) as running:
        yield running


async def test_what_happens_comes_at_once_with_what_it_is_about(
    desk: Desk, call: Client, session: aiohttp.ClientSession, ticket: str
) -> None:
    async with listening(desk, session, "responder") as stream:
        assert stream.response.headers["Content-Type"] == "text/event-stream"
        assert stream.response.headers["Cache-Control"] == "no-store"
        await stream.begun()
        await call.put("responder", ticket, claimedByMe=True)
        frame = await stream.next()
        assert frame.event == "message"
        [pulled] = (await call.get(f"{URL}?after={frame.data['seq'] - 1}", "responder"))["events"]
        assert frame.data == pulled
        assert (pulled["type"], pulled["ticket"]["claimedBy"]) == ("ticket.claimed", str(USERS["responder"]))


async def test_who_comes_back_misses_nothing_and_hears_nothing_twice(
    desk: Desk, call: Client, session: aiohttp.ClientSession, ticket: str
) -> None:
    async with listening(desk, session, "owner") as stream:
        await stream.begun()
        await call.write("owner", ticket, "First")
        assert (await stream.next()).data["message"]["content"] == "First"
    await call.write("responder", ticket, "A note", kind="note")
    await call.write("owner", ticket, "Second")
    # A browser sends the address as it was, and where it stands by now.
    async with listening(desk, session, "owner", "?after=0&types=message.created", stream.last_id) as again:
        assert (await again.next()).data["message"]["content"] == "Second"
        await again.begun()
        await call.write("owner", ticket, "Third")
        assert (await again.next()).data["message"]["content"] == "Third"


async def test_a_long_past_comes_whole_and_in_order_and_goes_over_into_the_present(
    desk: Desk, session: aiohttp.ClientSession, ticket: str
) -> None:
    words = [f"Words {number}" for number in range(450)]
    last = await desk.store.write(said, ticket, words)
    async with listening(desk, session, "viewer", "?after=0&types=message.created") as stream:
        found = await stream.until(last)
        assert [each["message"]["content"] for each in found] == words
        last = await desk.store.write(said, ticket, words)
        assert len(await stream.until(last)) == 450


async def test_a_silent_stream_shows_that_it_lives(desk: Desk, session: aiohttp.ClientSession) -> None:
    async with listening(desk, session, "owner") as stream:
        await stream.begun()
        frame = await stream.frame()
        assert frame is not None
        assert frame.comment


async def test_a_sixth_stream_of_one_key_is_refused_until_one_is_closed(
    desk: Desk, call: Client, session: aiohttp.ClientSession
) -> None:
    """Fault 62."""
    accept = {"Accept": "text/event-stream"}
    held = [listening(desk, session, "owner") for _ in range(5)]
    for each in held:
        await (await each.__aenter__()).begun()
    refused = await call("GET", URL, "owner", headers=accept)
    assert (refused.status, refused.error["code"], refused.headers["Retry-After"]) == (429, "too_many_streams", "15")
    async with listening(desk, session, "viewer") as other:
        await other.begun()
    await held.pop().__aexit__(None, None, None)
    while (status := await opened(desk, session)) == 429:
        pass
    assert status == 200
    for each in held:
        await each.__aexit__(None, None, None)


async def opened(desk: Desk, session: aiohttp.ClientSession) -> int:
    async with listening(desk, session, "owner") as stream:
        return stream.response.status


async def test_who_may_see_less_by_now_is_let_go_within_a_second(desk: Desk, session: aiohttp.ClientSession) -> None:
    """Fault 13: nothing else happens meanwhile that could wake the stream."""

    async def revoke() -> None:
        [key] = await desk.store.read(lambda tx: keys.list_keys(tx, actor("manager")))
        await desk.store.write(keys.revoke, actor("manager"), key.id)

    async def forget() -> None:
        desk.people.unknown = True

    async def take() -> None:
        desk.people.give("viewer")

    async def leave() -> None:
        desk.people.leave("responder")

    for who, happens in (("viewer", take), ("responder", leave), ("manager", revoke), ("owner", forget)):
        async with listening(desk, session, who) as stream:
            await stream.begun()
            await happens()
            async with asyncio.timeout(1):
                assert await stream.rest() == [], who


async def test_who_comes_back_with_other_rights_is_told_to_list_anew_before_all_else(
    desk: Desk, call: Client, session: aiohttp.ClientSession, ticket: str
) -> None:
    async with listening(desk, session, "viewer") as stream:
        await stream.begun()
        desk.people.give("viewer")
        assert await stream.rest() == []
    await call.write("owner", ticket, "For others")
    desk.people.give("viewer", "elsewhere")
    other = await desk.ticket("outsider", "other")
    async with listening(desk, session, "viewer", last_id=stream.last_id) as again:
        first, second = await again.next(), await again.next()
        assert (first.event, first.data) == ("reset", {"reset": True})
        assert (second.data["type"], second.data["ticketId"]) == ("ticket.opened", other)
        await again.begun()
    async with listening(desk, session, "viewer", last_id=again.last_id) as once_more:
        await call.write("outsider", other, "Words")
        assert (await once_more.next()).data["type"] == "message.created"


async def test_a_role_that_shows_nothing_lets_nobody_go(
    desk: Desk, call: Client, session: aiohttp.ClientSession, ticket: str
) -> None:
    async with listening(desk, session, "viewer") as stream:
        await stream.begun()
        desk.people.give("viewer", "viewer", "admin")
        while (frame := await stream.frame()) and not frame.comment:
            pass
        await call.write("owner", ticket, "Words")
        assert (await stream.next()).data["type"] == "message.created"


async def test_a_ticket_that_is_moved_away_is_the_last_that_is_told_of_it(
    desk: Desk, call: Client, session: aiohttp.ClientSession, ticket: str
) -> None:
    """Fault 5, 13: judged when it is sent."""
    async with listening(desk, session, "viewer") as stream:
        await stream.begun()
        await call.put("manager", ticket, categoryId=desk.categories["other"])
        await call.write("owner", ticket, "A secret")
        await call.write("owner", second := await desk.ticket(), "Words")
        told = [(frame.data["type"], frame.data["ticketId"]) for frame in [await stream.next() for _ in range(3)]]
        assert told == [("ticket.hidden", ticket), ("ticket.opened", second), ("message.created", second)]


async def test_who_never_reads_is_dropped_and_holds_up_nobody(
    desk: Desk, session: aiohttp.ClientSession, ticket: str
) -> None:
    """Fault 62."""
    with deaf(desk, "viewer") as silent:
        async with listening(desk, session, "manager") as stream:
            await stream.begun()
            await asyncio.get_running_loop().sock_recv(silent, 100)
            for _ in range(10):
                assert await stream.until(await desk.store.write(said, ticket, LONG * 60))
            async with asyncio.timeout(5):
                await to_the_end(silent)


async def to_the_end(wire: socket.socket) -> None:
    """Read what was under way; a connection that stays open is waited for without end."""
    with suppress(ConnectionError):
        while await asyncio.get_running_loop().sock_recv(wire, 65536):
            pass


def deaf(desk: Desk, who: str) -> socket.socket:
    """A connection that asks for the stream, and whose reader takes hardly anything from the network."""
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", desk.port))
    asked = f"GET {URL} HTTP/1.1\r\nHost: x\r\nx-api-key: {desk.keys[who]}\r\nAccept: text/event-stream\r\n\r\n"
    wire.sendall(asked.encode())
    wire.setblocking(False)
    return wire


async def test_the_end_of_the_desk_ends_the_streams_at_once(
    desk: Desk, session: aiohttp.ClientSession, ticket: str
) -> None:
    """Nor does it wait for who does not read."""
    async with listening(desk, session, "owner") as stream:
        await stream.begun()
        with deaf(desk, "viewer") as silent:
            await asyncio.get_running_loop().sock_recv(silent, 100)
            await desk.store.write(said, ticket, LONG * 90)
            await stream.next()
            async with asyncio.timeout(2):
                await desk.stop()
        assert all(frame.event == "message" for frame in await stream.rest())


async def test_what_goes_wrong_once_ends_the_streams_of_the_moment_alone(
    desk: Desk,
    call: Client,
    session: aiohttp.ClientSession,
    ticket: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_given: object) -> None:
        raise ZeroDivisionError

    async with listening(desk, session, "owner") as stream:
        await stream.begun()
        # Once this is told, nothing is being read until there is more to tell.
        await call.write("owner", ticket, "Words before")
        await stream.next()
        with monkeypatch.context() as patched:
            patched.setattr(sync, "follow", broken)
            await call.write("owner", ticket, "Words")
            assert await stream.rest() == []
    assert "ZeroDivisionError" in caplog.text
    async with listening(desk, session, "owner", last_id=stream.last_id) as again:
        assert (await again.next()).data["type"] == "message.created"


async def test_what_is_refused_is_answered_as_everywhere(call: Client) -> None:
    accept = {"Accept": "text/event-stream"}
    for who, headers, status in (
        ("writeonly", {}, 403),
        ("owner", {"Last-Event-ID": "nonsense"}, 400),
        ("owner", {"Authorization": "Bearer nonsense"}, 401),
    ):
        assert (await call("GET", URL, who, headers={**accept, **headers})).status == status
    assert (await call("HEAD", URL, "owner", headers=accept)).status == 200
    for other in ("text/event-stream;q=0", "application/json, text/event-stream;q=0.5"):
        assert (await call("GET", URL, "owner", headers={"Accept": other})).data["events"] == []
