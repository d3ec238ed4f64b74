"""Webhooks as programs keep them: who may, what is checked, secrets that are shown once, and what is sent again."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

from desk import webhooks
from desk.actor import Scope
from desk.clock import rfc3339
from desk.webhooks import WEBHOOKS_AT_MOST
from tests.api.client import Client, Reply
from tests.api.world import OTHER_GUILD, Desk
from tests.people import USERS, actor

URL = "/api/webhooks"
RECEIVER = "https://hooks.example.com/desk?of=ours"


async def make(call: Client, *, key: str | None = None, **body: object) -> Reply:
    """Ask for a webhook."""
    headers = {} if key is None else {"Idempotency-Key": key}
    return await call("POST", URL, "manager", json={"url": RECEIVER, **body}, headers=headers)


async def made(call: Client) -> dict[str, Any]:
    """A webhook that was made."""
    webhook: dict[str, Any] = (await make(call)).data["webhook"]
    return webhook


async def test_a_webhook_is_made_listed_changed_and_deleted(call: Client, desk: Desk) -> None:
    reply = await make(call, types=["ticket.closed", "ticket.opened"], description="For the night shift")
    webhook = reply.data["webhook"]
    assert (reply.status, reply.data["secret"][:6]) == (201, "whsec_")
    assert (webhook["url"], webhook["types"]) == (RECEIVER, ["ticket.opened", "ticket.closed"])
    assert (webhook["enabled"], webhook["off"], webhook["memberId"]) == (True, None, str(USERS["manager"]))
    assert (await call.get(URL, "admin"))["webhooks"] == [webhook]
    changed = await call("PUT", URL, "admin", json={"webhookId": webhook["id"], "types": None, "enabled": False})
    assert {"types": None, "enabled": False, "off": "asked", "url": RECEIVER}.items() <= changed.data["webhook"].items()
    assert changed.data["webhook"]["memberId"] == str(USERS["admin"])
    one = await call.get(f"{URL}?webhookId={webhook['id']}", "manager")
    assert one["webhook"] == changed.data["webhook"]
    deleted = await call("DELETE", f"{URL}?webhookId={webhook['id']}", "manager")
    assert deleted.data["webhook"]["deletedAt"]
    assert (await call.get(URL, "manager"))["webhooks"] == []
    assert (await call("DELETE", f"{URL}?webhookId={webhook['id']}", "manager")).status == 404


async def test_who_does_not_manage_tickets_has_nothing_to_say(call: Client, desk: Desk) -> None:
    webhook = await made(call)
    asked = [
        ("GET", URL, None),
        ("GET", f"{URL}?webhookId={webhook['id']}", None),
        ("GET", f"{URL}/deliveries?webhookId={webhook['id']}", None),
        ("POST", URL, {"url": RECEIVER}),
        ("PUT", URL, {"webhookId": webhook["id"], "enabled": False}),
        ("DELETE", f"{URL}?webhookId={webhook['id']}", None),
        ("POST", f"{URL}/rotate", {"webhookId": webhook["id"]}),
        ("POST", f"{URL}/test", {"webhookId": webhook["id"]}),
        ("POST", f"{URL}/replay", {"webhookId": webhook["id"], "failedSince": "2026-01-01T00:00:00Z"}),
    ]
    for who in ("owner", "responder", "viewer", "definer", "outsider"):
        for method, path, body in asked:
            reply = await call(method, path, who, json=body)
            assert (reply.status, reply.error["code"]) == (403, "missing_grant"), (who, method, path)
    assert await call.get(URL, "manager") == {"webhooks": [webhook]}


async def test_a_key_that_may_not_read_has_nothing_sent_elsewhere(call: Client, desk: Desk) -> None:
    webhook = await made(call)
    key = {"Authorization": f"Bearer {await desk.key('manager', frozenset({Scope.WRITE}))}"}
    sent = {"webhookId": webhook["id"]}
    for method, path, body in (
        ("POST", URL, {"url": RECEIVER}),
        ("PUT", URL, {**sent, "url": RECEIVER}),
        ("POST", f"{URL}/rotate", sent),
        ("POST", f"{URL}/replay", {**sent, "deliveryId": "x"}),
    ):
        reply = await call(method, path, json=body, headers=key)
        assert (reply.status, reply.error["code"]) == (403, "insufficient_scope"), (method, path)


async def test_the_webhook_of_another_guild_is_as_one_that_never_was(call: Client, desk: Desk) -> None:
    """Fault 10."""
    stranger = replace(actor("admin", at=rfc3339(desk.time())), guild_id=OTHER_GUILD)
    theirs = await desk.store.write(webhooks.create, stranger, webhooks.WebhookDraft(RECEIVER), b"s" * 32)
    for method, path in (("GET", f"{URL}?"), ("GET", f"{URL}/deliveries?"), ("DELETE", f"{URL}?")):
        hidden = await call(method, f"{path}webhookId={theirs.id}", "admin")
        absent = await call(method, f"{path}webhookId=999", "admin")
        assert hidden.status == 404
        assert hidden.but_for_its_id() == absent.but_for_its_id()
    for path in ("/rotate", "/test"):
        assert (await call("POST", URL + path, "admin", json={"webhookId": str(theirs.id)})).status == 404
    assert (await call("PUT", URL, "admin", json={"webhookId": str(theirs.id), "enabled": False})).status == 404
    assert await call.get(URL, "admin") == {"webhooks": []}


REFUSED: list[object] = [
    *("http://hooks.example.com/", "https://127.0.0.1/", "https://[::1]/", "https://0/", "https://10.1.2.3/"),
    *("https://169.254.169.254/latest", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::a01:203]/"),
    *("https://2130706433/", "https://0x7f.1/", "https://0177.0.0.1/", "https://127.1/", "https://localhost./"),
    *("https://localhost/", "https://desk.internal/", "https://printer/", "https://hooks.example.com./"),
    *("file:///etc/passwd", "ftp://hooks.example.com/", "https://me@hooks.example.com/", "https:///hook"),
    *("https://hooks.example.com:22/", "https://hooks.example.com:80/", "https://hooks.example.com:0/"),
    *("https://hooks.example.com\\@127.0.0.1/", "https://hooks.example.com/#part", "https://hooks example.com/"),
    *("//hooks.example.com/", "hooks.example.com", "https://[fe80::1%25eth0]/", "https://häfen.example.com/"),
    *("https://" + "a" * 2000 + ".com/", 7, None, "", ["https://hooks.example.com/"]),
]
"""What is no address of the open internet, or can be taken for one by who reads it otherwise."""


async def test_an_address_inside_is_refused_when_it_is_given(call: Client) -> None:
    """Fault 48."""
    for url in REFUSED:
        assert (await make(call, url=url)).faulty == {"url"}, url


async def test_faulty_fields_are_named(call: Client) -> None:
    webhook = await made(call)
    for body, names in (
        ({"types": []}, {"types"}),
        ({"types": ["ticket.opened", "key.created"]}, {"types[1]"}),
        ({"types": "ticket.opened"}, {"types"}),
        ({"types": [["ticket.opened"]]}, {"types[0]"}),
        ({"description": "x" * 201, "secret": "whsec_mine"}, {"description", "secret"}),
    ):
        assert (await make(call, **body)).faulty == names
    sent = {"webhookId": webhook["id"]}
    assert (await call("PUT", URL, "manager", json={**sent, "url": "https://10.0.0.1/"})).faulty == {"url"}
    replay = f"{URL}/replay"
    assert (await call("POST", replay, "manager", json=sent)).faulty == {"deliveryId"}
    both = {**sent, "deliveryId": "msg_1", "failedSince": "2026-01-01T00:00:00Z"}
    assert (await call("POST", replay, "manager", json=both)).faulty == {"deliveryId"}
    assert (await call("POST", replay, "manager", json={**sent, "deliveryId": "msg_1"})).status == 404
    assert (await call("GET", f"{URL}/deliveries?webhookId=1&state=lost", "manager")).faulty == {"state"}


async def test_a_guild_has_only_so_many(call: Client) -> None:
    for _ in range(WEBHOOKS_AT_MOST):
        await made(call)
    assert (await make(call)).faulty == {"url"}


async def test_a_secret_is_shown_once_and_again_to_who_repeats_the_request(call: Client, desk: Desk) -> None:
    first, again = await make(call, key="make-it"), await make(call, key="make-it")
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    webhook, secret = first.data["webhook"], first.data["secret"]
    assert "secret" not in str(await call.get(URL, "manager"))
    sent = {"webhookId": webhook["id"]}
    turned = await call("POST", f"{URL}/rotate", "manager", json=sent, headers={"Idempotency-Key": "turn-it"})
    assert turned.data["secret"] not in {secret, None}
    assert turned.data["webhook"]["oldSecretUntil"] == "2026-01-02T" + turned.data["webhook"]["updatedAt"][11:]
    assert secret.encode() not in await stored(desk)
    assert secret.removeprefix("whsec_").encode() not in await stored(desk)
    desk.people.give("manager")
    assert (await make(call, key="make-it")).status == 403


async def stored(desk: Desk) -> bytes:
    """All that the store holds, as text."""
    with closing(sqlite3.connect(f"file:{desk.store.path}?mode=ro", uri=True)) as db:
        return "\n".join(db.iterdump()).encode()


async def test_a_test_waits_in_the_queue_and_can_be_looked_at(call: Client, desk: Desk) -> None:
    webhook = await made(call)
    sent = {"webhookId": webhook["id"]}
    deliveries = [(await call("POST", f"{URL}/test", "manager", json=sent)).data["delivery"] for _ in range(3)]
    path = f"{URL}/deliveries?webhookId={webhook['id']}&pageSize=2"
    page = await call.get(path, "manager")
    assert page["deliveries"] == deliveries[:0:-1]
    rest = await call.get(f"{path}&cursor={page['nextCursor']}&state=pending", "manager")
    assert (rest["deliveries"], rest["nextCursor"]) == (deliveries[:1], None)
    assert (await call.get(f"{path}&state=failed", "manager"))["deliveries"] == []
    assert (await call("GET", f"{path}&cursor=page-2", "manager")).faulty == {"cursor"}
    await call("PUT", URL, "manager", json={**sent, "enabled": False})
    assert (await call("POST", f"{URL}/test", "manager", json=sent)).faulty == {"webhookId"}
