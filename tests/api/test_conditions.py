"""ETag, If-None-Match and If-Match: what one has is not sent again, and what one has not seen is not changed."""

import pytest

from api.conditions import still, unchanged
from tests.api.client import Client
from tests.api.world import Desk

URL = "/api/tickets"


async def tag(call: Client, ticket: str, who: str) -> str:
    """The entity tag of that ticket as it is shown to that person."""
    return (await call("GET", f"{URL}?ticketId={ticket}", who)).headers["ETag"]


async def test_a_ticket_that_is_as_it_was_is_not_sent_again(call: Client, ticket: str) -> None:
    target, first = f"{URL}?ticketId={ticket}", await tag(call, ticket, "owner")
    for sent in (first, f'"other", W/{first}', "*"):
        for method in ("GET", "HEAD"):
            reply = await call(method, target, "owner", headers={"If-None-Match": sent})
            assert (reply.status, reply.headers["ETag"]) == (304, first)
    for sent in ('"other"', first[:-2] + '"', first.strip('"'), "", "W/"):
        assert (await call("GET", target, "owner", headers={"If-None-Match": sent})).status == 200
    await call.write("owner", ticket)
    assert (await call("GET", target, "owner", headers={"If-None-Match": first})).status == 200
    assert (await call("GET", target, "outsider", headers={"If-None-Match": "*"})).status == 404
    assert "ETag" not in (await call("GET", URL, "owner", headers={"If-None-Match": "*"})).headers


async def test_a_tag_says_nothing_of_what_one_may_not_see(call: Client, ticket: str) -> None:
    """T10: a note makes another ticket of it for staff alone."""
    before = {who: await tag(call, ticket, who) for who in ("owner", "viewer", "responder")}
    assert before["owner"] == before["viewer"]
    await call.write("responder", ticket, "For staff", kind="note")
    after = {who: await tag(call, ticket, who) for who in before}
    assert {who for who in before if before[who] != after[who]} == {"responder"}


async def test_a_change_is_only_made_to_what_was_seen(call: Client, desk: Desk, ticket: str) -> None:
    """And rights are judged before: who may not change it learns no more by a tag."""
    seen = await tag(call, ticket, "responder")
    sent = {"ticketId": ticket, "title": "Another"}
    await call.write("owner", ticket)
    stale = {"If-Match": seen}
    for method, path, body in (("PUT", URL, sent), ("DELETE", f"{URL}?ticketId={ticket}", None)):
        reply = await call(method, path, "manager", json=body, headers=stale)
        assert (reply.status, reply.error["code"]) == (412, "precondition_failed")
        assert (await call(method, path, "viewer", json=body, headers=stale)).status == 403
        assert (await call(method, path, "outsider", json=body, headers=stale)).status == 404
    assert (await call("PUT", URL, "responder", json=sent, headers={"If-Match": f"W/{seen}"})).status == 412
    now = await tag(call, ticket, "responder")
    done = await call("PUT", URL, "responder", json=sent, headers={"If-Match": f'"x", {now}'})
    assert (done.status, done.data["ticket"]["title"]) == (200, "Another")
    assert "ETag" not in done.headers
    many, said = {"changes": [sent]}, {"ticketId": ticket, "content": "Hello"}
    refused = [
        await call("POST", f"{URL}/bulk", "responder", json=many, headers={"If-Match": now}),
        await call("POST", f"{URL}/messages", "responder", json=said, headers={"If-Match": now}),
    ]
    assert [(it.status, it.error["code"]) for it in refused] == [(400, "malformed")] * 2
    gone = await call("DELETE", f"{URL}?ticketId={ticket}", "manager", headers={"If-Match": "*"})
    assert gone.status == 200


@pytest.mark.parametrize("value", ['"a', "a", '"a" "b"', '"a",, "b"', '"a"\t,x'])
def test_a_list_of_tags_that_cannot_be_read_names_none(value: str) -> None:
    assert not unchanged((value,), '"a"')
    assert not still((value,), '"a"')
