"""Access and open-count, point by point of the contract, and whether the process is well."""

import pytest

from tests.api.client import Client
from tests.api.world import Desk
from tests.people import USERS

ACCESS = "/api/tickets/access"
COUNT = "/api/tickets/open-count"


async def test_every_member_has_access_and_is_told_how_far(call: Client, desk: Desk) -> None:
    """A1, Q3."""
    found = {who: await call.get(ACCESS, who) for who in USERS}
    assert all(it["access"] is True and it["permissions"]["open"] for it in found.values())
    told = {who: it["permissions"] for who, it in found.items()}
    assert {who for who, it in told.items() if it["manageTickets"] and it["viewAll"]} == {"manager", "admin"}
    assert {who for who, it in told.items() if it["defineTickets"]} == {"definer", "admin"}
    assert told["responder"]["responderCategoryIds"] == [desk.categories["open"]]
    assert told["viewer"]["viewerCategoryIds"] == [desk.categories["open"]]
    assert told["owner"]["responderCategoryIds"] == told["owner"]["viewerCategoryIds"] == []


async def test_the_count_is_a_number_and_that_of_the_list(call: Client, desk: Desk) -> None:
    """O1, O2."""
    for owner, category in (("owner", "open"), ("owner", "other"), ("outsider", "other")):
        await desk.ticket(owner, category)
    closed = await desk.ticket("owner", "open")
    await call.put("owner", closed, status="closed")
    for who in USERS:
        count = (await call.get(COUNT, who))["count"]
        assert type(count) is int
        assert count == (await call.get("/api/tickets?status=open", who))["total"], who
    assert (await call.get(COUNT, "manager"))["count"] == 3


async def test_the_count_follows_at_once(call: Client, desk: Desk) -> None:
    """O3."""
    ticket = await desk.ticket()
    for change, count in (({"status": "closed"}, 0), ({"status": "open"}, 1)):
        await call.put("owner", ticket, **change)
        assert (await call.get(COUNT, "responder"))["count"] == count
    await call("DELETE", f"/api/tickets?ticketId={ticket}", "manager")
    assert (await call.get(COUNT, "responder"))["count"] == 0


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_a_process_that_is_well_says_so_without_a_key(call: Client, path: str) -> None:
    assert (await call("GET", path)).status == 200
    assert (await call("POST", path)).status == 405


async def test_a_part_that_does_not_work_is_named_while_the_process_lives(call: Client, desk: Desk) -> None:
    desk.ready["discord"] = False
    reply = await call("GET", "/readyz")
    assert (reply.status, reply.error["code"]) == (503, "not_ready")
    assert "discord" in reply.error["message"]
    assert (await call("GET", "/healthz")).status == 200


async def test_a_store_that_takes_no_work_is_not_ready(call: Client, desk: Desk) -> None:
    desk.store.abandon()
    reply = await call("GET", "/readyz")
    assert (reply.status, reply.error["code"]) == (503, "stopping")
    assert (await call("GET", "/healthz")).status == 200
