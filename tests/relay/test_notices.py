"""The direct message to an owner who is away: once, quoted safely, and without harm where Discord refuses it."""

from datetime import timedelta

import discord

from bot.demo.simulated import texts
from desk import audit, deliveries, faultpoint, messages, people, telling, tickets, webhooks
from desk.clock import rfc3339
from desk.models import Off, Status, Ticket
from desk.webhooks import WebhookChange, WebhookDraft
from tests.relay.test_log import told, write_into
from tests.relay.world import World


async def wanting(world: World, *, minutes: int = 10) -> Ticket:
    """A ticket whose owner wants to be told, and is away for so many minutes."""
    await world.store.write(telling.choose, world.actor("owner"), on=True)
    ticket = await world.open_ticket("Printer **on** fire")
    await later(world, minutes)
    return ticket


async def later(world: World, minutes: int) -> None:
    """Let that time pass."""
    before = world.clock
    world.clock = lambda: before() + timedelta(minutes=minutes)
    world.desk.relay.wake()
    await world.simulated.settle()


def received(world: World, name: str = "owner") -> list[str]:
    """The words of each direct message to that member."""
    channel = world.members[name].user.dm_channel
    return ["\n".join(filter(None, texts([it]))) for it in world.simulated.messages(channel.id)]


async def test_who_is_away_is_told_once_with_a_way_to_the_answer(world: World) -> None:
    """C10: what staff wrote stays in its frame, and pings nobody."""
    ticket = await wanting(world)
    await world.reply(ticket, "@everyone look\n# here **now** `x`")
    [shown] = received(world)
    assert "Staff answered your ticket #1 \u2068Printer \\*\\*on\\*\\* fire\u2069 in \u2068House\u2069." in shown
    assert "**\u2068responder\u2069**\n> \\@everyone look\n> \\# here \\*\\*now\\*\\* \\`x\\`" in shown
    channel = world.members["owner"].user.dm_channel
    [message] = world.simulated.messages(channel.id)
    links = [it for row in message.components if isinstance(row, discord.ActionRow) for it in row.children]
    urls = [it.url for it in links if isinstance(it, discord.Button)]
    assert urls == [f"https://discord.com/channels/{world.guild.id}/{ticket.place.channel_id}"]
    sent = [it.json for it in world.simulated.requests if it.path == f"/channels/{channel.id}/messages"]
    assert [it["allowed_mentions"]["parse"] for it in sent if isinstance(it, dict)] == [[]]
    await world.restart()
    assert len(received(world)) == 1


async def test_who_was_just_there_is_told_when_they_did_not_come_back(world: World) -> None:
    ticket = await wanting(world, minutes=0)
    await world.reply(ticket, "Try water")
    await world.reply(ticket, "Or sand")
    assert received(world) == []
    await later(world, 6)
    [shown] = received(world)
    assert "Or sand" in shown


async def test_a_long_answer_is_quoted_in_part_and_a_note_not_at_all(world: World) -> None:
    ticket = await wanting(world)
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "An arsonist")
    await world.simulated.settle()
    assert received(world) == []
    await world.reply(ticket, "\U0001f525 long " * 250)
    [shown] = received(world)
    assert len(shown) < 1000
    assert "…" in shown
    assert "arsonist" not in shown


async def test_closed_direct_messages_change_nothing_and_staff_reads_of_them_once(world: World) -> None:
    """L06: ticket, answers and closing go on; the log says it once; allowed again, it works without a restart."""
    log = await write_into(world)
    ticket = await wanting(world)
    world.simulated.close_direct_messages(world.members["owner"])
    for content in ("one", "two"):
        await world.reply(ticket, content)
        await later(world, 6)
    assert received(world) == []
    line = f"<@{world.members['owner'].id}> takes no direct messages, and was not told of an answer in"
    assert len([it for it in told(world, log) if it.startswith(line)]) == 1
    assert await world.set_aside() == []
    assert len(world.said(ticket)) == 2
    await world.store.write(tickets.close, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).status is Status.CLOSED
    await world.store.write(tickets.reopen, world.actor("responder"), ticket.id)
    world.simulated.stop_refusing()
    await later(world, 6)
    await world.reply(ticket, "three")
    [shown] = received(world)
    assert "three" in shown
    assert await world.store.read(audit.log_channel, world.actor("manager")) == log


async def test_a_message_whose_sending_is_doubtful_is_not_sent_again(world: World) -> None:
    ticket = await wanting(world)
    left = [OSError("cut"), OSError("cut")]

    def hook(name: str) -> None:
        if name == "relay.after_post" and left:
            raise left.pop()

    faultpoint.install(hook)
    try:
        await world.reply(ticket, "Try water")
    finally:
        faultpoint.install(None)
    assert (len(received(world)), len(world.said(ticket)), left) == (1, 1, [])
    await world.restart()
    assert len(received(world)) == 1


async def test_who_has_left_is_told_nothing_and_holds_up_nothing(world: World) -> None:
    ticket = await wanting(world)
    await world.simulated.leave(world.members["owner"])
    await world.reply(ticket, "Try water")
    assert received(world) == []
    assert await world.set_aside() == []


async def test_staff_that_was_added_to_the_ticket_is_staff_to_its_owner_and_a_friend_is_not(world: World) -> None:
    ticket = await wanting(world)
    for name in ("responder", "outsider"):
        await world.store.write(people.add_person, world.actor("manager"), ticket.id, world.members[name].id)
    await world.reply(ticket, "I know that printer", by="outsider")
    assert received(world) == []
    await world.reply(ticket, "Try water")
    [shown] = received(world)
    assert "Try water" in shown


async def test_who_keeps_a_webhook_is_told_once_that_it_was_switched_off_and_what_to_do(world: World) -> None:
    """Whatever dies in between; of its URL only the host, since the rest may be a secret."""
    manager = world.actor("manager")
    draft = WebhookDraft("https://hooks.example.com/services/T0P53CR3T")
    gone, failing = [(await world.store.write(webhooks.create, manager, draft, bytes(32))).id for _ in range(2)]
    struck = [OSError("cut"), OSError("cut")]

    def hook(name: str) -> None:
        if name == "relay.after_post" and struck:
            raise struck.pop()

    faultpoint.install(hook)
    try:
        await world.store.write(deliveries.switch_off, gone, Off.GONE, rfc3339(world.time()))
        await world.simulated.settle()
    finally:
        faultpoint.install(None)
    await world.restart(killed=True)
    [shown] = received(world, "manager")
    assert f"Webhook {gone} to \u2068hooks.example.com\u2069 is switched off in \u2068House\u2069." in shown
    assert "answered 410" in shown
    assert "PUT /api/webhooks" in shown
    assert "T0P53CR3T" not in shown
    async with world.away():
        await world.store.write(deliveries.switch_off, failing, Off.FAILING, rfc3339(world.time()))
        await world.store.write(webhooks.change, manager, failing, WebhookChange(enabled=True))
    assert len(received(world, "manager")) == 1
    world.simulated.close_direct_messages(world.members["manager"])
    await world.store.write(deliveries.switch_off, failing, Off.MEMBER_MAY_NOT, rfc3339(world.time()))
    await world.simulated.settle()
    assert await world.set_aside() == []
