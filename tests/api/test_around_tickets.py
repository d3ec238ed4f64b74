"""What a program does around a ticket: moves it, changes its people and links, lets it rest, reads its rating."""

import pytest

from desk import rating, tickets
from tests.api.client import Client
from tests.api.world import Desk
from tests.people import USERS, actor


async def test_a_ticket_moved_is_answered_as_it_is_then_though_the_mover_sees_it_no_more(
    desk: Desk, call: Client, ticket: str
) -> None:
    """X4, L08: staff hands it over; the old team loses sight of it, the new one gains it."""
    await call.put("responder", ticket, claimedByMe=True, participants=[str(USERS["outsider"])])
    moved = (await call.put("responder", ticket, categoryId=desk.categories["other"])).data["ticket"]
    assert (moved["categoryId"], moved["category"]["name"]) == (desk.categories["other"], "other")
    assert moved["claimedBy"] is None
    assert "messages" not in moved
    seen = {who: (await call("GET", f"/api/tickets?ticketId={ticket}", who)).status for who in USERS}
    assert {who for who, status in seen.items() if status == 200} == {
        "owner",
        "outsider",
        "elsewhere",
        "manager",
        "admin",
    }
    assert set(seen.values()) == {200, 404}


async def test_a_claim_goes_along_with_who_could_claim_it_there(desk: Desk, call: Client, ticket: str) -> None:
    desk.people.give("elsewhere", "elsewhere", "responder")
    await call.put("elsewhere", ticket, claimedByMe=True)
    moved = await call.put("responder", ticket, categoryId=desk.categories["other"])
    assert moved.data["ticket"]["claimedBy"] == str(USERS["elsewhere"])


@pytest.mark.parametrize("category", ["999", "no-id", "deleted"])
async def test_a_ticket_is_moved_into_no_category_that_there_is_not(
    desk: Desk, call: Client, ticket: str, category: str
) -> None:
    """I4."""
    if category == "deleted":
        category = desk.categories["other"]
        await call("DELETE", f"/api/tickets/categories?categoryId={category}", "definer")
    reply = await call.put("responder", ticket, categoryId=category)
    assert (reply.status, reply.error["code"]) == (404, "not_found")
    assert "category" in reply.error["message"]


async def test_an_empty_category_leaves_the_ticket_where_it_is(call: Client, ticket: str) -> None:
    """E2."""
    before = (await call.put("responder", ticket)).data
    for nothing in ("", None):
        assert (await call.put("responder", ticket, categoryId=nothing)).data == before


async def test_the_people_of_a_ticket_are_set_and_shown(call: Client, ticket: str) -> None:
    outsider, definer = str(USERS["outsider"]), str(USERS["definer"])
    await call.put("responder", ticket, participants=[outsider, definer, outsider])
    assert (await call.get(f"/api/tickets?ticketId={ticket}", "outsider"))["ticket"]["participants"] == [
        outsider,
        definer,
    ]
    assert (await call.write("outsider", ticket)).status == 201
    listed = await call.get("/api/tickets?pageSize=5", "definer")
    assert ([each["id"] for each in listed["tickets"]], listed["total"]) == ([ticket], 1)
    assert (await call.put("outsider", ticket, status="closed")).status == 403
    await call.put("responder", ticket, participants=[])
    assert (await call("GET", f"/api/tickets?ticketId={ticket}", "outsider")).status == 404


async def test_nobody_is_added_who_is_not_in_the_guild(call: Client, ticket: str) -> None:
    given = [str(USERS["outsider"]), "12345678901234567", "x"]
    assert (await call.put("responder", ticket, participants=given)).faulty == {"participants[1]", "participants[2]"}
    assert (await call.put("responder", ticket, participants=["1"] * 21)).faulty == {"participants"}
    assert (await call.put("responder", ticket, participants="1")).faulty == {"participants"}
    shown = await call.get(f"/api/tickets?ticketId={ticket}", "owner")
    assert shown["ticket"]["participants"] == []


async def test_linked_tickets_are_shown_to_who_sees_them(desk: Desk, call: Client, ticket: str) -> None:
    second, hidden = await desk.ticket(), await desk.ticket("outsider", "other")
    await call.put("manager", ticket, links=[second, hidden])
    for who, seen in (("manager", [second, hidden]), ("responder", [second]), ("owner", [second])):
        assert (await call.get(f"/api/tickets?ticketId={ticket}", who))["ticket"]["links"] == seen
    assert (await call.put("responder", ticket, links=[hidden, "999"])).status == 404
    assert (await call.put("responder", ticket, links=[ticket])).faulty == {"links"}
    await call.put("responder", ticket, links=[])
    assert (await call.get(f"/api/tickets?ticketId={ticket}", "manager"))["ticket"]["links"] == [hidden]


async def test_a_ticket_rests_until_a_time_and_is_brought_back(call: Client, ticket: str) -> None:
    until = "2026-01-02T09:00:00+01:00"
    snoozed = await call.put("responder", ticket, snoozedUntil=until)
    assert snoozed.data["ticket"]["snoozedUntil"] == "2026-01-02T08:00:00.000Z"
    assert (await call.put("responder", ticket, snoozedUntil="")).data == snoozed.data
    assert (await call.put("responder", ticket, snoozedUntil=None)).data["ticket"]["snoozedUntil"] is None
    for wrong in ("2020-01-01T00:00:00Z", "tomorrow", "2026-01-02", "9999-12-31T23:59:59-23:00", 5):
        assert (await call.put("responder", ticket, snoozedUntil=wrong)).faulty == {"snoozedUntil"}, wrong
    await call.put("responder", ticket, status="closed")
    assert (await call.put("responder", ticket, snoozedUntil=until)).error["code"] == "ticket_closed"


@pytest.mark.parametrize(
    "fields", [{"participants": []}, {"links": []}, {"snoozedUntil": None}, {"categoryId": "1"}, {"tags": []}]
)
async def test_what_sorts_a_ticket_is_staff_s_even_when_it_would_change_nothing(
    call: Client, ticket: str, fields: dict[str, object]
) -> None:
    assert [(await call.put(who, ticket, **fields)).status for who in ("owner", "viewer", "elsewhere")] == [
        403,
        403,
        404,
    ]


async def test_a_rating_is_shown_to_the_owner_and_staff(desk: Desk, call: Client, ticket: str) -> None:
    await desk.store.write(tickets.close, actor("owner"), int(ticket))
    await desk.store.write(rating.rate, actor("owner"), int(ticket), 4, "Well done")
    for who, seen in (("owner", (4, "Well done")), ("responder", (4, "Well done")), ("viewer", (None, None))):
        shown = (await call.get(f"/api/tickets?ticketId={ticket}", who))["ticket"]
        assert (shown["rating"], shown["ratingComment"]) == seen
