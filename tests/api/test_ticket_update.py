"""PUT /api/tickets, point by point of the contract."""

import pytest

from tests.api.client import Client
from tests.api.world import Desk
from tests.people import USERS

URL = "/api/tickets"


async def test_a_ticket_to_update_is_named(call: Client) -> None:
    """U1."""
    assert (await call("PUT", URL, "owner", json={"status": "closed"})).faulty == {"ticketId"}


@pytest.mark.parametrize(("who", "status"), [("owner", 200), ("responder", 200), ("manager", 200), ("viewer", 403)])
async def test_owner_responder_and_manager_close_and_reopen(call: Client, ticket: str, who: str, status: int) -> None:
    """U2, B6."""
    for wanted in ("closed", "open"):
        reply = await call.put(who, ticket, status=wanted)
        assert reply.status == status
        assert status == 403 or reply.data["ticket"]["status"] == wanted


@pytest.mark.parametrize(("who", "status"), [("owner", 403), ("responder", 200), ("manager", 200), ("viewer", 403)])
async def test_staff_claims_and_gives_back(call: Client, ticket: str, who: str, status: int) -> None:
    """U3."""
    for mine in (True, False):
        reply = await call.put(who, ticket, claimedByMe=mine)
        assert reply.status == status
        assert status == 403 or reply.data["ticket"]["claimedBy"] == (str(USERS[who]) if mine else None)


async def test_a_claim_that_another_holds_is_a_conflict_that_names_them(call: Client, ticket: str) -> None:
    """U4, K4."""
    await call.put("responder", ticket, claimedByMe=True)
    reply = await call.put("manager", ticket, claimedByMe=True)
    assert (reply.status, reply.error["code"]) == (409, "already_claimed")
    assert str(USERS["responder"]) in reply.error["message"]


async def test_asking_for_what_is_so_changes_nothing(call: Client, ticket: str) -> None:
    """U5, U6, U10, K6, E2."""
    first = (await call.put("responder", ticket, claimedByMe=True)).data
    for fields in (
        {"claimedByMe": True},
        {"status": "open"},
        {"status": ""},
        {"status": "", "claimedByMe": True},
        {},
        {"status": None, "claimedByMe": None, "title": None, "priority": None, "tags": None, "version": None},
        {"priority": "", "claimedBy": "", "closeReason": ""},
        {"closeReason": None},
    ):
        assert (await call.put("responder", ticket, **fields)).data == first, fields


async def test_several_changes_happen_together_or_not_at_all(call: Client, ticket: str) -> None:
    """U7, U8, K5."""
    assert (await call.put("owner", ticket, status="closed", claimedByMe=True)).status == 403
    assert (await call.put("responder", ticket, title="Another", claimedBy=str(USERS["manager"]))).status == 403
    unchanged = (await call.get(f"{URL}?ticketId={ticket}", "owner"))["ticket"]
    assert (unchanged["title"], unchanged["status"], unchanged["version"]) == ("A title", "open", 1)
    both = (await call.put("responder", ticket, status="closed", claimedByMe=True, closeReason="Done")).data["ticket"]
    assert (both["status"], both["claimedBy"], both["closeReason"]) == ("closed", str(USERS["responder"]), "Done")
    assert both["closedAt"] == both["updatedAt"]
    again = (await call.put("responder", ticket, status="open", claimedByMe=True)).data["ticket"]
    assert (again["status"], again["claimedBy"], again["closeReason"]) == ("open", str(USERS["responder"]), None)


async def test_a_closed_ticket_is_not_claimed(call: Client, ticket: str) -> None:
    """U9."""
    await call.put("owner", ticket, status="closed")
    reply = await call.put("responder", ticket, claimedByMe=True)
    assert (reply.status, reply.error["code"]) == (409, "ticket_closed")


async def test_types_are_not_guessed(call: Client, ticket: str) -> None:
    """U11."""
    booleans: tuple[object, ...] = ("yes", "true", 1, 0, [], 1.0)
    texts: tuple[object, ...] = (5, True, [], {})
    numbers: tuple[object, ...] = ("1", 1.0, True, -1, 2**63, 10**18 * 10)
    for value in booleans:
        assert (await call.put("responder", ticket, claimedByMe=value)).faulty == {"claimedByMe"}
    for value in texts:
        assert (await call.put("responder", ticket, title=value)).faulty == {"title"}
    for value in numbers:
        assert (await call.put("responder", ticket, version=value)).faulty == {"version"}


@pytest.mark.parametrize("status", ["claimed", "all"])
async def test_a_status_that_only_filters_points_to_the_claim(call: Client, ticket: str, status: str) -> None:
    """K1."""
    reply = await call.put("responder", ticket, status=status)
    assert reply.faulty == {"status"}
    assert "claimedByMe" in reply.error["message"]


async def test_not_mine_holds_already_when_another_has_it(call: Client, ticket: str) -> None:
    """K3, fault 7."""
    await call.put("manager", ticket, claimedByMe=True)
    reply = await call.put("responder", ticket, claimedByMe=False)
    assert reply.data["ticket"]["claimedBy"] == str(USERS["manager"])


async def test_a_manager_takes_over_assigns_and_clears(call: Client, desk: Desk, ticket: str) -> None:
    """K3, K4, fault 7."""
    await call.put("responder", ticket, claimedByMe=True)
    for who, expected in (("manager", str(USERS["manager"])), ("responder", str(USERS["responder"]))):
        reply = await call.put("manager", ticket, claimedBy=str(USERS[who]))
        assert reply.data["ticket"]["claimedBy"] == expected
    for nobody in (str(USERS["viewer"]), str(USERS["elsewhere"]), "999", "no-id"):
        assert (await call.put("manager", ticket, claimedBy=nobody)).faulty == {"claimedBy"}
    assert (await call.put("owner", ticket, claimedBy=None)).status == 403
    assert (await call.put("manager", ticket, claimedBy=None)).data["ticket"]["claimedBy"] is None
    assert (await call.put("manager", ticket, claimedBy=None, claimedByMe=True)).faulty == {"claimedBy", "claimedByMe"}


async def test_metadata_is_changed_by_who_may(call: Client, ticket: str) -> None:
    """X4."""
    reply = await call.put("responder", ticket, priority="urgent", tags=["Bug", "bug", " ui "], title="Another")
    changed = reply.data["ticket"]
    assert (changed["priority"], changed["tags"], changed["title"]) == ("urgent", ["bug", "ui"], "Another")
    assert (await call.put("responder", ticket, tags=[])).data["ticket"]["tags"] == []
    assert (await call.put("owner", ticket, priority="low")).status == 403
    assert (await call.put("owner", ticket, title="By the owner")).data["ticket"]["title"] == "By the owner"
    assert (await call.put("responder", ticket, priority="high!", tags=[1], title="x")).faulty == {
        "priority",
        "tags[0]",
        "title",
    }
    assert (await call.put("responder", ticket, tags=[str(it) for it in range(11)])).faulty == {"tags"}
    assert (await call.put("responder", ticket, closeReason="Why")).faulty == {"closeReason"}


async def test_a_version_seen_before_somebody_elses_change_is_stale(call: Client, ticket: str) -> None:
    """X4: version."""
    assert (await call.put("owner", ticket, title="Another", version=1)).data["ticket"]["version"] == 2
    reply = await call.put("owner", ticket, title="A third", version=1)
    assert (reply.status, reply.error["code"]) == (409, "stale_version")


async def test_a_viewer_may_not_ask_for_a_change_of_nothing_either(call: Client, ticket: str) -> None:
    """B6, U10: whoever may change nothing is told so, whatever they send."""
    for fields in ({}, {"status": ""}, {"version": 1}, {"closeReason": ""}):
        assert (await call.put("viewer", ticket, **fields)).status == 403
        assert (await call.put("owner", ticket, **fields)).status == 200
