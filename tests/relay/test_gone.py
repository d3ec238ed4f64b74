"""What somebody deleted in Discord meanwhile, and a guild that the bot has left, hold nothing else up."""

import asyncio

from desk import categories, tickets
from desk.actor import Via
from desk.models import PlaceState, Status
from desk.tickets import TicketDraft
from tests.relay.world import World


async def test_a_ticket_whose_card_was_deleted_by_hand_is_still_closed_for_all_to_see(world: World) -> None:
    ticket = await world.open_ticket()
    assert ticket.place.card_id is not None
    await world.simulated.delete_message(world.thread(ticket).id, ticket.place.card_id)
    await world.simulated.settle()
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert "closed this ticket" in world.said(ticket)[-1]
    assert next(it.locked for it in world.simulated.places() if it.id == ticket.place.channel_id)


async def test_a_category_that_is_deleted_gets_no_channel_anew(world: World) -> None:
    ticket = await world.open_ticket()
    parent = next(it.parent_id for it in world.simulated.places() if it.id == ticket.place.channel_id)
    assert parent is not None
    await world.simulated.delete_channel(parent)
    before = {place.id for place in world.simulated.places()}
    await world.store.write(categories.delete, world.actor("admin"), world.category_ids["open"])
    await world.simulated.settle()
    assert {place.id for place in world.simulated.places()} == before


async def test_a_channel_that_goes_away_between_two_requests_costs_nobody_their_ticket(world: World) -> None:
    for method_and_path in (("POST", "/channels/*/threads"), ("POST", "/channels/*/messages")):
        world.simulated.refuse(*method_and_path, status=404, code=10003)
        ticket = await world.open_ticket(via=Via.DISCORD)
        assert (ticket.status, ticket.place.state) == (Status.OPEN, PlaceState.MADE)


async def test_a_channel_that_is_never_found_is_given_up(world: World) -> None:
    world.simulated.refuse("POST", "/channels/*/threads", status=404, code=10003, times=None)
    ticket = await world.open_ticket(via=Via.DISCORD)
    assert (ticket.status, ticket.close_reason) == (Status.CLOSED, "no_place")


async def test_a_ticket_half_drawn_when_the_bot_is_put_out_of_the_server_is_set_aside(world: World) -> None:
    begun = asyncio.Event()

    def pause(_attempts: int) -> float:
        begun.set()
        return 0.05

    world.pause = pause
    await world.restart()
    world.simulated.refuse("POST", "/channels/*/messages", status=500)
    draft = TicketDraft(world.category_ids["open"], "Fire", "It burns.")
    ticket = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    async with asyncio.timeout(5):
        await begun.wait()
    world.simulated.backend.remove_guild(world.guild.id)
    place = await world.desk.relay.waiting.wait_for_place(ticket.id, 5)
    assert place.state is PlaceState.FAILED
