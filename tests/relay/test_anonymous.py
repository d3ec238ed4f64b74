"""A ticket's place where staff answers without names: its owner reads it too, so nothing that the bot posts has one."""

from dataclasses import replace

import discord
import pytest

from bot.demo.simulated import texts
from desk import closing, merging, moving, people, tickets
from desk.models import Ticket
from tests.relay.test_live_queue import place_queue, shown
from tests.relay.world import World

STAFF = ("responder", "manager", "elsewhere", "admin")


async def hide_names(world: World, name: str = "open") -> None:
    """Staff of that category answers without names."""
    guild_id, category_id = world.guild.id, world.category_ids[name]
    category = await world.store.read(lambda tx: tx.categories.get(guild_id, category_id))
    assert category is not None
    hidden = replace(category, settings=replace(category.settings, anonymous=True))
    await world.store.write(lambda tx: tx.categories.save(hidden))


def staff_named(world: World, ticket: Ticket) -> list[str]:
    """The texts of the bot in the ticket's place that name somebody of the staff."""
    facts = world.card_text(ticket).split("-# Staff:")[0]
    signs = [*STAFF, *(f"<@{world.members[name].id}>" for name in STAFF)]
    return [text for text in (facts, *world.said(ticket)) if any(sign in text for sign in signs)]


async def test_no_notice_and_no_card_names_staff(world: World) -> None:
    await hide_names(world)
    ticket = await world.open_ticket()
    acts = (
        lambda tx: tickets.claim(tx, world.actor("responder"), ticket.id),
        lambda tx: tickets.assign(tx, world.actor("admin"), ticket.id, world.actor("manager")),
        lambda tx: people.add_person(tx, world.actor("responder"), ticket.id, world.members["outsider"].id),
        lambda tx: closing.plan(tx, world.actor("responder"), ticket.id, "4h"),
        lambda tx: closing.keep_open(tx, world.actor("responder"), ticket.id),
        lambda tx: closing.ask(tx, world.actor("manager"), ticket.id),
        lambda tx: people.remove_person(tx, world.actor("responder"), ticket.id, world.members["outsider"].id),
        lambda tx: tickets.close(tx, world.actor("manager"), ticket.id),
        lambda tx: tickets.reopen(tx, world.actor("manager"), ticket.id),
    )
    for act in acts:
        await world.store.write(act)
        await world.simulated.settle()
        assert staff_named(world, ticket) == []
    said = "\n".join(world.said(ticket))
    for notice in ("claimed this", "added", "close", "keeps", "removed", "closed this", "reopened"):
        assert notice in said
    assert "**Claimed by** Support team" in world.card_text(ticket)


async def test_who_moves_a_ticket_from_there_or_into_there_has_no_name_in_it(world: World) -> None:
    await hide_names(world)
    ticket = await world.open_ticket()
    other = await world.open_ticket("Another", by="owner")
    await world.store.write(merging.merge, world.actor("responder"), other.id, ticket.id)
    await world.simulated.settle()
    assert staff_named(world, ticket) == staff_named(world, other) == []
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    await world.store.write(moving.move, world.actor("manager"), ticket.id, world.category_ids["other"])
    await world.simulated.settle()
    said = "\n".join(world.said(ticket))
    assert "moved this ticket" in said
    assert "released this ticket" in said
    assert staff_named(world, ticket) == []


async def test_what_was_done_there_is_told_without_names_though_the_ticket_is_elsewhere_when_it_is_drawn(
    world: World,
) -> None:
    await hide_names(world)
    ticket = await world.open_ticket()
    await world.desk.relay.stop()
    for act in (
        lambda tx: tickets.claim(tx, world.actor("responder"), ticket.id),
        lambda tx: tickets.close(tx, world.actor("responder"), ticket.id),
        lambda tx: tickets.reopen(tx, world.actor("manager"), ticket.id),
        lambda tx: moving.move(tx, world.actor("manager"), ticket.id, world.category_ids["other"]),
    ):
        await world.store.write(act)
    await world.restart()
    said = "\n".join(world.said(ticket))
    for notice in ("claimed this", "closed this", "reopened", "moved this", "released this"):
        assert notice in said
    assert staff_named(world, ticket) == []


@pytest.mark.parametrize("said", ["It is on its way", "\N{FIRE}" * 1900], ids=["in the card", "below it"])
async def test_what_staff_opens_for_a_member_there_is_opened_by_the_team(world: World, said: str) -> None:
    await hide_names(world)
    draft = tickets.TicketDraft(world.category_ids["open"], "Your order", said)
    opened = await world.store.write(tickets.open_ticket, world.actor("responder"), draft, world.actor("owner"))
    await world.simulated.settle()
    ticket = await world.seen(opened.id)
    assert "by Support team" in world.card_text(ticket)
    assert staff_named(world, ticket) == []


async def test_the_live_queue_names_who_has_a_ticket_only_where_not_everybody_reads_it(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await place_queue(world, world.hall)
    await hide_names(world)
    await world.open_ticket("Another")
    holder = f"<@{world.members['responder'].id}>"

    def queue() -> str:
        return "\n".join(filter(None, texts(shown(world))))

    assert "Support team" in queue()
    assert holder not in queue()
    hall = world.simulated.bot.get_channel(world.hall.id)
    assert isinstance(hall, discord.TextChannel)
    await hall.set_permissions(hall.guild.me, view_channel=True)
    await hall.set_permissions(hall.guild.default_role, view_channel=False)
    await world.open_ticket("One more")
    assert holder in queue()
