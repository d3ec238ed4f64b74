"""POST /api/tickets, point by point of the contract."""

from tests.api.client import Client
from tests.api.world import Desk
from tests.people import USERS

URL = "/api/tickets"


def ticket_body(desk: Desk, **fields: object) -> dict[str, object]:
    """A body that opens a ticket, with those fields different."""
    return {"title": "A title", "categoryId": desk.categories["open"], "message": "A message", **fields}


async def test_a_new_ticket_is_the_callers_open_unclaimed_and_there_at_once(call: Client, desk: Desk) -> None:
    """P1, S5."""
    reply = await call("POST", URL, "outsider", json=ticket_body(desk))
    made = reply.data["ticket"]
    assert reply.status == 201
    assert (made["ownerId"], made["status"], made["claimedBy"]) == (str(USERS["outsider"]), "open", None)
    assert (made["number"], made["title"], made["url"]) == (1, "A title", None)
    assert made["category"] == {"id": desk.categories["open"], "name": "open", "deleted": False}
    shown = (await call.get(f"{URL}?ticketId={made['id']}", "outsider"))["ticket"]
    assert {name: shown[name] for name in made} == made


async def test_title_and_message_are_held_to_their_lengths(call: Client, desk: Desk) -> None:
    """P2, E6, E7, fault 45."""
    for title, fine in (
        ("ab", False),
        ("abc", True),
        ("😀" * 120, True),
        ("a" * 121, False),
        ("  ab  ", False),
        ("   ", False),
    ):
        reply = await call("POST", URL, "owner", json=ticket_body(desk, title=title))
        assert reply.status == 201 if fine else reply.faulty == {"title"}, title
    for message, fine in (("abcd", False), ("abcde", True), ("a" * 2000, True), ("a" * 2001, False)):
        reply = await call("POST", URL, "owner", json=ticket_body(desk, message=message))
        assert reply.status == 201 if fine else reply.faulty == {"message"}, len(message)


async def test_texts_are_trimmed_and_a_title_is_one_line(call: Client, desk: Desk) -> None:
    """E6."""
    made = (await call("POST", URL, "owner", json=ticket_body(desk, title="  A\ntitle "))).data["ticket"]
    assert made["title"] == "A title"


async def test_a_category_is_required(call: Client, desk: Desk) -> None:
    """P3, E2, E5."""
    values: tuple[object, ...] = ("", None, 1, [], {})
    for value in values:
        assert (await call("POST", URL, "owner", json=ticket_body(desk, categoryId=value))).faulty == {"categoryId"}
    assert (await call("POST", URL, "owner", json={"title": "A title", "message": "A message"})).faulty == {
        "categoryId"
    }


async def test_a_category_that_takes_no_tickets_is_not_found(call: Client, desk: Desk) -> None:
    """P4, I4, C7."""
    gone = desk.categories["other"]
    await call("DELETE", f"{URL}/categories?categoryId={gone}", "definer")
    replies = [await call("POST", URL, "owner", json=ticket_body(desk, categoryId=it)) for it in (gone, "999", "no-id")]
    assert {reply.status for reply in replies} == {404}
    assert all(reply.but_for_its_id() == replies[0].but_for_its_id() for reply in replies)


async def test_all_faulty_fields_are_named_at_once(call: Client) -> None:
    """P5."""
    reply = await call("POST", URL, "owner", json={"title": "ab", "categoryId": 5, "extra": 1})
    assert reply.faulty == {"title", "categoryId", "message", "extra"}
