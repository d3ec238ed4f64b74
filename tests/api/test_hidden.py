"""What one may not see, by part, guild or block, is as if it were not."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from desk import blocks, categories, tickets
from desk.clock import rfc3339
from tests.api.client import Client
from tests.api.test_ticket_opening import ticket_body
from tests.api.world import OTHER_GUILD, Desk
from tests.people import ROLES, actor

URL = "/api/tickets"


async def test_what_is_hidden_is_answered_as_what_never_was(call: Client, desk: Desk, ticket: str) -> None:
    """T7, G10, I2, B6, faults 1, 2, 4."""
    for who in ("outsider", "elsewhere", "definer"):
        for other in ("999999", "no-id", "0", "9" * 19, "1" * 40):
            pairs = [
                [await call("GET", f"{URL}?ticketId={it}", who) for it in (ticket, other)],
                [await call.put(who, it, title="Another") for it in (ticket, other)],
                [await call("DELETE", f"{URL}?ticketId={it}", who) for it in (ticket, other)],
                [await call.write(who, it) for it in (ticket, other)],
                [await call("GET", f"{URL}/messages?ticketId={it}", who) for it in (ticket, other)],
                [await call("DELETE", f"{URL}/messages?messageId={it}", who) for it in ("1", other)],
            ]
            for hidden, absent in pairs:
                assert hidden.status == 404
                assert hidden.but_for_its_id() == absent.but_for_its_id()


async def test_an_id_is_a_text_of_at_most_64_characters(call: Client) -> None:
    """I2."""
    assert (await call("GET", f"{URL}?ticketId={'1' * 64}", "owner")).status == 404
    assert (await call("GET", f"{URL}?ticketId={'1' * 65}", "owner")).faulty == {"ticketId"}
    for value in (1, "", None, ["1"], "1" * 65):
        assert (await call("PUT", URL, "owner", json={"ticketId": value})).faulty == {"ticketId"}


async def block(desk: Desk, name: str) -> None:
    """Block that person without end."""
    await desk.store.write(blocks.block, actor("manager", at=rfc3339(desk.time())), actor(name))


async def block_role(desk: Desk, name: str) -> None:
    """Give that person a role, and block all who hold it."""
    desk.people.give(name, "definer")
    await desk.store.write(blocks.block_role, actor("manager", at=rfc3339(desk.time())), ROLES["definer"])


@pytest.mark.parametrize("hold", [block, block_role])
async def test_a_blocked_member_sees_and_closes_and_no_more(
    call: Client, desk: Desk, ticket: str, hold: Callable[[Desk, str], Awaitable[None]]
) -> None:
    """P6, A1, B5."""
    await hold(desk, "owner")
    reply = await call("POST", URL, "owner", json=ticket_body(desk, categoryId="999"))
    assert (reply.status, reply.error["code"]) == (403, "blocked")
    assert (await call.write("owner", ticket)).status == 403
    assert (await call.get(f"{URL}/access", "owner"))["access"] is False
    assert (await call.put("owner", ticket, status="closed")).data["ticket"]["status"] == "closed"
    assert (await call.put("owner", ticket, status="open")).status == 403


async def test_a_ticket_of_another_guild_does_not_exist(call: Client, desk: Desk) -> None:
    """Faults 3, 10: under the same ids, for a manager of this guild."""
    stranger = replace(actor("admin", at=rfc3339(desk.time())), guild_id=OTHER_GUILD)
    category = await desk.store.write(categories.create, stranger, categories.CategoryDraft("theirs"), frozenset())
    theirs = await desk.store.write(
        tickets.open_ticket, stranger, tickets.TicketDraft(category.id, "A title", "A message")
    )
    assert (await call("GET", f"{URL}?ticketId={theirs.id}", "manager")).status == 404
    assert (await call.put("manager", str(theirs.id), status="closed")).status == 404
    assert (await call("DELETE", f"{URL}?ticketId={theirs.id}", "manager")).status == 404
    assert (await call("DELETE", f"{URL}/messages?messageId=1", "manager")).status == 404
    assert (await call.get(f"{URL}?categoryId={category.id}", "manager"))["total"] == 0
    assert (await call("POST", URL, "owner", json=ticket_body(desk, categoryId=str(category.id)))).status == 404
    change = {"categoryId": str(category.id), "name": "ours"}
    assert (await call("PUT", f"{URL}/categories", "definer", json=change)).status == 404
    assert (await call("DELETE", f"{URL}/categories?categoryId={category.id}", "definer")).status == 404
    assert (await call.get(f"{URL}/open-count", "manager"))["count"] == 0
    assert (await call.get("/api/search?q=title", "manager"))["total"] == 0
    assert (await call.get("/api/events?after=0&types=ticket.opened", "manager"))["events"] == []
    for name in ("manager", "admin"):
        assert (await call("GET", f"{URL}/transcript?ticketId={theirs.id}", name)).status == 404


async def test_a_ticket_moved_away_is_hidden_from_the_very_next_request_and_takes_no_late_reply(
    call: Client, desk: Desk, ticket: str
) -> None:
    """Fault 4: whoever asks while it is moved is judged by where it is by then."""
    await call.put("responder", ticket, claimedByMe=True)
    late = [call.write("responder", ticket, f"Late {number}") for number in range(20)]
    moved, *replies = await asyncio.gather(call.put("manager", ticket, categoryId=desk.categories["other"]), *late)
    assert moved.status == 200
    assert {reply.status for reply in replies} <= {201, 404}
    kept = (await call.get(f"{URL}/messages?ticketId={ticket}", "elsewhere"))["messages"]
    assert len(kept) == 1 + [reply.status for reply in replies].count(201)
    gone, absent = [await call("GET", f"{URL}?ticketId={it}", "responder") for it in (ticket, "999999")]
    assert gone.but_for_its_id() == absent.but_for_its_id()
    assert (await call.put("responder", ticket, status="closed")).status == 404
    assert (await call.write("responder", ticket)).status == 404
