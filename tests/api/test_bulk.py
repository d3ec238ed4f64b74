"""POST /api/tickets/bulk: many changes in one request, each all or nothing and answered by itself."""

import pytest

from tests.api.client import Client, Json, Reply
from tests.api.world import Desk

URL = "/api/tickets/bulk"


async def bulk(call: Client, who: str, *changes: object, **headers: str) -> Reply:
    """Send these changes; `headers` have _ for -."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await call("POST", URL, who, json={"changes": list(changes)}, headers=sent)


def told(reply: Reply) -> list[object]:
    """The status of each change, and the code of those that were refused."""
    results = reply.data["results"]
    assert reply.data["succeeded"] + reply.data["failed"] == len(results)
    return [it["status"] if it["error"] is None else (it["status"], it["error"]["code"]) for it in results]


async def test_each_change_is_judged_and_answered_by_itself_in_order(call: Client, desk: Desk) -> None:
    mine, elsewhere, closed = await desk.ticket(), await desk.ticket("owner", "other"), await desk.ticket()
    reply = await bulk(
        call,
        "responder",
        {"ticketId": mine, "claimedByMe": True},
        {"ticketId": elsewhere, "status": "closed"},
        {"ticketId": mine, "claimedByMe": "yes", "title": "x"},
        {"ticketId": closed, "status": "closed", "tags": ["done"]},
        {"ticketId": closed, "claimedByMe": True},
        {"ticketId": mine, "title": "Another", "version": 99},
        {"ticketId": mine, "claimedBy": None, "title": "Another"},
        {"status": "closed"},
    )
    assert told(reply) == [
        200,
        (404, "not_found"),
        (400, "invalid"),
        200,
        (409, "ticket_closed"),
        (409, "stale_version"),
        200,
        (400, "invalid"),
    ]
    results = reply.data["results"]
    assert set(results[2]["error"]["fields"]) == {"claimedByMe", "title"}
    assert results[2]["error"]["requestId"] == reply.headers["X-Request-Id"]
    assert results[3]["data"]["ticket"]["tags"] == ["done"]
    shown = (await call.get(f"/api/tickets?ticketId={mine}", "owner"))["ticket"]
    assert (shown["title"], shown["claimedBy"]) == ("Another", None)
    assert results[6]["data"]["ticket"]["version"] == shown["version"]


async def test_a_hundred_changes_are_taken_and_others_come_in_between(call: Client, desk: Desk) -> None:
    made = [await desk.ticket() for _ in range(5)]
    changes = [{"ticketId": made[number % 5], "title": f"Title {number:03}"} for number in range(100)]
    reply = await bulk(call, "owner", *changes)
    assert (told(reply), reply.data["succeeded"]) == ([200] * 100, 100)
    titles = [it["title"] for it in (await call.get("/api/tickets?sort=createdAt", "owner"))["tickets"]]
    assert titles == [f"Title {number:03}" for number in range(95, 100)]


@pytest.mark.parametrize("changes", [None, [], {}, ["x"], [{"ticketId": "1"}] * 101, [{}, None]])
async def test_what_is_no_list_of_changes_is_refused_whole(call: Client, changes: object) -> None:
    reply = await call("POST", URL, "owner", json={"changes": changes})
    assert reply.faulty == {"changes"}


async def test_a_bulk_sent_again_changes_nothing_twice_and_does_what_failed(call: Client, desk: Desk) -> None:
    """P7."""
    first, other = await desk.ticket(), await desk.ticket()
    await call.put("manager", other, claimedByMe=True)
    changes: list[Json] = [{"ticketId": first, "title": "Once"}, {"ticketId": other, "claimedByMe": True}]
    once = await bulk(call, "responder", *changes, Idempotency_Key="k")
    assert told(once) == [200, (409, "already_claimed")]
    await call.put("owner", first, title="Changed since")
    await call.put("manager", other, claimedByMe=False)
    again = await bulk(call, "responder", *changes, Idempotency_Key='"k"')
    assert (told(again), "Idempotency-Replayed" in again.headers) == ([200, 200], False)
    third = await bulk(call, "responder", *changes, Idempotency_Key="k")
    assert (third.data, third.headers["Idempotency-Replayed"]) == (again.data, "true")
    assert again.data["results"][0] == once.data["results"][0]
    shown = (await call.get(f"/api/tickets?ticketId={first}", "owner"))["ticket"]
    assert shown["title"] == "Changed since"
    reused = await bulk(call, "responder", *changes[:1], Idempotency_Key="k")
    assert (reused.status, reused.error["code"]) == (422, "idempotency_key_reused")
    desk.people.give("responder")
    assert told(await bulk(call, "responder", *changes, Idempotency_Key="k")) == [(404, "not_found")] * 2


async def test_a_bulk_is_rehearsed_as_any_change_is(call: Client, ticket: str) -> None:
    rehearsed = await bulk(call, "owner", {"ticketId": ticket, "title": "Another"}, X_Dry_Run="1", Idempotency_Key="k")
    assert (told(rehearsed), rehearsed.headers["X-Dry-Run"]) == ([200], "1")
    assert rehearsed.data["results"][0]["data"]["ticket"]["title"] == "Another"
    assert (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]["title"] == "A title"
    assert (await bulk(call, "owner", {"ticketId": ticket}, Idempotency_Key="k")).status == 200


async def test_a_mistake_of_ours_in_one_change_leaves_the_others(
    call: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("desk.tickets.after_change", lambda *_given: 1 / 0)
    changed, unchanged = await desk.ticket(), await desk.ticket()
    reply = await bulk(call, "owner", {"ticketId": changed, "title": "New"}, {"ticketId": unchanged})
    assert told(reply) == [(500, "internal"), 200]
    assert "ZeroDivisionError" in caplog.text
