"""A blocked role: who holds it is put out of all but their own, and comes back when the block or the role goes."""

from datetime import timedelta

import pytest

from desk import blocks, tickets
from desk.clock import rfc3339, system_clock
from desk.errors import Blocked
from desk.models import Status, Ticket
from tests.relay.in_channels import let_be_channels
from tests.relay.world import World


@pytest.fixture(params=["thread", "channel"])
async def ticket(world: World, request: pytest.FixtureRequest) -> Ticket:
    """A ticket in a place of either style."""
    if request.param == "channel":
        await let_be_channels(world)
    return await world.open_ticket()


async def block_role(world: World, name: str, until: str | None = None) -> None:
    await world.store.write(blocks.block_role, world.actor("manager"), world.roles[name].id, until)
    await world.simulated.settle()


async def test_who_holds_a_blocked_role_is_put_out_and_brought_in_again(world: World, ticket: Ticket) -> None:
    await block_role(world, "responder")
    assert "responder" not in world.who_reads(ticket)
    assert "viewer" in world.who_reads(ticket)
    await world.store.write(blocks.unblock_role, world.actor("manager"), world.roles["responder"].id)
    await world.simulated.settle()
    assert "responder" in world.who_writes(ticket)


async def test_a_blocked_role_that_is_given_or_taken_puts_a_member_out_or_brings_them_in(
    world: World, ticket: Ticket
) -> None:
    await block_role(world, "elsewhere")
    await world.simulated.give_role(world.members["responder"], world.roles["elsewhere"])
    await world.simulated.settle()
    assert "responder" not in world.who_reads(ticket)
    await world.simulated.take_role(world.members["responder"], world.roles["elsewhere"])
    await world.simulated.settle()
    assert "responder" in world.who_writes(ticket)


async def test_an_owner_who_is_given_a_blocked_role_reads_on_and_writes_nothing(world: World, ticket: Ticket) -> None:
    await block_role(world, "elsewhere")
    await world.simulated.give_role(world.members["owner"], world.roles["elsewhere"])
    await world.simulated.settle()
    assert "owner" in world.who_reads(ticket)
    if "owner" in world.who_writes(ticket):
        await world.members["owner"].send(world.thread(ticket), "Let me in")
        await world.simulated.settle()
    assert "Let me in" not in world.said(ticket)
    assert [each.content for each in (await world.detail(ticket.id)).messages][1:] == []


async def test_the_block_of_a_role_ends_by_its_time(world: World, ticket: Ticket) -> None:
    until = system_clock() + timedelta(hours=1)
    await block_role(world, "responder", rfc3339(until))
    assert "responder" not in world.who_reads(ticket)
    world.clock = lambda: until + timedelta(seconds=1)
    world.desk.relay.wake()
    await world.simulated.settle()
    assert "responder" in world.who_writes(ticket)
    assert not await world.store.read(lambda tx: tx.role_blocks.all(world.guild.id))


async def test_a_blocked_role_that_is_deleted_holds_nobody_any_more(world: World, ticket: Ticket) -> None:
    await world.simulated.give_role(world.members["responder"], world.roles["elsewhere"])
    await block_role(world, "elsewhere")
    assert "responder" not in world.who_reads(ticket)
    await world.simulated.delete_role(world.roles["elsewhere"])
    await world.simulated.settle()
    assert "responder" in world.who_writes(ticket)
    assert not await world.store.read(lambda tx: tx.role_blocks.all(world.guild.id))


async def test_a_blocked_role_given_while_the_desk_was_away_puts_out_as_well(world: World, ticket: Ticket) -> None:
    await block_role(world, "elsewhere")
    async with world.away():
        await world.simulated.give_role(world.members["responder"], world.roles["elsewhere"])
    assert "responder" not in world.who_reads(ticket)


async def test_leaving_and_coming_back_undoes_no_block(world: World, ticket: Ticket) -> None:
    responder = world.members["responder"]
    await world.store.write(blocks.block, world.actor("manager"), world.actor("responder"))
    await world.simulated.leave(responder)
    await world.simulated.settle()
    await world.simulated.come_back(responder)
    await world.simulated.give_role(responder, world.roles["responder"])
    await world.simulated.settle()
    assert "responder" not in world.who_reads(ticket)
    with pytest.raises(Blocked):
        await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    assert (await world.seen(ticket.id)).status is Status.OPEN
