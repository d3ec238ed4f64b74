"""A claim does not outlive the right to it: whatever takes that right, the ticket is free for somebody else."""

from collections.abc import Awaitable, Callable

import pytest

from desk import audit, blocks, categories, grants, tickets
from desk.actor import Grant
from desk.models import Status, Ticket
from tests.relay.test_log import told
from tests.relay.test_people import edit
from tests.relay.world import World


async def claimed(world: World, by: str = "responder") -> Ticket:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor(by), ticket.id)
    await world.simulated.settle()
    return ticket


async def lose_role(world: World, name: str) -> None:
    await world.simulated.take_role(world.members[name], world.roles[name])


async def be_edited_out(world: World, _name: str) -> None:
    await edit(world, responders=["elsewhere"], viewers=["viewer"])


async def lose_category(world: World, _name: str) -> None:
    await world.store.write(categories.delete, world.actor("admin"), world.category_ids["open"])


async def be_blocked(world: World, name: str) -> None:
    await world.store.write(blocks.block, world.actor("admin"), world.actor(name))


async def be_blocked_by_role(world: World, name: str) -> None:
    await world.store.write(blocks.block_role, world.actor("admin"), world.roles[name].id)


async def lose_grant(world: World, name: str) -> None:
    await world.store.write(grants.revoke, world.actor("admin"), world.roles[name].id, Grant.MANAGE_TICKETS)


LOSSES: list[tuple[str, Callable[[World, str], Awaitable[None]]]] = [
    ("responder", lose_role),
    ("responder", be_edited_out),
    ("responder", lose_category),
    ("responder", be_blocked),
    ("responder", be_blocked_by_role),
    ("manager", lose_role),
    ("manager", lose_grant),
    ("admin", lose_role),
]


@pytest.mark.parametrize(("name", "lose"), LOSSES)
async def test_whoever_loses_the_right_to_a_ticket_loses_its_claim_and_it_is_told_once(
    world: World, name: str, lose: Callable[[World, str], Awaitable[None]]
) -> None:
    channel = world.guild.create_text_channel("log")
    await world.simulated.settle()
    await world.store.write(audit.set_log_channel, world.actor("admin"), channel.id)
    ticket = await claimed(world, name)
    await lose(world, name)
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).claimed_by is None
    assert [text for text in world.said(ticket) if "may no longer work on this ticket" in text] == [
        world.said(ticket)[-1]
    ]
    assert "claimed by nobody yet" in world.card_text(ticket)
    [line] = [each for each in told(world, channel.id) if "may no longer work on" in each]
    assert line.startswith(f"<@{world.members[name].id}>")
    await world.restart()
    assert len([text for text in world.said(ticket) if "claimed by nobody" in text]) == 1


async def test_a_right_lost_while_the_desk_was_away_takes_the_claim_and_one_that_is_left_keeps_it(world: World) -> None:
    await world.simulated.give_role(world.members["manager"], world.roles["responder"])
    ticket, kept = await claimed(world), await claimed(world, "manager")
    async with world.away():
        await lose_role(world, "responder")
        await world.simulated.take_role(world.members["manager"], world.roles["responder"])
    assert (await world.seen(ticket.id)).claimed_by is None
    assert (await world.seen(kept.id)).claimed_by == world.members["manager"].id


@pytest.mark.parametrize("leaves", [True, False])
async def test_a_ticket_reopened_when_its_holder_is_gone_is_free(world: World, *, leaves: bool) -> None:
    ticket = await claimed(world)
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    await (world.simulated.leave(world.members["responder"]) if leaves else lose_role(world, "responder"))
    await world.simulated.settle()
    closed = await world.seen(ticket.id)
    assert (closed.status, closed.claimed_by) == (Status.CLOSED, world.members["responder"].id)
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).claimed_by is None


async def test_a_server_that_is_down_or_half_told_takes_nobody_s_claim(world: World) -> None:
    """That Discord fails says nothing about who is gone."""
    ticket = await claimed(world)
    guild = world.simulated.bot.get_guild(world.guild.id)
    responder = guild.get_member(world.members["responder"].id) if guild else None
    assert guild is not None
    assert responder is not None
    # As while Discord tells the members of a large server part by part.
    guild._remove_member(responder)
    await be_edited_out(world, "responder")
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).claimed_by == responder.id
