"""Closing later, or when the owner agrees, as staff asks for it by command and under More."""

from desk import reading, tickets
from desk.models import Status, Ticket
from tests.cogs.test_sorting import choose
from tests.cogs.world import World, said, shown


async def seen(world: World, ticket: Ticket) -> Ticket:
    return (await world.store.read(reading.show, world.actor("admin"), ticket.id)).ticket


async def test_a_reason_and_a_rating_s_comment_that_come_too_late_are_handed_back_to_be_copied(world: World) -> None:
    """What was typed at length is not lost because the ticket changed meanwhile."""
    ticket = await world.ticket()
    owner = world.members["owner"]
    closed = shown(await world.use("owner", "ticket close", ticket=ticket.number))
    rated = shown(await owner.click(closed, label="4 ★"))
    why, how = await owner.click(closed, label="Say why"), await owner.click(rated, label="Add a comment")
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    refused = [
        await owner.submit_modal(why, {"reason": "It went out"}),
        await owner.submit_modal(how, {"comment": "Fine"}),
    ]
    assert ["It went out" in said(refused[0]), "Fine" in said(refused[1])] == [True, True]
    lost = await world.use("outsider", "ticket close", ticket=ticket.number, reason="Nobody answered me")
    assert "Nobody answered me" in said(lost)


async def test_a_ticket_is_closed_later_and_who_asked_hears_when(world: World) -> None:
    ticket = await world.ticket()
    answer = await world.use("responder", "ticket close", ticket=ticket.number, after="4h", reason="Done")
    assert said(answer).startswith("The ticket closes <t:")
    assert (await seen(world, ticket)).status is Status.OPEN
    refused = await world.use("responder", "ticket close", ticket=ticket.number, after="whenever")
    assert "**After** is no time; write it like `30m`, `4h` or `2d`." in said(refused)


async def test_staff_asks_the_owner_by_command_and_under_more_and_nobody_else_does(world: World) -> None:
    ticket = await world.ticket()
    words = "Its owner is asked whether the ticket can be closed."
    assert said(await world.use("responder", "ticket close", ticket=ticket.number, ask="owner")) == words
    assert (await seen(world, ticket)).status is Status.OPEN
    assert said(await choose(world, "responder", "ask")) == words
    refused = await world.use("owner", "ticket close", ticket=ticket.number, ask="owner")
    assert "Only the ticket's staff does that." in said(refused)
