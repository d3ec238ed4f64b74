"""Once and only once: a POST or a PUT with an Idempotency-Key."""

import asyncio

import pytest

from tests.api.client import Client, Json, Reply
from tests.api.world import Desk


@pytest.fixture
def body(desk: Desk) -> Json:
    """A body that opens a ticket."""
    return {"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}


async def post(call: Client, body: object, key: str, who: str = "owner", path: str = "/api/tickets") -> Reply:
    """Send it under that key."""
    return await call("POST", path, who, json=body, headers={"Idempotency-Key": key})


async def test_the_same_request_again_is_given_its_first_answer(call: Client, body: Json) -> None:
    """P7."""
    first, again = await post(call, body, "k"), await post(call, dict(reversed(body.items())), '"k"')
    assert (first.status, again.status, again.body) == (201, 201, first.body)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (await call.get("/api/tickets", "owner"))["total"] == 1


async def test_two_at_the_same_instant_have_one_effect(call: Client, body: Json) -> None:
    """P7, fault 17."""
    replies = await asyncio.gather(*(post(call, body, "k") for _ in range(10)))
    assert {reply.body for reply in replies} == {replies[0].body}
    assert sorted("Idempotency-Replayed" in reply.headers for reply in replies) == [False] + [True] * 9
    assert (await call.get("/api/tickets", "owner"))["total"] == 1


async def test_another_request_under_the_same_key_is_refused(call: Client, body: Json) -> None:
    """P7, fault 17."""
    await post(call, body, "k")
    reply = await post(call, {**body, "title": "Another"}, "k")
    assert (reply.status, reply.error["code"]) == (422, "idempotency_key_reused")


async def test_a_key_is_each_members_and_each_operations_own(call: Client, desk: Desk, body: Json) -> None:
    """P7, fault 17."""
    made = {(await post(call, body, "k", who)).data["ticket"]["id"] for who in ("owner", "viewer", "manager")}
    assert len(made) == 3
    category = await post(call, {"name": "new"}, "k", "admin", "/api/tickets/categories")
    assert category.data["category"]["name"] == "new"
    assert (await post(call, body, "k", "admin")).data["ticket"]["title"] == "A title"


async def test_a_refusal_is_not_remembered(call: Client, desk: Desk, body: Json) -> None:
    """P7."""
    assert (await post(call, {**body, "categoryId": "999"}, "k")).status == 404
    assert (await post(call, body, "k")).status == 201


async def test_an_answer_is_shown_again_only_to_who_may_still_see_it(call: Client, desk: Desk, ticket: str) -> None:
    """P7, C6."""
    sent = {"ticketId": ticket, "content": "Some words"}
    first = await post(call, sent, "k", "responder", "/api/tickets/messages")
    assert first.status == 201
    desk.people.give("responder")
    assert (await post(call, sent, "k", "responder", "/api/tickets/messages")).status == 404


@pytest.mark.parametrize("key", ["x" * 256, "a b", '""', "\u00e4"])
async def test_a_key_that_is_none_is_refused(call: Client, body: Json, key: str) -> None:
    """P7."""
    reply = await post(call, body, key)
    assert (reply.status, reply.error["code"]) == (400, "malformed")


async def test_every_post_can_be_repeated(call: Client, ticket: str) -> None:
    """P7."""
    for path, who, sent in (
        ("/api/tickets/messages", "responder", {"ticketId": ticket, "content": "Words", "kind": "note"}),
        ("/api/tickets/categories", "definer", {"name": "new"}),
    ):
        first, again = [await post(call, sent, "k" * 255, who, path) for _ in range(2)]
        assert (first.status, again.body) == (201, first.body)


async def test_a_change_is_known_again_though_others_changed_the_same_meanwhile(
    call: Client, desk: Desk, ticket: str
) -> None:
    """P7: what was done is neither done over theirs nor called stale, and is shown to who may still see it."""
    sent, key = {"ticketId": ticket, "title": "Mine", "version": 1}, {"Idempotency-Key": "k"}
    first = await call("PUT", "/api/tickets", "responder", json=sent, headers=key)
    await call.put("owner", ticket, title="Theirs")
    again = await call("PUT", "/api/tickets", "responder", json=sent, headers=key)
    assert (first.status, again.body, again.headers["Idempotency-Replayed"]) == (200, first.body, "true")
    assert (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]["title"] == "Theirs"
    other = await call("PUT", "/api/tickets", "responder", json={**sent, "title": "Another"}, headers=key)
    assert other.error["code"] == "idempotency_key_reused"
    desk.people.give("responder")
    assert (await call("PUT", "/api/tickets", "responder", json=sent, headers=key)).status == 404
    made = {"categoryId": desk.categories["other"], "name": "Renamed"}
    for name in ("Renamed", "Other"):
        await call(
            "PUT", "/api/tickets/categories", "definer", json={**made, "name": name}, headers={"Idempotency-Key": name}
        )
    await call("PUT", "/api/tickets/categories", "definer", json=made, headers={"Idempotency-Key": "Renamed"})
    listed = (await call.get("/api/tickets/categories", "owner"))["categories"]
    assert "Other" in {each["name"] for each in listed}


async def test_a_note_sent_again_is_not_shown_to_who_sees_no_notes_now(call: Client, desk: Desk, ticket: str) -> None:
    """P7, T10: a role taken away counts from the next request."""
    sent = {"ticketId": ticket, "content": "Hush", "kind": "note"}
    await post(call, sent, "k", "responder", "/api/tickets/messages")
    desk.people.give("responder", "viewer")
    again = await post(call, sent, "k", "responder", "/api/tickets/messages")
    assert again.status == 404
    assert b"Hush" not in again.body


async def test_what_is_deleted_is_not_shown_by_sending_its_request_again(call: Client, desk: Desk, ticket: str) -> None:
    """P7, M3, C7."""
    for path, who, sent in (
        ("/api/tickets/messages", "owner", {"ticketId": ticket, "content": "Regretted"}),
        ("/api/tickets/categories", "definer", {"name": "Regretted"}),
    ):
        (noun, made), *_ = (await post(call, sent, "k", who, path)).data.items()
        assert (await call("DELETE", f"{path}?{noun}Id={made['id']}", who)).status == 200
        again = await post(call, sent, "k", who, path)
        assert again.status == 404
        assert b"Regretted" not in again.body
