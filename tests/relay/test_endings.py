"""Tickets that close by themselves, as their places show it: the notice, its buttons, the end, and what a gap does."""

from datetime import datetime, timedelta

import discord

from desk import closing, messages, tickets
from desk.models import Status, Ticket
from tests.relay.test_ending import set_up
from tests.relay.world import World

DAY = 24 * 60


async def begin(world: World) -> None:
    """A day of silence closes tickets, and the desk's time is that of the simulated Discord."""
    await set_up(world, silence_minutes=DAY)
    world.clock = lambda: now(world)


def now(world: World) -> datetime:
    return world.simulated.env.now()


async def hours_pass(world: World, hours: float) -> None:
    """So much time passes, and the desk looks."""
    await world.simulated.advance(hours * 3600)
    world.desk.relay.wake()
    await world.simulated.settle()


async def answered(world: World) -> Ticket:
    """A ticket that staff has answered just now."""
    ticket = await world.open_ticket()
    await world.reply(ticket, "Have you tried to turn it off?")
    return ticket


def last(world: World, ticket: Ticket) -> discord.Message:
    return world.simulated.messages(world.thread(ticket).id)[-1]


async def test_silence_closes_a_ticket_half_a_day_after_its_notice_a01(world: World) -> None:
    await begin(world)
    ticket = await answered(world)
    await hours_pass(world, 11)
    assert "turn it off" in world.said(ticket)[-1]
    await hours_pass(world, 1)
    due = int((now(world) + timedelta(hours=12)).timestamp())
    owner = world.members["owner"].id
    assert f"<@{owner}>, is there more to say? This ticket closes <t:{due}:R>." in world.said(ticket)[-1]
    assert world.pinged()[-1] == owner
    await hours_pass(world, 11.9)
    assert (await world.seen(ticket.id)).status is Status.OPEN
    await hours_pass(world, 0.1)
    found = await world.seen(ticket.id)
    assert (found.status, found.close_reason) == (Status.CLOSED, "inactive")
    assert "This ticket was closed by itself." in world.said(ticket)[-1]
    assert "Its member did not answer" in world.said(ticket)[-1]
    assert "Its member did not answer" in world.card_text(ticket)


async def test_the_notice_keeps_a_ticket_open_at_one_tap_also_after_a_restart(world: World) -> None:
    await begin(world)
    ticket = await answered(world)
    await hours_pass(world, 12)
    await world.restart()
    pressed = await world.members["owner"].click(last(world, ticket), label="Keep open")
    assert pressed.response is not None
    assert pressed.response.message.content == f"Ticket #{ticket.number} stays open."
    await world.simulated.settle()
    assert "keeps this ticket open" in world.said(ticket)[-1]
    await hours_pass(world, 23)
    assert (await world.seen(ticket.id)).status is Status.OPEN


async def test_bots_and_reactions_do_not_stop_the_clock_and_do_not_start_it_a01(world: World) -> None:
    """A01 (d)."""
    await begin(world)
    waiting, silent = await world.open_ticket(), await answered(world)
    for ticket in (waiting, silent):
        card = world.card(ticket)
        await world.members["owner"].react(card, "👍")
        await world.members["responder"].react(card, "👍")
    await hours_pass(world, 12)
    await hours_pass(world, 12)
    assert (await world.seen(waiting.id)).status is Status.OPEN
    assert (await world.seen(silent.id)).status is Status.CLOSED


async def test_what_was_missed_is_read_before_anything_closes_a01(world: World) -> None:
    """A01 (e): the desk was off for thirty hours; one member wrote meanwhile, the other did not, none was warned."""
    await begin(world)
    ticket, other, warned = await answered(world), await answered(world), await answered(world)
    await hours_pass(world, 1)
    async with world.away():
        await world.simulated.advance(15 * 3600)
        await world.members["owner"].send(world.thread(ticket), "Yes, and it burns still.")
        await world.simulated.advance(15 * 3600)
    await hours_pass(world, 0.1)
    assert [(await world.seen(each.id)).status for each in (ticket, other, warned)] == [Status.OPEN] * 3
    assert world.said(ticket)[-1] == "Yes, and it burns still."
    assert "closes <t:" in world.said(other)[-1]
    await hours_pass(world, 11)
    assert (await world.seen(other.id)).status is Status.OPEN
    await hours_pass(world, 1)
    assert [(await world.seen(each.id)).status for each in (ticket, other)] == [Status.OPEN, Status.CLOSED]


async def test_a_member_who_answered_the_notice_while_the_desk_was_away_keeps_the_ticket_open_a01(
    world: World,
) -> None:
    await begin(world)
    ticket = await answered(world)
    await hours_pass(world, 12)
    async with world.away():
        await world.simulated.advance(3600)
        await world.members["owner"].send(world.thread(ticket), "Wait!")
        await world.simulated.advance(30 * 3600)
    await hours_pass(world, 1)
    assert (await world.seen(ticket.id)).status is Status.OPEN


async def test_nothing_closes_where_what_was_missed_cannot_be_read_a01(world: World) -> None:
    await begin(world)
    ticket = await answered(world)
    await hours_pass(world, 12)
    guild = world.simulated.bot.get_guild(world.guild.id)
    parent_id = next(it.parent_id for it in world.simulated.places() if it.id == ticket.place.channel_id)
    channel = guild.get_channel(parent_id or 0) if guild else None
    assert isinstance(channel, discord.TextChannel)
    with world.simulated.time_context():
        await channel.set_permissions(channel.guild.me, view_channel=True, read_message_history=False)
    async with world.away():
        await world.simulated.advance(30 * 3600)
    await hours_pass(world, 1)
    assert (await world.seen(ticket.id)).status is Status.OPEN
    async with world.away():
        world.simulated.allow_everything(parent_id or 0)
    await hours_pass(world, 1)
    assert (await world.seen(ticket.id)).status is Status.CLOSED


async def test_while_discord_tells_nothing_nothing_closes_a01(world: World) -> None:
    await begin(world)
    ticket = await answered(world)
    await hours_pass(world, 12)
    world.desk.client.dispatch("disconnect")
    await hours_pass(world, 20)
    assert (await world.seen(ticket.id)).status is Status.OPEN
    world.desk.client.dispatch("resumed")
    await hours_pass(world, 0.1)
    assert (await world.seen(ticket.id)).status is Status.CLOSED


async def test_a_notice_that_discord_refuses_closes_nothing(world: World) -> None:
    await begin(world)
    ticket = await answered(world)
    path = f"/channels/{world.thread(ticket).id}/messages"
    world.simulated.refuse("POST", path, status=403, code=50013, times=None)
    await hours_pass(world, 12)
    await hours_pass(world, 50)
    assert (await world.seen(ticket.id)).status is Status.OPEN
    assert await world.set_aside() == ["closing.announced"]


async def test_a_set_time_is_told_with_its_reason_and_called_off_by_the_member_s_next_message(world: World) -> None:
    world.clock = lambda: now(world)
    ticket, other = await world.open_ticket(), await world.open_ticket()
    for each in (ticket, other):
        await world.store.write(closing.plan, world.actor("responder"), each.id, "4h", "All done")
    await world.simulated.settle()
    assert "has this ticket close <t:" in world.said(ticket)[-1]
    assert "All done" in world.said(ticket)[-1]
    assert "**Closes by itself** <t:" in world.card_text(other)
    await world.members["owner"].send(world.thread(other), "No, it is not.")
    await hours_pass(world, 4)
    assert "Closes by itself" not in world.card_text(other) + world.card_text(ticket)
    found = await world.seen(ticket.id)
    assert (found.status, found.close_reason) == (Status.CLOSED, "All done")
    assert (await world.seen(other.id)).status is Status.OPEN


async def test_an_owner_who_is_asked_closes_the_ticket_or_says_not_yet(world: World) -> None:
    ticket, other = await world.open_ticket(), await world.open_ticket()
    for each in (ticket, other):
        await world.store.write(closing.ask, world.actor("responder"), each.id, "Paid back")
    await world.simulated.settle()
    assert "asks: can this ticket be closed?" in world.said(ticket)[-1]
    refused = await world.members["viewer"].click(last(world, ticket), label="Close it")
    assert refused.response is not None
    assert "Only the ticket's owner and its staff close it" in refused.response.message.content
    await world.members["owner"].click(last(world, ticket), label="Close it")
    found = await world.seen(ticket.id)
    assert (found.status, found.close_reason) == (Status.CLOSED, "Paid back")
    await world.members["owner"].click(last(world, other), label="Not yet")
    await world.simulated.settle()
    assert (await world.seen(other.id)).status is Status.OPEN
    assert "keeps this ticket open" in world.said(other)[-1]


async def test_a_notice_of_what_was_called_off_before_it_could_be_shown_is_not_shown(world: World) -> None:
    ticket = await world.open_ticket()
    await world.desk.relay.stop()
    await world.store.write(closing.plan, world.actor("responder"), ticket.id, "4h")
    await world.store.write(messages.reply, world.actor("owner"), ticket.id, "Not yet!")
    await world.store.write(closing.plan, world.actor("responder"), ticket.id, "4h")
    await world.store.write(tickets.close, world.actor("responder"), ticket.id)
    await world.restart()
    assert not any("has this ticket close" in each for each in world.said(ticket))
