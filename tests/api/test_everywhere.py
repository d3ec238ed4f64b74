"""What holds for all operations: the headers with the key, scopes, media types, errors, methods."""

import itertools
import logging

import aiohttp
import pytest

from api.operations import OPERATIONS
from tests.api.client import Client
from tests.api.world import Desk

BY_KEY = [operation for operation in OPERATIONS if operation.scope is not None]
NAMES = [operation.name for operation in BY_KEY]
READS = [name for name in NAMES if name.startswith("GET")]
WRITES = [name for name in NAMES if not name.startswith("GET")]
BODIES = [operation.name for operation in BY_KEY if operation.body]
ELEVEN = {
    *(f"{method} /api/tickets" for method in ("GET", "POST", "PUT", "DELETE")),
    "DELETE /api/tickets/messages",
    *(f"{method} /api/tickets/categories" for method in ("GET", "POST", "PUT", "DELETE")),
    "GET /api/tickets/access",
    "GET /api/tickets/open-count",
}


def test_the_eleven_operations_of_the_reference_are_served() -> None:
    """G1."""
    assert set(NAMES) >= ELEVEN


@pytest.mark.parametrize("header", ["Authorization", "x-api-key", "x-api-token"])
async def test_each_header_works_alone_on_every_operation(call: Client, desk: Desk, header: str) -> None:
    """G2, G3, G5."""
    key = desk.keys["admin"]
    for name in NAMES:
        method, path = name.split()
        value = f"Bearer {key}" if header == "Authorization" else key
        reply = await call(method, path, headers={header: value}, json={} if name in BODIES else None)
        assert reply.status in {200, 400}, name


@pytest.mark.parametrize("name", WRITES)
async def test_a_key_that_only_reads_cannot_write(call: Client, desk: Desk, name: str) -> None:
    """G6, fault 8."""
    method, path = name.split()
    ticket = await desk.ticket()
    replies = [
        await call(method, f"{path}?ticketId={it}&messageId={it}&categoryId={it}", "readonly", json={"ticketId": it})
        for it in (ticket, "999")
    ]
    assert replies[0].status == 403
    assert replies[0].error["code"] == "insufficient_scope"
    assert 'scope="tickets:write"' in replies[0].headers["WWW-Authenticate"]
    assert replies[0].but_for_its_id() == replies[1].but_for_its_id()


@pytest.mark.parametrize("name", READS)
async def test_a_key_that_only_writes_cannot_read(call: Client, name: str) -> None:
    """G6, B4."""
    reply = await call("GET", name.split()[1], "writeonly")
    assert (reply.status, reply.error["code"]) == (403, "insufficient_scope")


async def test_a_key_that_only_writes_is_shown_what_it_wrote_without_messages(call: Client, desk: Desk) -> None:
    """B4."""
    body = {"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}
    made = (await call("POST", "/api/tickets", "writeonly", json=body)).data["ticket"]
    assert made["title"] == "A title"
    assert "messages" not in made


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-7"])
async def test_a_body_of_another_kind_is_not_read(call: Client, kind: str) -> None:
    """G8, fault 24."""
    for name in BODIES:
        method, path = name.split()
        assert (await call(method, path, "owner", data=b"{}", headers={"Content-Type": kind})).status == 415, name


@pytest.mark.parametrize("kind", ["application/json", "APPLICATION/JSON", "application/json; charset=UTF-8"])
async def test_json_is_taken_however_its_kind_is_written(call: Client, kind: str) -> None:
    """G8."""
    reply = await call("POST", "/api/tickets", "owner", data=b"{}", headers={"Content-Type": kind})
    assert reply.faulty == {"title", "categoryId", "message"}


async def test_a_body_without_a_kind_is_not_read(desk: Desk) -> None:
    """G8."""
    async with aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session:
        reply = await Client(desk, session)("POST", "/api/tickets", "owner", data=b"{}")
    assert reply.status == 415


async def test_a_deletion_takes_a_body_and_does_not_mind_it(call: Client, desk: Desk, ticket: str) -> None:
    """G8, X1, D6: whatever it says; an id counts in the query alone."""
    path, other = f"/api/tickets?ticketId={ticket}", {"ticketId": await desk.ticket()}
    assert (await call("DELETE", "/api/tickets", "manager", json=other)).faulty == {"ticketId"}
    assert (await call("DELETE", path, "manager", json=other, headers={"X-Dry-Run": "1"})).status == 200
    assert (await call.get("/api/tickets", "manager"))["total"] == 2
    assert (await call("DELETE", path, "manager", data=b"{", headers={"Content-Type": "text/x"})).status == 200


async def test_every_way_to_have_no_good_key_is_answered_alike(call: Client, desk: Desk) -> None:
    """G9, fault 31."""
    good = desk.keys["owner"]
    expired = await desk.key("owner", expires_at="2026-01-01T12:00:01.000Z")
    desk.time.now = desk.time.now.replace(hour=13)
    left = desk.keys["viewer"]
    desk.people.leave("viewer")
    bad = [good[:-1] + "~", good.swapcase(), "prapi_", "x" * 4000, "prapi_" + "A" * 49, expired, left]
    replies = [await call("GET", "/api/tickets", headers={"Authorization": f"Bearer {key}"}) for key in bad]
    nothing = await call("GET", "/api/tickets")
    assert len({len(reply.body) for reply in [*replies, nothing]}) == 1
    assert {reply.status for reply in replies} == {401}
    assert all(reply.but_for_its_id() == replies[0].but_for_its_id() for reply in replies)
    assert nothing.but_for_its_id()[:2] == replies[0].but_for_its_id()[:2]
    assert nothing.headers["WWW-Authenticate"] == 'Bearer realm="tickets"'
    assert replies[0].headers["WWW-Authenticate"] == 'Bearer realm="tickets", error="invalid_token"'


@pytest.mark.parametrize("name", NAMES)
async def test_without_a_key_every_operation_is_refused(call: Client, name: str) -> None:
    """G9, G12."""
    assert (await call(*name.split())).status == 401


async def test_what_goes_wrong_inside_stays_inside(
    desk: Desk, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """G9, fault 36."""

    def fail(_guild: int, _user: int) -> None:
        secret = "SELECT prapi_secret"
        raise RuntimeError(secret)

    monkeypatch.setattr(desk.people, "member", fail)
    headers = {"x-api-key": desk.keys["owner"]}
    async with session.get(desk.url + "/api/tickets", headers=headers) as response:
        body = await response.json()
        assert response.status == 500
    assert body["error"]["code"] == "internal"
    assert body["error"]["requestId"] == response.headers["X-Request-Id"]
    assert "SELECT" not in str(body)
    assert [it for it in caplog.records if it.levelno == logging.ERROR and body["error"]["requestId"] in it.message]


async def test_what_is_refused_leaves_nothing(call: Client, desk: Desk, ticket: str) -> None:
    """G10."""
    before = await desk.store.read(
        lambda tx: (
            tx.events.after(900_000_000_000_000_000, 0, 1000),
            tx.tickets.get(900_000_000_000_000_000, int(ticket)),
        )
    )
    for who, status in (("outsider", "closed"), ("viewer", "closed"), ("elsewhere", "closed")):
        assert (await call.put(who, ticket, status=status, title="Another")).status in {403, 404}
    assert (await call("DELETE", f"/api/tickets?ticketId={ticket}", "responder")).status == 403
    assert (await call.put("owner", ticket, title="Another", version=99)).status == 409
    after = await desk.store.read(
        lambda tx: (
            tx.events.after(900_000_000_000_000_000, 0, 1000),
            tx.tickets.get(900_000_000_000_000_000, int(ticket)),
        )
    )
    assert after == before


async def test_a_path_that_nothing_has_is_answered_in_the_envelope(call: Client) -> None:
    """G13, X6."""
    for path in (
        "/api",
        "/api/",
        "/api/tickets/",
        "/api/tickets/1",
        "/API/TICKETS",
        "/api%2ftickets",
        "/docs%2F",
        "/favicon.ico",
    ):
        assert (await call("GET", path, "owner")).status == 404, path


async def test_a_method_that_a_path_has_not_is_answered_with_those_it_has(call: Client) -> None:
    """G13, X6, fault 60."""
    for method in ("PATCH", "TRACE", "OPTIONS"):
        reply = await call(method, "/api/tickets")
        assert (reply.status, reply.headers["Allow"]) == (405, "DELETE, GET, HEAD, POST, PUT")
    assert (await call("POST", "/api/tickets/access")).headers["Allow"] == "GET, HEAD"


async def test_head_is_get_without_its_body(call: Client, ticket: str) -> None:
    """G13."""
    got, head = [await call(method, f"/api/tickets?ticketId={ticket}", "owner") for method in ("GET", "HEAD")]
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert (await call("HEAD", "/api/tickets")).status == 401


async def test_reading_changes_nothing_whatever_a_header_claims(call: Client, desk: Desk, ticket: str) -> None:
    """G13, fault 25."""
    for headers, more in (({"X-HTTP-Method-Override": "DELETE"}, ""), ({}, "&_method=DELETE")):
        reply = await call("GET", f"/api/tickets?ticketId={ticket}{more}", "manager", headers=headers)
        assert reply.status == (400 if more else 200)
    assert await desk.store.read(lambda tx: tx.tickets.get(900_000_000_000_000_000, int(ticket)))


async def test_a_parameter_given_twice_or_unknown_is_named(call: Client) -> None:
    """G14, X2, fault 60."""
    assert (await call("GET", "/api/tickets?status=open&status=closed", "owner")).faulty == {"status"}
    assert (await call("GET", "/api/tickets?stauts=open", "owner")).faulty == {"stauts"}
    assert (await call("GET", "/api/tickets/access?page=1", "owner")).faulty == {"page"}


async def test_a_refusal_says_what_to_send_instead(call: Client, ticket: str) -> None:
    """G9: as who reads it at night needs it."""
    kind = {"Content-Type": "application/json"}
    for sent, told in (
        (call("GET", "/api/events?typs=x", "owner"), "known are after, limit, types"),
        (call("GET", "/api/events?types=ticket.open", "owner"), "ticket.opened, ticket.renamed"),
        (call("DELETE", "/api/tickets", "manager", json={"ticketId": ticket}), "ticketId is required, as a parameter"),
        (call("GET", f"/api/tickets/messages?ticketId={ticket}&before=cut", "owner"), "start again without it"),
        (call("POST", "/api/tickets/bulk", "owner", json={"changes": []}), "changes must hold at least one"),
        (call("POST", "/api/tickets/bulk", "owner", json={"changes": [{}] * 101}), "changes must hold at most 100"),
        (call("PUT", "/api/tickets", "owner", data=b'{"a": x}', headers=kind), "Look at line 1, column 7."),
        (call("PUT", "/api/tickets", "owner", data=b"{}", headers={"Content-Type": "text/plain"}), "/json, in UTF-8"),
        (call.put("responder", ticket, tags=["a", 1]), "tags[1] must be a text"),
        (call.put("responder", ticket, participants=["1", ""]), "participants[1] is required"),
        (call.put("owner", ticket, claimedByMe=True), "that is for manage_tickets, responder"),
        (call("POST", "/api/tickets/categories", "owner", json={"name": "a name"}), "with /desk grant"),
    ):
        message = (await sent).error["message"]
        assert told in message, message


async def test_a_field_of_the_body_that_nobody_asked_for_is_named(call: Client, desk: Desk) -> None:
    """G14, fault 6."""
    body = {"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}
    for name in ("ownerId", "guildId", "number", "createdAt", "claimedBy", "status", "id"):
        assert (await call("POST", "/api/tickets", "owner", json={**body, name: "1"})).faulty == {name}
    assert (await call.get("/api/tickets/open-count", "manager"))["count"] == 0


async def test_each_request_has_an_id_of_its_own_making(call: Client) -> None:
    """G16."""
    replies = [await call("GET", "/healthz", headers={"X-Request-Id": "mine"}) for _ in range(3)]
    ids = {reply.headers["X-Request-Id"] for reply in replies}
    assert len(ids) == 3
    assert "mine" not in ids


async def test_roles_that_cannot_be_known_are_not_guessed(call: Client, desk: Desk) -> None:
    """Fault 14."""
    desk.people.unknown = True
    reply = await call("GET", "/api/tickets", "owner")
    assert (reply.status, reply.error["code"], reply.headers["Retry-After"]) == (503, "roles_unknown", "30")


async def test_a_role_taken_away_and_a_key_revoked_count_at_once(call: Client, desk: Desk, ticket: str) -> None:
    """C6, fault 13."""
    assert (await call("GET", f"/api/tickets?ticketId={ticket}", "responder")).status == 200
    desk.people.give("responder")
    assert (await call("GET", f"/api/tickets?ticketId={ticket}", "responder")).status == 404


async def test_every_pair_of_different_people_sees_different_things_or_the_same_by_right(
    call: Client, desk: Desk
) -> None:
    """T2: what one may not see is not there, in list, detail and count alike."""
    tickets = {
        await desk.ticket("owner", "open"),
        await desk.ticket("owner", "other"),
        await desk.ticket("viewer", "other"),
    }
    for who, ticket in itertools.product(desk.keys, tickets):
        if who == "writeonly":
            continue
        listed = {it["id"] for it in (await call.get("/api/tickets", who))["tickets"]}
        shown = (await call("GET", f"/api/tickets?ticketId={ticket}", who)).status
        assert (ticket in listed) == (shown == 200), who
        assert (await call.get("/api/tickets/open-count", who))["count"] == len(listed)
