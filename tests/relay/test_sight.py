"""Who really reads and writes in Discord is who may by the table, whatever several changes together come to."""

import discord
import pytest

from desk import blocks, grants, merging, tickets
from desk.actor import Grant
from desk.models import Style, Ticket
from tests.relay.in_channels import set_up
from tests.relay.test_moved import add, move
from tests.relay.world import World


async def opened(world: World, category: str, by: str) -> Ticket:
    draft = tickets.TicketDraft(world.category_ids[category], "Printer is on fire", "It burns, please help.")
    ticket = await world.store.write(tickets.open_ticket, world.actor(by), draft)
    await world.simulated.settle()
    return await world.seen(ticket.id)


async def test_who_owns_a_thread_writes_in_it_whatever_roles_come_to_view_under_its_channel(world: World) -> None:
    """A ticket that is moved leaves its thread where it is, and its new viewers view there from then on."""
    own, added = await opened(world, "other", "viewer"), await opened(world, "other", "owner")
    await world.simulated.give_role(world.members["outsider"], world.roles["viewer"])
    await add(world, added, "outsider")
    await move(world, await opened(world, "other", "owner"), "open")
    assert "viewer" in world.who_writes(own)
    assert "outsider" in world.who_writes(added)
    await world.simulated.give_role(world.members["owner"], world.roles["viewer"])
    await world.simulated.settle()
    assert "owner" in world.who_writes(added)


async def test_who_wrote_in_a_thread_for_its_sake_alone_writes_in_no_other_once_it_is_closed(world: World) -> None:
    own, other = await world.open_ticket(by="viewer"), await world.open_ticket()
    assert "viewer" in world.who_writes(own)
    await world.store.write(tickets.close, world.actor("owner"), other.id)
    await world.store.write(tickets.close, world.actor("viewer"), own.id)
    await world.store.write(tickets.reopen, world.actor("owner"), other.id)
    await world.simulated.settle()
    assert "viewer" not in world.who_writes(other)
    await world.store.write(tickets.reopen, world.actor("viewer"), own.id)
    await world.simulated.settle()
    assert "viewer" in world.who_writes(own)


async def test_what_an_administrator_set_for_a_member_stays_beside_what_the_bot_sets(world: World) -> None:
    ticket = await world.open_ticket(by="viewer")
    parent = next(it.parent_id for it in world.simulated.places() if it.id == ticket.place.channel_id)
    channel = world.simulated.bot.get_channel(parent or 0)
    assert isinstance(channel, discord.TextChannel)
    viewer = channel.guild.get_member(world.members["viewer"].id)
    assert viewer is not None
    both = discord.PermissionOverwrite(send_messages_in_threads=True, add_reactions=False)
    with world.simulated.time_context():
        await channel.set_permissions(viewer, overwrite=both)
    await world.store.write(tickets.close, world.actor("viewer"), ticket.id)
    await world.store.write(tickets.reopen, world.actor("viewer"), ticket.id)
    await world.simulated.settle()
    assert channel.overwrites_for(viewer) == both


async def test_who_manages_tickets_writes_where_a_role_of_theirs_only_views(world: World) -> None:
    await world.simulated.give_role(world.members["manager"], world.roles["viewer"])
    ticket = await world.open_ticket()
    assert "manager" in world.who_writes(ticket)
    await world.store.write(grants.revoke, world.actor("admin"), world.roles["manager"].id, Grant.MANAGE_TICKETS)
    await world.simulated.settle()
    assert "manager" in world.who_reads(ticket)
    assert "manager" not in world.who_writes(ticket)


@pytest.fixture(params=list(Style))
async def town(world: World, request: pytest.FixtureRequest) -> World:
    """A world with threads, and one with channels."""
    await set_up(world, style=request.param)
    return world


async def test_who_is_blocked_is_let_in_by_nothing_that_adds_them(town: World) -> None:
    ticket, duplicate = await town.open_ticket(), await town.open_ticket("Flood", by="outsider")
    await town.store.write(blocks.block, town.actor("admin"), town.actor("outsider"))
    await town.store.write(blocks.block, town.actor("admin"), town.actor("elsewhere"))
    await add(town, ticket, "elsewhere")
    await town.store.write(merging.merge, town.actor("responder"), duplicate.id, ticket.id)
    await town.simulated.settle()
    assert {"elsewhere", "outsider"}.isdisjoint(town.who_reads(ticket))
    await town.store.write(blocks.unblock, town.actor("admin"), town.members["outsider"].id)
    await town.simulated.give_role(town.members["elsewhere"], town.roles["manager"])
    await town.simulated.settle()
    assert {"elsewhere", "outsider"} <= town.who_writes(ticket)


async def test_a_role_whose_block_is_lifted_finds_closed_channels_again(world: World) -> None:
    await set_up(world, style=Style.CHANNEL)
    ticket = await world.open_ticket()
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.store.write(blocks.block_role, world.actor("admin"), world.roles["responder"].id)
    await world.simulated.settle()
    assert "responder" not in world.who_reads(ticket)
    await world.store.write(blocks.unblock_role, world.actor("admin"), world.roles["responder"].id)
    await world.simulated.settle()
    assert "responder" in world.who_reads(ticket)


async def test_a_participant_who_left_finds_no_channel_when_they_come_back(town: World) -> None:
    ticket = await town.open_ticket()
    await add(town, ticket, "outsider")
    await town.simulated.leave(town.members["outsider"])
    await town.simulated.settle()
    await town.simulated.come_back(town.members["outsider"])
    await town.simulated.settle()
    assert "outsider" not in town.who_reads(ticket)
