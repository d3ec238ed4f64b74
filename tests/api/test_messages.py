"""The operations on the messages of a ticket, point by point of the contract."""

from dataclasses import replace

import pytest

from tests.api.client import Client
from tests.api.world import Desk
from tests.people import GUILD, USERS

URL = "/api/tickets/messages"


async def written(call: Client, who: str, ticket: str, kind: str = "reply") -> str:
    """The id of a new message."""
    message: str = (await call.write(who, ticket, kind=kind)).data["message"]["id"]
    return message


@pytest.mark.parametrize(
    ("author", "who", "status"),
    [
        ("owner", "owner", 200),
        ("owner", "viewer", 403),
        ("owner", "responder", 200),
        ("owner", "manager", 200),
        ("owner", "outsider", 404),
        ("owner", "elsewhere", 404),
        ("responder", "owner", 403),
        ("responder", "responder", 200),
    ],
)
async def test_authors_delete_their_own_and_staff_anybodys(
    call: Client, ticket: str, author: str, who: str, status: int
) -> None:
    """M1, M5."""
    message = await written(call, author, ticket)
    assert (await call("DELETE", f"{URL}?messageId={message}", who)).status == status


async def test_a_member_who_lost_a_role_still_deletes_what_they_wrote(call: Client, desk: Desk, ticket: str) -> None:
    """M1: whatever else the author is."""
    message = await written(call, "responder", ticket)
    desk.people.give("responder", "viewer")
    assert (await call("DELETE", f"{URL}?messageId={message}", "responder")).status == 200


async def test_a_deleted_message_is_shown_without_its_words_and_is_gone(call: Client, ticket: str) -> None:
    """M2, M3, S4."""
    message = await written(call, "owner", ticket)
    gone = (await call("DELETE", f"{URL}?messageId={message}", "owner")).data["message"]
    assert (gone["id"], gone["ticketId"], "content" in gone) == (message, ticket, False)
    again = await call("DELETE", f"{URL}?messageId={message}", "owner")
    absent = await call("DELETE", f"{URL}?messageId=999", "owner")
    assert again.status == 404
    assert again.but_for_its_id() == absent.but_for_its_id()
    assert [it["id"] for it in (await call.get(f"{URL}?ticketId={ticket}", "owner"))["messages"]] == ["1"]


async def test_a_message_to_delete_is_named(call: Client) -> None:
    """M4."""
    for query in ("", "?messageId="):
        assert (await call("DELETE", URL + query, "owner")).faulty == {"messageId"}


async def test_a_deletion_waits_to_be_shown_in_discord(call: Client, desk: Desk, ticket: str) -> None:
    """M6."""
    message = await written(call, "owner", ticket)
    seen = (await desk.store.read(lambda tx: tx.events.after(900_000_000_000_000_000, 0, 100)))[-1].seq
    await call("DELETE", f"{URL}?messageId={message}", "owner")
    events = await desk.store.read(lambda tx: tx.events.after(900_000_000_000_000_000, seen, 100))
    assert [(it.type, it.data["messageId"]) for it in events] == [("message.deleted", message)]


async def test_ones_own_message_goes_on_a_closed_ticket_too(call: Client, ticket: str) -> None:
    """X3."""
    message = await written(call, "owner", ticket)
    await call.put("owner", ticket, status="closed")
    for each in (message, "1"):
        assert (await call("DELETE", f"{URL}?messageId={each}", "owner")).status == 200
    assert (await call("GET", f"/api/tickets?ticketId={ticket}", "owner")).data["ticket"]["messages"] == []


async def test_a_note_is_as_unknown_to_its_owner_as_no_message(call: Client, ticket: str) -> None:
    """M1, fault 5."""
    note = await written(call, "responder", ticket, "note")
    replies = [await call("DELETE", f"{URL}?messageId={it}", "owner") for it in (note, "999")]
    assert replies[0].status == 404
    assert replies[0].but_for_its_id() == replies[1].but_for_its_id()


@pytest.mark.parametrize(("who", "status"), [("owner", 201), ("responder", 201), ("manager", 201), ("viewer", 403)])
async def test_who_may_reply_replies(call: Client, ticket: str, who: str, status: int) -> None:
    """S6, fault 5: and a reply looks the same in the answer and in the ticket."""
    reply = await call.write(who, ticket)
    assert reply.status == status
    if status == 201:
        message = reply.data["message"]
        assert (message["authorId"], message["via"], message["kind"]) == (str(USERS[who]), "rest", "reply")
        assert (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]["messages"][-1] == message


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("responder", 201), ("manager", 201), ("viewer", 403)])
async def test_only_staff_writes_notes(call: Client, ticket: str, who: str, status: int) -> None:
    """T10."""
    assert (await call.write(who, ticket, kind="note")).status == status


async def test_a_closed_ticket_takes_no_reply(call: Client, ticket: str) -> None:
    """U9: as with a claim."""
    await call.put("owner", ticket, status="closed")
    reply = await call.write("owner", ticket)
    assert (reply.status, reply.error["code"]) == (409, "ticket_closed")


async def test_what_is_wrong_with_a_reply_is_named(call: Client, ticket: str) -> None:
    """P5, E6."""
    for content, kind, faulty in (
        ("", "reply", {"content"}),
        (" ", "x", {"content", "kind"}),
        ("x" * 2001, "note", {"content"}),
    ):
        assert (await call.write("responder", ticket, content, kind)).faulty == faulty
    assert (await call.write("responder", ticket, "x", "system")).faulty == {"kind"}


async def test_a_long_ticket_comes_with_its_newest_hundred_and_the_way_to_the_rest(
    call: Client, desk: Desk, ticket: str
) -> None:
    """S6."""
    for place in range(119):
        await call.write("owner", ticket, str(place))
    shown = (await call.get(f"/api/tickets?ticketId={ticket}", "owner"))["ticket"]
    assert [it["content"] for it in shown["messages"]] == [str(place) for place in range(19, 119)]
    rest = await call.get(f"{URL}?ticketId={ticket}&before={shown['messagesCursor']}", "owner")
    assert [it["content"] for it in rest["messages"]] == ["A message", *(str(place) for place in range(19))]
    assert rest["messagesCursor"] is None
    some = await call.get(f"{URL}?ticketId={ticket}&pageSize=2&before={rest['messages'][-1]['id']}", "owner")
    assert [it["content"] for it in some["messages"]] == ["16", "17"]
    assert some["messagesCursor"] == some["messages"][0]["id"]


async def test_who_wrote_an_anonymous_reply_is_told_to_staff_alone(call: Client, desk: Desk, ticket: str) -> None:
    category_id = int(desk.categories["open"])
    category = await desk.store.read(lambda tx: tx.categories.get(GUILD, category_id))
    assert category is not None
    hidden = replace(category, settings=replace(category.settings, anonymous=True))
    await desk.store.write(lambda tx: tx.categories.save(hidden))
    await call.write("responder", ticket, "Try water")
    for who, author in (("owner", (None, "Support team")), ("manager", (str(USERS["responder"]), "Responder"))):
        for path in (f"/api/tickets?ticketId={ticket}", f"{URL}?ticketId={ticket}"):
            found = await call.get(path, who)
            last = found.get("ticket", found)["messages"][-1]
            assert ((last["authorId"], last["authorName"]), last["anonymous"]) == (author, True)
    reply = await call("GET", f"/api/tickets?ticketId={ticket}", "owner")
    assert str(USERS["responder"]) not in reply.body.decode()


async def test_an_edit_is_told_to_all_and_what_was_said_before_to_staff_alone(call: Client, ticket: str) -> None:
    """C04: in the messages, in the ticket and in its transcript alike."""
    message = (await call.write("owner", ticket, "yes")).data["message"]
    at = "2026-01-01T13:00:00.000Z"
    await call.desk.store.write(lambda tx: tx.messages.edit(int(message["id"]), "no", at))
    places = (("/api/tickets/messages", None), ("/api/tickets", "ticket"), ("/api/tickets/transcript", "transcript"))
    for path, inside in places:
        for who, earlier in (("responder", ["yes"]), ("manager", ["yes"]), ("owner", []), ("viewer", [])):
            found = await call.get(f"{path}?ticketId={ticket}", who)
            shown = (found[inside] if inside else found)["messages"][-1]
            assert (shown["content"], shown["editedAt"]) == ("no", at)
            assert shown["earlier"] == [{"content": each, "until": at} for each in earlier], (path, who)
