"""Closing later, or when the owner agrees, as staff asks for it by command and under More."""

from desk import tickets
from desk.models import Status, Ticket
from tests.cogs.test_sorting import choose
from tests.cogs.world import World, said


async def seen(world: World, ticket: Ticket) -> Ticket:
    return (await world.store.read(tickets.show, world.actor("admin"), ticket.id)).ticket


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
