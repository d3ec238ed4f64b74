"""X-Dry-Run: the whole of a mutation, answered as it would be, and nothing of it left."""

from typing import Any

import pytest

from api.operations import OPERATIONS
from tests.api.client import Client, Reply
from tests.api.world import Desk

REHEARSAL = {"X-Dry-Run": "1"}
WRITES = [it for it in OPERATIONS if it.method != "GET" and it.rehearsed]


async def everything(desk: Desk) -> list[Any]:
    """Every row of every table of the store."""

    def rows(tx: Any) -> list[Any]:
        db = tx._db
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        plain = [name for name in names if "_words" not in name or name.endswith(("_data", "_docsize"))]
        return [(name, db.execute(f"SELECT * FROM {name}").fetchall()) for name in plain]  # noqa: S608 -- of the schema

    return await desk.store.read(rows)


async def targets(call: Client, desk: Desk) -> dict[str, tuple[str, str, object]]:
    """For each mutation a request of it that takes effect: who sends it, its target and its body."""
    ticket = await desk.ticket()
    message = (await call.write("owner", ticket)).data["message"]["id"]
    category = desk.categories["open"]
    tickets, messages, categories = "/api/tickets", "/api/tickets/messages", "/api/tickets/categories"
    hooks, hook = "/api/webhooks", {"url": "https://hooks.example.com/x"}
    webhook = {"webhookId": (await call("POST", hooks, "manager", json=hook)).data["webhook"]["id"]}
    opened = {"title": "A title", "categoryId": category, "message": "A message"}
    return {
        f"POST {tickets}": ("owner", tickets, opened),
        f"PUT {tickets}": ("responder", tickets, {"ticketId": ticket, "claimedByMe": True, "title": "Another"}),
        f"DELETE {tickets}": ("manager", f"{tickets}?ticketId={ticket}", None),
        f"POST {messages}": ("owner", messages, {"ticketId": ticket, "content": "Words"}),
        f"DELETE {messages}": ("owner", f"{messages}?messageId={message}", None),
        f"POST {categories}": ("definer", categories, {"name": "new"}),
        f"PUT {categories}": ("definer", categories, {"categoryId": category, "name": "renamed"}),
        f"DELETE {categories}": ("definer", f"{categories}?categoryId={category}", None),
        f"POST {tickets}/bulk": ("manager", f"{tickets}/bulk", {"changes": [{"ticketId": ticket, "priority": "high"}]}),
        f"POST {hooks}": ("manager", hooks, hook),
        f"DELETE {hooks}": ("manager", f"{hooks}?webhookId={webhook['webhookId']}", None),
        f"POST {hooks}/rotate": ("manager", f"{hooks}/rotate", webhook),
        f"PUT {hooks}": ("manager", hooks, {**webhook, "description": "Another"}),
        f"POST {hooks}/test": ("manager", f"{hooks}/test", webhook),
        f"POST {hooks}/replay": ("manager", f"{hooks}/replay", {**webhook, "failedSince": "2026-01-01T00:00:00Z"}),
    }


def shown(reply: Reply) -> Any:
    """What an answer shows, but for ids, times and versions: others come between a rehearsal and the act."""
    (noun, made), *_ = reply.data.items()
    varying = {
        "id",
        "number",
        "createdAt",
        "updatedAt",
        "closedAt",
        "deletedAt",
        "oldSecretUntil",
        "nextTryAt",
        "triedUntil",
    }
    if isinstance(made, list):
        return noun, [each["status"] for each in made]
    return noun, {name: it for name, it in made.items() if name not in varying} if isinstance(made, dict) else made


async def test_every_mutation_can_be_rehearsed_and_leaves_nothing(call: Client, desk: Desk) -> None:
    wanted = await targets(call, desk)
    woken: list[int] = []
    desk.store.subscribe(lambda: woken.append(1))
    identities, before = desk.store.identities, await everything(desk)
    rehearsed = {}
    for name, (who, target, body) in wanted.items():
        headers = {**REHEARSAL, **({"Idempotency-Key": "k"} if name.startswith("POST") else {})}
        rehearsed[name] = await call(name.split()[0], target, who, json=body, headers=headers)
        assert rehearsed[name].headers["X-Dry-Run"] == "1"
    assert await everything(desk) == before
    assert (woken, desk.store.identities is identities) == ([], True)
    for name, (who, target, body) in wanted.items():
        if name.startswith(("POST", "PUT")):
            done = await call(name.split()[0], target, who, json=body, headers={"X-Dry-Run": "0"})
            assert (done.status, shown(done)) == (rehearsed[name].status, shown(rehearsed[name])), name
            assert "X-Dry-Run" not in done.headers
    assert {it.name for it in WRITES} == set(wanted)


async def test_a_rehearsal_is_refused_as_the_act_would_be(call: Client, ticket: str) -> None:
    for who, changes, status in (
        ("outsider", {"status": "closed"}, 404),
        ("viewer", {"status": "closed"}, 403),
        ("owner", {"title": "x"}, 400),
        ("owner", {"version": 99}, 409),
        ("readonly", {}, 403),
    ):
        for headers in (REHEARSAL, {}):
            reply = await call("PUT", "/api/tickets", who, json={"ticketId": ticket, **changes}, headers=headers)
            assert reply.status == status


async def test_a_rehearsal_of_what_was_sent_before_is_answered_as_that_was(call: Client, desk: Desk) -> None:
    body = {"title": "A title", "categoryId": desk.categories["open"], "message": "A message"}
    key = {"Idempotency-Key": "k"}
    first = await call("POST", "/api/tickets", "owner", json=body, headers=key)
    again = await call("POST", "/api/tickets", "owner", json=body, headers={**key, **REHEARSAL})
    assert (again.body, again.headers["Idempotency-Replayed"]) == (first.body, "true")


@pytest.mark.parametrize("value", ["true", "2", "", "1, 1"])
async def test_what_is_neither_yes_nor_no_is_refused(call: Client, desk: Desk, ticket: str, value: str) -> None:
    reply = await call("DELETE", f"/api/tickets?ticketId={ticket}", "manager", headers={"X-Dry-Run": value})
    assert (reply.status, reply.error["code"]) == (400, "malformed")
    assert (await call("GET", f"/api/tickets?ticketId={ticket}", "manager", headers={"X-Dry-Run": value})).status == 200
