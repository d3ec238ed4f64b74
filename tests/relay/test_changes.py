"""What happens to a ticket is seen in its thread: the card true, a notice of who did it, the thread locked or gone."""

import discord

from desk import tickets
from desk.changes import TicketChange
from desk.models import Status, Ticket
from tests.relay.world import World


def place_of(world: World, ticket: Ticket) -> tuple[bool, bool]:
    """Whether the thread is locked, and whether it is archived."""
    place = next(it for it in world.simulated.places() if it.id == ticket.place.channel_id)
    return place.locked, place.archived


def labels(message: discord.Message) -> list[str]:
    """What can be pressed under a message."""
    found: list[str] = []
    remaining = list(message.components)
    while remaining:
        part = remaining.pop(0)
        remaining += getattr(part, "children", [])
        if isinstance(part, discord.Button) and part.label:
            found.append(part.label)
    return found


async def test_a_claim_by_button_is_seen_in_the_card_and_told_in_the_thread(world: World) -> None:
    ticket = await world.open_ticket()
    await world.members["responder"].click(world.card(ticket), custom_id=f"claim:{ticket.id}")
    await world.simulated.settle()
    assert "responder" in world.card_text(ticket)
    assert labels(world.card(ticket)) == ["Close", "More"]
    [notice] = world.said(ticket)
    assert "responder" in notice
    assert "claimed this ticket" in notice


async def test_a_claim_through_the_api_is_seen_as_well_and_given_back(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.store.write(tickets.release, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    claim, release = world.said(ticket)
    assert "claimed this ticket" in claim
    assert "released this ticket" in release
    assert labels(world.card(ticket)) == ["Claim", "Close", "More"]


async def test_an_assignment_names_who_gave_and_who_got_it(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.assign, world.actor("manager"), ticket.id, world.actor("responder"))
    await world.simulated.settle()
    [notice] = world.said(ticket)
    assert notice.index("manager") < notice.index("assigned") < notice.index("responder")


async def test_a_closed_ticket_is_locked_and_offers_the_way_back(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.close, world.actor("owner"), ticket.id, "It went out by itself.")
    await world.simulated.settle()
    assert place_of(world, ticket) == (True, False)
    [notice] = world.said(ticket)
    assert "owner" in notice
    assert "closed this ticket" in notice
    assert "It went out by itself." in notice
    last = world.simulated.messages(world.thread(ticket).id)[-1]
    assert labels(last) == ["Reopen", "Transcript", "1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]
    assert labels(world.card(ticket)) == ["Reopen", "More"]
    assert world.who_writes(ticket) == {"admin"}


async def test_reopening_wakes_and_unlocks_an_archived_thread(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    await world.simulated.set_thread(world.thread(ticket).id, archived=True, locked=True)
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert place_of(world, ticket) == (False, False)
    assert "reopened this ticket" in world.said(ticket)[-1]
    assert labels(world.card(ticket)) == ["Claim", "Close", "More"]


async def test_the_reason_given_later_is_drawn_into_the_card_of_an_archived_thread(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    await world.simulated.set_thread(world.thread(ticket).id, archived=True, locked=True)
    change = TicketChange(close_reason="Rain.")
    await world.store.write(tickets.update, world.actor("owner"), ticket.id, change)
    await world.simulated.settle()
    assert "Rain." in world.card_text(ticket)


async def test_of_a_ticket_closed_and_reopened_at_once_only_the_last_state_holds(world: World) -> None:
    ticket = await world.open_ticket()
    for act in (tickets.close, tickets.reopen, tickets.close, tickets.reopen):
        await world.store.write(act, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert place_of(world, ticket) == (False, False)
    assert [text.splitlines()[0].rsplit(" ", 3)[1] for text in world.said(ticket)] == [
        "closed",
        "reopened",
        "closed",
        "reopened",
    ]


async def test_a_new_title_stands_in_card_and_thread(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.update, world.actor("owner"), ticket.id, TicketChange(title="Toaster on fire"))
    await world.simulated.settle()
    assert "Toaster on fire" in world.card_text(ticket)
    place = next(it for it in world.simulated.places() if it.id == ticket.place.channel_id)
    assert place.name == "0001 · Toaster on fire"


async def test_a_deleted_ticket_takes_its_thread_with_it(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.delete, world.actor("manager"), ticket.id)
    await world.simulated.settle()
    assert ticket.place.channel_id not in [place.id for place in world.simulated.places()]


async def test_a_ticket_deleted_before_it_was_drawn_leaves_nothing(world: World) -> None:
    opened = await world.open_ticket()
    draft = tickets.TicketDraft(world.category_ids["open"], "Second", "It burns again.")
    second = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.store.write(tickets.delete, world.actor("manager"), second.id)
    await world.simulated.settle()
    threads = [place.name for place in world.simulated.places() if place.kind == "private thread"]
    assert threads == ["0001 · Printer is on fire"]
    assert opened.status is Status.OPEN


async def test_a_thread_deleted_by_hand_stops_nothing(world: World) -> None:
    ticket = await world.open_ticket()
    await world.simulated.delete_channel(world.thread(ticket).id)
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    other = await world.open_ticket("Another one")
    assert (await world.seen(ticket.id)).status is Status.CLOSED
    assert "Another one" in world.card_text(other)


async def test_a_closed_ticket_still_says_who_had_it(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert "**Closed**, claimed by \u2068responder\u2069" in world.card_text(ticket)
