"""Reading what happened: the position of a list, what is told to whom, and what a caller may ask for."""

import pytest

from tests.api.client import Client
from tests.api.world import Desk

URL = "/api/events"


async def here(call: Client, who: str) -> str:
    """The position that the first page of the list hands out."""
    token: str = (await call.get("/api/tickets", who))["syncToken"]
    return token


async def test_from_the_first_page_on_nothing_is_missed(call: Client, ticket: str) -> None:
    after = await here(call, "responder")
    await call.put("responder", ticket, claimedByMe=True)
    await call.write("owner", ticket, "It burns")
    found = await call.get(f"{URL}?after={after}", "responder")
    claimed, said = found["events"]
    assert (claimed["type"], claimed["ticketId"], claimed["data"]) == (
        "ticket.claimed",
        ticket,
        {"claimedBy": claimed["actorId"]},
    )
    assert (said["type"], said["message"]["content"], said["via"]) == ("message.created", "It burns", "rest")
    assert said["ticket"] == (await call.get("/api/tickets", "responder"))["tickets"][0]
    assert [claimed["id"], said["id"]] == [str(claimed["seq"]), str(said["seq"])]
    assert (found["more"], found["reset"]) == (False, False)
    assert (await call.get(f"{URL}?after={found['next']}", "responder"))["events"] == []


async def test_pages_after_the_first_hand_out_no_position(call: Client, desk: Desk) -> None:
    for _ in range(3):
        await desk.ticket()
    first = await call.get("/api/tickets?pageSize=1", "owner")
    assert first["syncToken"]
    assert (await call.get("/api/tickets?pageSize=1&page=2", "owner"))["syncToken"] is None
    assert (await call.get(f"/api/tickets?pageSize=1&cursor={first['nextCursor']}", "owner"))["syncToken"] is None


async def test_who_has_no_part_in_a_ticket_is_told_nothing_of_it(call: Client, desk: Desk, ticket: str) -> None:
    """Fault 3, 5."""
    told = {
        who: (await call.get(f"{URL}?after=0&types=ticket.opened", who))["events"]
        for who in desk.keys
        if who != "writeonly"
    }
    seers = {"owner", "readonly", "viewer", "responder", "manager", "admin"}
    assert {who for who, events in told.items() if events} == seers
    await call.write("responder", ticket, "For staff", kind="note")
    for who in told:
        events = (await call.get(f"{URL}?after=0&types=note.created", who))["events"]
        assert bool(events) == (who in {"responder", "manager", "admin"})


async def test_a_role_taken_counts_from_the_next_request_and_is_told(call: Client, desk: Desk, ticket: str) -> None:
    """Fault 13."""
    after = await here(call, "viewer")
    desk.people.give("viewer")
    await call.write("owner", ticket, "It burns")
    found = await call.get(f"{URL}?after={after}", "viewer")
    assert (found["events"], found["reset"]) == ([], True)
    assert (await call.get(f"{URL}?after={found['next']}", "viewer"))["reset"] is False


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=abc", "after"),
        ("after=1.xyz", "after"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("types=ticket.opened,alarm.set", "types"),
        ("types=,", "types"),
        ("page=2", "page"),
    ],
)
async def test_what_cannot_be_asked_for_is_named(call: Client, query: str, field: str) -> None:
    assert (await call("GET", f"{URL}?{query}", "owner")).faulty == {field}


async def test_a_key_that_may_not_read_is_told_nothing(call: Client) -> None:
    assert (await call("GET", URL, "writeonly")).status == 403
