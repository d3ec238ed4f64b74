"""The live queue of a category: one message that staff placed, true to the tickets, whose buttons work for years."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import discord

from bot.demo.simulated import ChannelHandle, InteractionResult, texts
from desk import categories, messages, tickets
from desk.changes import TicketChange
from desk.exchange import LiveQueue
from desk.models import Priority
from desk.store import Tx
from storage.desk_store import open_desk
from tests.relay.test_changes import labels
from tests.relay.world import World


async def place_queue(world: World, channel: ChannelHandle | None, category: str = "open") -> None:
    """Staff chooses where the queue is shown, and it is drawn."""
    await choose_channel(world, channel, category)
    await world.simulated.settle()


async def choose_channel(world: World, channel: ChannelHandle | None, category: str = "open") -> None:
    """Staff chooses where the queue is shown."""

    def choose(tx: Tx) -> None:
        found = tx.categories.get(world.guild.id, world.category_ids[category])
        assert found is not None
        channel_id = channel.id if channel else None
        tx.categories.save(replace(found, settings=replace(found.settings, queue_channel_id=channel_id)))

    await world.store.write(choose)
    # What the form of the settings records.
    draft = categories.CategoryDraft(
        category, responder_role_ids=(world.roles["responder"].id,), viewer_role_ids=(world.roles["viewer"].id,)
    )
    change = replace(draft, description=f"shown in {channel.id if channel else None}")
    await world.store.write(
        categories.edit, world.actor("admin"), world.category_ids[category], change, world.assignable
    )


def shown(world: World, channel: ChannelHandle | None = None) -> list[discord.Message]:
    """What stands in the channel."""
    return world.simulated.messages((channel or world.hall).id)


def text_of(message: discord.Message) -> str:
    return "\n".join(filter(None, texts([message])))


def answered(result: InteractionResult) -> str:
    """What the presser alone read."""
    assert result.ephemeral
    assert result.response is not None
    return text_of(result.response.message)


async def rows(world: World) -> Sequence[LiveQueue]:
    return await world.store.read(lambda tx: tx.queues.live())


async def test_the_queue_is_posted_where_staff_wants_it_and_follows_the_tickets(world: World) -> None:
    ticket = await world.open_ticket("Printer is on fire")
    await place_queue(world, world.hall)
    [message] = shown(world)
    assert "1 open ticket" in text_of(message)
    assert "Printer is on fire" in text_of(message)
    assert labels(message) == ["Claim next", "My queue"]
    urgent = await world.open_ticket("Flood in the office")
    await world.store.write(
        tickets.update, world.actor("manager"), urgent.id, TicketChange(priority=Priority.URGENT, claimed_by_me=True)
    )
    await world.simulated.settle()
    [message] = shown(world)
    text = text_of(message)
    assert text.index("Flood in the office") < text.index("Printer is on fire")
    assert f"<@{world.members['manager'].id}>" in text
    for each in (ticket, urgent):
        await world.store.write(tickets.close, world.actor("manager"), each.id)
    await world.simulated.settle()
    [message] = shown(world)
    assert "Nobody is waiting." in text_of(message)


async def test_notes_and_other_categories_are_never_shown(world: World) -> None:
    await place_queue(world, world.hall)
    ticket = await world.open_ticket()
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "Suspicious customer")
    draft = tickets.TicketDraft(world.category_ids["other"], "Payslip is missing", "Where is it?")
    await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    [message] = shown(world)
    assert "Suspicious" not in text_of(message)
    assert "Payslip" not in text_of(message)
    assert "It burns" not in text_of(message)


async def test_the_longest_titles_fit_and_what_has_no_room_is_counted(world: World) -> None:
    """P02: what members type never makes the message too big for Discord."""
    for _ in range(12):
        draft = tickets.TicketDraft(world.category_ids["open"], "*" * 120, "Please help.")
        await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await place_queue(world, world.hall)
    [message] = shown(world)
    assert "12 open tickets" in text_of(message)
    assert "2 more: `/ticket queue`" in text_of(message)


async def test_what_looks_the_same_is_not_drawn_again(world: World) -> None:
    await place_queue(world, world.hall)
    ticket = await world.open_ticket()
    [message] = shown(world)
    path = f"/channels/{world.hall.id}/messages/{message.id}"
    before = sum(request.path == path for request in world.simulated.env.http_requests)
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "A note")
    await world.store.write(messages.reply, world.actor("owner"), ticket.id, "Anybody there?")
    await world.simulated.settle()
    assert sum(request.path == path for request in world.simulated.env.http_requests) == before


async def test_a_queue_deleted_by_hand_is_posted_again(world: World) -> None:
    await place_queue(world, world.hall)
    [message] = shown(world)
    await world.simulated.delete_message(world.hall.id, message.id)
    await world.simulated.settle()
    [again] = shown(world)
    assert again.id != message.id
    assert [row.message_id for row in await rows(world)] == [again.id]


async def test_a_queue_deleted_while_the_desk_was_away_is_posted_again(world: World) -> None:
    await place_queue(world, world.hall)
    [message] = shown(world)
    await world.desk.relay.stop()
    world.simulated.backend.delete_message(world.hall.id, message.id)
    await world.restart()
    [again] = shown(world)
    assert again.id != message.id


async def test_a_channel_that_is_gone_is_forgotten_and_that_is_told(world: World) -> None:
    channel = world.guild.create_text_channel("queue")
    await place_queue(world, channel)
    assert len(shown(world, channel)) == 1
    await world.simulated.delete_channel(channel.id)
    await world.simulated.settle()
    assert await rows(world) == []
    told = await world.store.read(lambda tx: tx.events.after(world.guild.id, 0, 1000))
    assert [it.data["without"] for it in told if "without" in it.data] == ["queue"]
    await world.open_ticket()
    assert await rows(world) == []


async def test_another_channel_takes_the_queue_over_and_none_takes_it_away(world: World) -> None:
    channel = world.guild.create_text_channel("queue")
    await place_queue(world, world.hall)
    await place_queue(world, channel)
    assert (len(shown(world)), len(shown(world, channel))) == (0, 1)
    await place_queue(world, None)
    assert shown(world, channel) == []
    assert await rows(world) == []


async def test_the_queue_of_a_deleted_category_is_taken_away(world: World) -> None:
    await place_queue(world, world.hall)
    await world.store.write(categories.delete, world.actor("definer"), world.category_ids["open"])
    await world.simulated.settle()
    assert shown(world) == []


async def test_a_restart_draws_what_happened_meanwhile_in_the_same_message(world: World) -> None:
    await place_queue(world, world.hall)
    [message] = shown(world)
    await world.desk.relay.stop()
    draft = tickets.TicketDraft(world.category_ids["open"], "Opened meanwhile", "Please help.")
    await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.restart()
    [again] = shown(world)
    assert again.id == message.id
    assert "Opened meanwhile" in text_of(again)


async def test_a_queue_whose_posting_was_never_written_down_is_found_again(world: World) -> None:
    await place_queue(world, world.hall)
    await world.store.write(lambda tx: tx.queues.shown(world.category_ids["open"], None, None))
    await world.restart()
    [message] = shown(world)
    assert [row.message_id for row in await rows(world)] == [message.id]


async def test_a_channel_that_refuses_holds_up_no_other_queue_and_is_not_asked_without_end(world: World) -> None:
    channel = world.guild.create_text_channel("queue")
    path = f"/channels/{world.hall.id}/messages"
    world.simulated.refuse("POST", path, status=403, code=50013, times=None)
    await place_queue(world, world.hall)
    await place_queue(world, channel, "other")
    for _ in range(3):
        await world.open_ticket()
    tried = [
        request for request in world.simulated.env.http_requests if (request.method, request.path) == ("POST", path)
    ]
    assert len(tried) == 1
    assert len(shown(world, channel)) == 1
    world.simulated.stop_refusing()
    await world.restart()
    assert len(shown(world)) == 1


async def test_claim_next_gives_the_presser_the_most_pressing_ticket(world: World) -> None:
    await world.open_ticket("First")
    second = await world.open_ticket("Second")
    await world.store.write(tickets.update, world.actor("manager"), second.id, TicketChange(priority=Priority.HIGH))
    await place_queue(world, world.hall)
    await world.restart()
    [message] = shown(world)
    answer = await world.members["responder"].click(message, label="Claim next")
    await world.simulated.settle()
    assert f"<#{second.place.channel_id}>" in answered(answer)
    assert (await world.seen(second.id)).claimed_by == world.members["responder"].id
    [message] = shown(world)
    assert f"<@{world.members['responder'].id}>" in text_of(message)
    for name in ("viewer", "owner", "outsider"):
        refused = await world.members[name].click(message, label="Claim next")
        assert "no ticket to claim" in answered(refused)


async def test_my_queue_opens_what_the_presser_has_claimed(world: World) -> None:
    ticket = await world.open_ticket("Mine to work on")
    await world.open_ticket("Of nobody")
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await place_queue(world, world.hall)
    [message] = shown(world)
    answer = await world.members["responder"].click(message, label="My queue")
    text = answered(answer)
    assert "Mine to work on" in text
    assert "Of nobody" not in text


async def test_between_two_drawings_there_is_time(tmp_path: Path) -> None:
    async with open_desk(tmp_path / "desk.db") as store:
        world = World(store, spacing=3600.0)
        try:
            await world.build()
            await place_queue(world, world.hall)
            assert shown(world) == []
            await world.restart()
            [message] = shown(world)
            await world.open_ticket()
            await world.open_ticket()
            [still] = shown(world)
            assert text_of(still) == text_of(message)
        finally:
            await world.end()
