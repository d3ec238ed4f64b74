"""The log channel tells staff what was done, by whom and through which door, in order and once."""

import re
from dataclasses import replace

import pytest

from bot.demo.simulated import texts
from bot.relay.log_words import LINES, UNTOLD
from desk import audit, blocks, categories, messages, moving, tickets
from desk.actor import Via
from desk.errors import MissingGrant
from desk.events import EventType
from tests.relay.in_channels import set_up
from tests.relay.world import World


def told(world: World, channel_id: int) -> list[str]:
    """The lines of the log, without their times; and of an opening without the place, which may not be made yet."""
    shown = "\n".join(filter(None, texts(world.simulated.messages(channel_id)))).split("\n")
    return [re.sub(r"( opened .+) <#\d+>", r"\1", line.partition("> ")[2]) for line in shown if line]


async def write_into(world: World, name: str = "log") -> int:
    channel = world.guild.create_text_channel(name)
    await world.simulated.settle()
    await world.store.write(audit.set_log_channel, world.actor("manager"), channel.id)
    await world.simulated.settle()
    return channel.id


def test_every_kind_of_event_has_a_line_or_a_reason_to_have_none() -> None:
    assert {*LINES, *UNTOLD} == set(EventType)
    assert not LINES.keys() & UNTOLD.keys()


async def test_staff_reads_who_did_what_at_either_door(world: World) -> None:
    await world.open_ticket("Before the log")
    log = await write_into(world)
    responder, owner = world.members["responder"].id, world.members["owner"].id
    ticket = await world.open_ticket("Broken **lamp**")
    await world.store.write(messages.reply, world.actor("owner"), ticket.id, "Still dark")
    await world.store.write(tickets.claim, world.actor("responder", Via.DISCORD), ticket.id)
    await world.store.write(messages.reply, world.actor("responder"), ticket.id, "On my way")
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "the fuse, as ever")
    await world.store.write(tickets.close, world.actor("manager", Via.DISCORD), ticket.id)
    await world.store.write(blocks.block, world.actor("manager"), world.actor("outsider"))
    await world.simulated.settle()
    titled = "**#2** \u2068Broken \\*\\*lamp\\*\\*\u2069"
    named = f"{titled} <#{ticket.place.channel_id}>"
    assert told(world, log) == [
        f"<@{world.members['manager'].id}> had the log written elsewhere. · API",
        f"<@{owner}> opened {titled}. · API",
        f"<@{responder}> claimed {named}.",
        f"<@{responder}> replied in {named}. · API",
        f"<@{responder}> wrote a note in {named}. · API",
        f"<@{world.members['manager'].id}> closed {named}.",
        f"<@{world.members['manager'].id}> blocked <@{world.members['outsider'].id}>. · API",
    ]
    assert "fuse" not in "".join(told(world, log))
    sent = [it.json for it in world.simulated.requests if f"/channels/{log}/messages" in it.path]
    assert [body["allowed_mentions"] for body in sent if isinstance(body, dict)] == [{"parse": []}] * len(sent)


async def test_a_category_with_a_log_of_its_own_is_told_there_alone(world: World) -> None:
    log = await write_into(world)
    own = world.guild.create_text_channel("own log")
    await world.simulated.settle()
    category = (await world.store.read(categories.list_categories, world.actor("admin"))).categories[0]
    with_log = replace(category, settings=replace(category.settings, log_channel_id=own.id))
    await world.store.write(lambda tx: tx.categories.save(with_log))
    ticket = await world.open_ticket()
    assert [line.split(" ", 1)[1][:6] for line in told(world, own.id)] == ["opened"]
    assert not any(f"#{ticket.number}" in line for line in told(world, log))


async def test_a_deleted_log_channel_is_forgotten_and_holds_up_nothing(world: World) -> None:
    log = await write_into(world)
    await world.simulated.delete_channel(log)
    await world.simulated.settle()
    ticket = await world.open_ticket()
    assert ticket.place.channel_id is not None
    assert await world.store.read(audit.log_channel, world.actor("manager")) is None


async def test_what_was_for_a_log_channel_that_is_gone_stands_in_the_log_of_the_server(world: World) -> None:
    log = await write_into(world)
    gone = 999
    await set_up(world, log_channel_id=gone)
    ticket = await world.open_ticket()
    assert told(world, log)[-1] == f"<@{ticket.owner_id}> opened **#1** \u2068Printer is on fire\u2069. · API"
    own = world.guild.create_text_channel("own log")
    await world.simulated.settle()
    await set_up(world, log_channel_id=own.id)
    await world.simulated.delete_channel(own.id)
    await world.simulated.settle()
    lost = "The log channel of category \u2068open\u2069 was deleted. Choose another: `/category edit`."
    assert told(world, log)[-1] == lost


async def test_many_acts_on_a_title_of_signs_are_all_told(world: World) -> None:
    """More than Discord takes in one message of text."""
    log = await write_into(world)
    ticket = await world.open_ticket("*" * 120)
    await world.desk.relay.stop()
    for holder in ("responder", "admin") * 10:
        await world.store.write(tickets.assign, world.actor("manager"), ticket.id, world.actor(holder))
    await world.restart()
    assert sum(" gave " in line for line in told(world, log)) == 20
    assert max(len("".join(filter(None, texts([it])))) for it in world.simulated.messages(log)) <= 4000


async def test_what_is_done_to_a_category_is_told_with_its_name(world: World) -> None:
    log = await write_into(world)
    admin, category = world.actor("admin"), world.category_ids["open"]
    ticket = await world.open_ticket()
    await world.store.write(moving.move, admin, ticket.id, world.category_ids["other"])
    await world.store.write(categories.edit, admin, category, categories.CategoryDraft("Help"), world.assignable)
    await world.simulated.settle()
    await world.store.write(categories.delete, admin, category)
    await world.simulated.settle()
    by, named = f"<@{admin.user_id}>", f"**#1** \u2068Printer is on fire\u2069 <#{ticket.place.channel_id}>"
    assert [line for line in told(world, log) if "category" in line] == [
        f"{by} moved {named} to category \u2068other\u2069. · API",
        f"{by} changed category \u2068Help\u2069. · API",
        f"{by} deleted category \u2068Help\u2069. · API",
    ]


@pytest.mark.parametrize("name", ["owner", "viewer", "responder", "definer"])
async def test_only_who_manages_tickets_moves_the_log(world: World, name: str) -> None:
    with pytest.raises(MissingGrant):
        await world.store.write(audit.set_log_channel, world.actor(name), world.hall.id)
