"""DELETE /api/tickets, point by point of the contract."""

import pytest

from tests.api.client import Client
from tests.api.world import Desk

URL = "/api/tickets"


@pytest.mark.parametrize(
    ("who", "status"),
    [("owner", 403), ("responder", 403), ("viewer", 403), ("outsider", 404), ("definer", 404), ("manager", 200)],
)
async def test_only_managers_delete_tickets(call: Client, ticket: str, who: str, status: int) -> None:
    """D1, B6."""
    assert (await call("DELETE", f"{URL}?ticketId={ticket}", who)).status == status


async def test_a_deleted_ticket_is_gone_from_everywhere(call: Client, desk: Desk, ticket: str) -> None:
    """D2, D3, D4, S4."""
    reply = await call("DELETE", f"{URL}?ticketId={ticket}", "manager")
    assert reply.data["ticket"]["id"] == ticket
    assert reply.data["ticket"]["deletedAt"]
    for path in (f"{URL}?ticketId={ticket}", f"{URL}/messages?ticketId={ticket}"):
        assert (await call("GET", path, "owner")).status == 404
    assert (await call.get(URL, "owner"))["total"] == 0
    assert (await call.get(f"{URL}/open-count", "manager"))["count"] == 0
    assert (await call("DELETE", f"{URL}/messages?messageId=1", "manager")).status == 404
    assert (await call("DELETE", f"{URL}?ticketId={ticket}", "manager")).status == 404
    await desk.ticket()
    assert (await call.get(URL, "owner"))["tickets"][0]["number"] == 2


async def test_a_deletion_without_an_id_deletes_nothing(call: Client, ticket: str) -> None:
    """D5, D6, E1."""
    for query, body in (("", None), ("?ticketId=", None), ("", {"ticketId": ticket})):
        assert (await call("DELETE", URL + query, "manager", json=body)).faulty == {"ticketId"}
    assert (await call.get(URL, "owner"))["total"] == 1
