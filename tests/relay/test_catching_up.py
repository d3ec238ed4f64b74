"""After a start the desk knows what happened in Discord while it was away: all of it once, in order, at its time."""

import discord

from bot.relay.catching_up import RECENT
from desk import tickets
from desk.clock import system_clock
from desk.models import Message, PlaceState, Status, Ticket
from desk.tickets import TicketDraft
from tests.relay.world import World


async def contents(world: World, ticket: Ticket) -> list[str]:
    """What was said in the ticket after its opening, as the desk knows it."""
    return [message.content for message in (await kept(world, ticket))]


async def kept(world: World, ticket: Ticket) -> list[Message]:
    """The messages of the ticket after its opening."""
    return list((await world.detail(ticket.id)).messages[1:])


async def test_what_was_written_while_the_desk_was_away_is_kept_once_and_in_order(world: World) -> None:
    """O05: seven messages in three tickets, each once, in order, with its true time."""
    first, second, third = [await world.open_ticket(f"Fire {n}") for n in range(3)]
    await world.members["owner"].send(world.thread(first), "before")
    async with world.away():
        owner, responder = world.members["owner"], world.members["responder"]
        sent = [await owner.send(world.thread(first), f"{n}") for n in range(4)]
        await responder.send(world.thread(second), "Is it hot?")
        await owner.send(world.thread(second), "Very.")
        await owner.send(world.thread(third), "Nothing new.")
    assert await contents(world, first) == ["before", "0", "1", "2", "3"]
    assert await contents(world, second) == ["Is it hot?", "Very."]
    assert await contents(world, third) == ["Nothing new."]
    told = [message.created_at for message in await kept(world, first)]
    assert told[1:] == [
        f"{each.created_at:%Y-%m-%dT%H:%M:%S}.{each.created_at.microsecond // 1000:03d}Z" for each in sent
    ]
    await world.restart()
    assert await contents(world, first) == ["before", "0", "1", "2", "3"]


async def test_edits_and_deletions_of_that_time_are_followed(world: World) -> None:
    """O05, C04: an edit and a deletion in tickets where nothing else was said meanwhile."""
    ticket, other = await world.open_ticket(), await world.open_ticket("Flood")
    owner = world.members["owner"]
    yes = await owner.send(world.thread(ticket), "yes")
    gone = await owner.send(world.thread(other), "gone soon")
    await owner.send(world.thread(other), "stays")
    reply = await world.reply(other, "Wrong ticket.")
    async with world.away():
        await owner.edit(yes, "no")
        await owner.delete(gone)
        await world.simulated.delete_message(world.thread(other).id, (await shown_as(world, other, reply)))
    [edited] = await kept(world, ticket)
    assert (edited.content, edited.edited_at is not None) == ("no", True)
    assert await contents(world, other) == ["stays"]


async def shown_as(world: World, ticket: Ticket, reply: Message) -> int:
    """The Discord message that shows the reply."""
    [found] = [it.discord_id for it in await kept(world, ticket) if it.id == reply.id]
    assert found is not None
    return found


async def test_what_somebody_wrote_and_left_is_kept(world: World) -> None:
    """O05: who has left meanwhile could write when they did."""
    ticket = await world.open_ticket()
    async with world.away():
        await world.members["responder"].send(world.thread(ticket), "I quit.")
        await world.simulated.leave(world.members["responder"])
    assert await contents(world, ticket) == ["I quit."]


async def test_a_reply_shown_before_the_desk_has_caught_up_hides_nothing(world: World) -> None:
    """What waits in the outbox is posted at the start; what members wrote before it is found all the same."""
    ticket = await world.open_ticket()
    async with world.away():
        await world.members["owner"].send(world.thread(ticket), "Anybody?")
        await world.reply_unseen(ticket, "Yes.")
    assert sorted(await contents(world, ticket)) == ["Anybody?", "Yes."]
    assert "Yes." in world.said(ticket)[-1]


async def test_a_thread_deleted_while_the_desk_was_away_closes_its_ticket(world: World) -> None:
    """L01: (b) found at the start; what was said stays readable, and the member may open again."""
    limited = await world.add_category("limited", ["responder"], limit=1)
    draft = TicketDraft(limited.id, "Fire", "It burns.")
    ticket = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    ticket = await world.seen(ticket.id)
    await world.members["owner"].send(world.thread(ticket), "Quick!")
    async with world.away():
        await world.simulated.delete_channel(world.thread(ticket).id)
    found = await world.seen(ticket.id)
    assert (found.status, found.close_reason) == (Status.CLOSED, "place_gone")
    assert (found.place.state, found.place.channel_id) == (PlaceState.FAILED, None)
    assert await contents(world, ticket) == ["Quick!"]
    again = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    assert (await world.seen(again.id)).place.state is PlaceState.MADE


async def test_discord_failing_is_not_a_thread_that_is_gone(world: World) -> None:
    """L01: 403, 500 and a timeout say nothing of the thread; the next try finds what was said."""
    ticket, barred = await world.open_ticket(), await world.open_ticket("Flood")
    async with world.away():
        for each in (ticket, barred):
            await world.simulated.set_thread(world.thread(each).id, archived=True)
        await world.members["owner"].send(world.thread(ticket), "Quick!")
        await world.simulated.set_thread(world.thread(ticket).id, archived=True)
        world.simulated.refuse("GET", f"/channels/{world.thread(ticket).id}", status=500, times=2)
        world.simulated.refuse("GET", f"/channels/{world.thread(barred).id}", status=403, code=50001)
    assert [(await world.seen(each.id)).status for each in (ticket, barred)] == [Status.OPEN] * 2
    assert await contents(world, ticket) == ["Quick!"]


async def test_a_bot_that_may_not_read_the_history_takes_nothing_for_gone(world: World) -> None:
    """O05: an empty history is no proof; once the bot may read again, what it missed is found."""
    ticket = await world.open_ticket()
    await world.members["owner"].send(world.thread(ticket), "before")
    guild = world.simulated.bot.get_guild(world.guild.id)
    parent = next(it.parent_id for it in world.simulated.places() if it.id == ticket.place.channel_id)
    channel = guild.get_channel(parent or 0) if guild else None
    assert isinstance(channel, discord.TextChannel)
    with world.simulated.time_context():
        await channel.set_permissions(channel.guild.me, view_channel=True, read_message_history=False)
    async with world.away():
        await world.members["owner"].send(world.thread(ticket), "meanwhile")
    assert await contents(world, ticket) == ["before"]
    async with world.away():
        world.simulated.allow_everything(parent or 0)
    assert await contents(world, ticket) == ["before", "meanwhile"]


async def test_an_archived_thread_is_found_and_its_ticket_stays_open(world: World) -> None:
    """P07: (a), (d) archived is neither closed nor gone, also when the desk starts meanwhile."""
    ticket = await world.open_ticket()
    async with world.away():
        await world.members["owner"].send(world.thread(ticket), "Still there?")
        await world.simulated.set_thread(world.thread(ticket).id, archived=True)
    assert (await world.seen(ticket.id)).status is Status.OPEN
    assert await contents(world, ticket) == ["Still there?"]
    await world.members["owner"].send(world.thread(ticket), "Hello?")
    await world.simulated.settle()
    assert await contents(world, ticket) == ["Still there?", "Hello?"]
    await world.reply(ticket, "Here I am.")
    assert "Here I am." in world.said(ticket)[-1]


async def test_a_panel_deleted_while_the_desk_was_away_is_forgotten(world: World) -> None:
    """L01: nothing is drawn any more where nothing stands."""
    panel = await world.panel(world.hall)
    other = await world.panel(world.hall)
    async with world.away():
        await world.simulated.delete_message(world.hall.id, panel)
    assert await world.panels() == [other]


async def test_a_card_deleted_while_the_desk_was_away_is_posted_again(world: World) -> None:
    ticket = await world.open_ticket()
    assert ticket.place.card_id is not None
    async with world.away():
        await world.simulated.delete_message(world.thread(ticket).id, ticket.place.card_id)
    assert "Printer is on fire" in world.card_text(await world.seen(ticket.id))


async def test_places_in_which_nothing_happened_are_not_asked_for_one_by_one(world: World) -> None:
    """Archived threads come by the hundred; for those that changed, and for those alone, Discord is asked each."""
    found = [await world.open_ticket(f"Fire {n}") for n in range(6)]
    for each in found:
        await world.members["owner"].send(world.thread(each), "Quick!")
        await world.simulated.set_thread(world.thread(each).id, archived=True)
    world.clock = lambda: system_clock() + 2 * RECENT
    await world.restart()
    before = len(world.simulated.requests)
    async with world.away():
        await world.members["owner"].send(world.thread(found[2]), "Anybody?")
    asked = [it.path for it in world.simulated.requests[before:] if it.path.startswith("/channels/")]
    listed = [path for path in asked if path.endswith("/threads/archived/private")]
    assert len(listed) == 1
    assert {path.split("/")[2] for path in asked if path not in listed} <= {str(found[2].place.channel_id)}
    assert await contents(world, found[2]) == ["Quick!", "Anybody?"]
    async with world.away():
        await world.simulated.delete_channel(world.thread(found[4]).id)
    assert [(await world.seen(each.id)).status for each in found].index(Status.CLOSED) == 4
