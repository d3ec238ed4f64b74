"""What people delete, lock and archive by hand while the desk runs is followed at once."""

from bot.demo.simulated import texts
from desk import tickets
from desk.models import PlaceState, Status
from desk.tickets import TicketDraft
from tests.relay.world import World


async def test_a_thread_deleted_by_hand_closes_its_ticket_once(world: World) -> None:
    """L01: (a), (c) closing ends once; nothing is left in the outbox."""
    ticket = await world.open_ticket()
    await world.members["owner"].send(world.thread(ticket), "Quick!")
    await world.simulated.delete_channel(world.thread(ticket).id)
    await world.simulated.settle()
    found = await world.detail(ticket.id)
    assert (found.ticket.status, found.ticket.close_reason) == (Status.CLOSED, "place_gone")
    assert [each.content for each in found.messages] == ["It burns, please help.", "Quick!"]
    version = found.ticket.version
    assert (await world.store.write(tickets.close, world.actor("owner"), ticket.id)).version == version
    await world.members["owner"].slash(world.hall, "ticket close", ticket=ticket.number)
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).version == version
    shown = await world.members["owner"].slash(world.hall, "ticket show", ticket=ticket.number)
    assert shown.response is not None
    assert "Its thread was deleted in Discord" in "\n".join(texts([shown.response.message]))
    assert await world.set_aside() == []


async def test_a_ticket_closed_for_its_thread_gets_another_when_it_is_reopened(world: World) -> None:
    """L01: reopened, it is found in Discord again."""
    ticket = await world.open_ticket()
    await world.simulated.delete_channel(world.thread(ticket).id)
    await world.simulated.settle()
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    again = await world.seen(ticket.id)
    assert (again.status, again.place.state) == (Status.OPEN, PlaceState.MADE)
    assert "It burns" in world.card_text(again)
    assert world.people_in(again) == {"owner", "viewer", "responder"}


async def test_a_parent_channel_deleted_by_hand_closes_its_tickets_and_is_made_again_when_needed(world: World) -> None:
    """L01: threads go with their channel, archived ones too."""
    ticket, archived = await world.open_ticket(), await world.open_ticket("Flood")
    await world.simulated.set_thread(world.thread(archived).id, archived=True)
    parent = next(it.parent_id for it in world.simulated.places() if it.id == ticket.place.channel_id)
    assert parent is not None
    await world.simulated.delete_channel(parent)
    await world.simulated.settle()
    assert [(await world.seen(each.id)).close_reason for each in (ticket, archived)] == ["place_gone"] * 2
    fresh = await world.open_ticket("Another")
    assert fresh.place.state is PlaceState.MADE


async def test_a_card_deleted_by_hand_is_posted_again_and_kept_true(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert ticket.place.card_id is not None
    await world.simulated.delete_message(world.thread(ticket).id, ticket.place.card_id)
    await world.simulated.settle()
    again = await world.seen(ticket.id)
    assert again.place.card_id != ticket.place.card_id
    assert "**Claimed by**" in world.card_text(again)
    assert world.pinged() == [world.members["owner"].id]
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert "**Closed**" in world.card_text(again)


async def test_a_closed_ticket_gets_its_card_again_when_it_is_reopened(world: World) -> None:
    ticket = await world.open_ticket()
    assert ticket.place.card_id is not None
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    await world.simulated.delete_message(world.thread(ticket).id, ticket.place.card_id)
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).place.card_id is None
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert "It burns" in world.card_text(await world.seen(ticket.id))


async def test_a_panel_deleted_by_hand_is_forgotten(world: World) -> None:
    panel = await world.panel(world.hall)
    await world.simulated.delete_message(world.hall.id, panel)
    await world.simulated.settle()
    assert await world.panels() == []


async def test_a_panel_goes_with_its_channel(world: World) -> None:
    room = world.guild.create_text_channel("room")
    await world.simulated.settle()
    await world.panel(room)
    await world.simulated.delete_channel(room.id)
    await world.simulated.settle()
    assert await world.panels() == []


async def test_a_thread_locked_by_hand_still_takes_replies(world: World) -> None:
    """P07: (e) works if the bot may manage threads."""
    ticket = await world.open_ticket()
    await world.simulated.set_thread(world.thread(ticket).id, archived=True, locked=True)
    await world.reply(ticket, "Locked or not.")
    assert "Locked or not." in world.said(ticket)[-1]
    assert (await world.seen(ticket.id)).status is Status.OPEN


async def test_an_archived_thread_goes_on_with_its_ticket(world: World) -> None:
    """P07: (a) is recorded, (b) is sent, (c) closes."""
    ticket = await world.open_ticket()
    thread = world.thread(ticket).id
    await world.simulated.set_thread(thread, archived=True)
    await world.members["owner"].send(world.thread(ticket), "Still there?")
    await world.simulated.settle()
    await world.simulated.set_thread(thread, archived=True)
    await world.reply(ticket, "Yes.")
    await world.simulated.set_thread(thread, archived=True)
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert [each.content for each in (await world.detail(ticket.id)).messages[1:]] == ["Still there?", "Yes."]
    assert "closed this ticket" in world.said(ticket)[-1]
    assert await world.set_aside() == []


async def test_who_lost_the_thread_may_open_again_where_one_ticket_is_allowed(world: World) -> None:
    """L01: the limit counts open tickets alone."""
    limited = await world.add_category("limited", ["responder"], limit=1)
    draft = TicketDraft(limited.id, "Fire", "It burns.")
    ticket = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    await world.simulated.delete_channel(world.thread(await world.seen(ticket.id)).id)
    await world.simulated.settle()
    assert (await world.store.write(tickets.open_ticket, world.actor("owner"), draft)).number > ticket.number
