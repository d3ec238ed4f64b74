"""`GET /api/tickets/transcript`: all of a ticket in the envelope, or as a document that is saved and not opened."""

import json

import pytest

from desk.actor import Via
from desk.exchange import NewMessage
from desk.models import MessageKind
from desk.store import Tx
from tests.api.client import Client
from tests.api.world import Desk
from tests.people import NOON, USERS

PATH = "/api/tickets/transcript?ticketId="


async def test_a_transcript_has_the_messages_and_what_happened(call: Client, ticket: str) -> None:
    await call.write("responder", ticket, "Try another cable")
    await call.put("responder", ticket, claimedByMe=True)
    found = (await call.get(PATH + ticket, "owner"))["transcript"]
    assert [it["content"] for it in found["messages"]] == ["A message", "Try another cable"]
    assert [it["type"] for it in found["events"]] == ["ticket.opened", "ticket.claimed"]
    assert found["events"][1]["byId"] == str(USERS["responder"])
    assert (await call.get(f"{PATH}{ticket}&format=json", "owner"))["transcript"]["messages"] == found["messages"]


@pytest.mark.parametrize(("wanted", "kind"), [("html", "text/html"), ("txt", "text/plain")])
async def test_a_document_is_handed_out_to_be_saved(call: Client, ticket: str, wanted: str, kind: str) -> None:
    """C08, fault 38: it cannot run what a member typed, whatever opens it."""
    await call.write("owner", ticket, "<script>alert(1)</script>")
    reply = await call("GET", f"{PATH}{ticket}&format={wanted}", "owner")
    assert reply.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert reply.headers["Content-Disposition"] == f'attachment; filename="ticket-0001.{wanted}"'
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cache-Control"] == "no-store"
    policy = reply.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert policy.endswith("frame-ancestors 'none'; sandbox")
    assert "<script" not in reply.body.decode() or wanted == "txt"


async def test_notes_are_in_no_transcript_of_who_may_not_read_them(call: Client, ticket: str) -> None:
    """S01."""
    await call.write("responder", ticket, "Known liar", kind="note")
    for who, reads in (("owner", False), ("viewer", False), ("responder", True), ("manager", True)):
        for wanted in ("json", "html", "txt"):
            reply = await call("GET", f"{PATH}{ticket}&format={wanted}", who)
            assert (b"Known liar" in reply.body) is reads, (who, wanted)


async def test_a_hidden_ticket_has_no_transcript_as_one_that_does_not_exist(call: Client, desk: Desk) -> None:
    """S01, fault 47: in each format alike."""
    hidden = await desk.ticket(category="other")
    for wanted in ("json", "html", "txt"):
        replies = [await call("GET", f"{PATH}{it}&format={wanted}", "responder") for it in (hidden, "999", "x")]
        assert {reply.status for reply in replies} == {404}
        assert all(reply.but_for_its_id() == replies[0].but_for_its_id() for reply in replies)


async def test_a_format_that_there_is_not_is_named(call: Client, ticket: str) -> None:
    reply = await call("GET", f"{PATH}{ticket}&format=pdf", "owner")
    assert reply.error["fields"] == {"format": "must be json, html or txt"}
    assert (await call("GET", "/api/tickets/transcript", "owner")).faulty == {"ticketId"}


async def test_who_is_hidden_is_the_team(call: Client, desk: Desk, ticket: str) -> None:
    await desk.store.write(lambda tx: _hide(tx, int(ticket)))
    found = (await call.get(PATH + ticket, "owner"))["transcript"]
    assert [(it["authorId"], it["authorName"]) for it in found["messages"][1:]] == [(None, "Support team")]
    assert str(USERS["responder"]) not in json.dumps(found)


def _hide(tx: Tx, ticket_id: int) -> None:
    tx.messages.insert(
        NewMessage(
            ticket_id=ticket_id,
            author_id=USERS["responder"],
            author_name="Responder",
            via=Via.DISCORD,
            kind=MessageKind.REPLY,
            content="We look into it",
            at=NOON,
            anonymous=True,
        )
    )
