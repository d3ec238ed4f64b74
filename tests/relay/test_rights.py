"""Whoever loses the right to a ticket, by whatever way, leaves its thread, and whoever gets it comes in."""

import pytest

from desk import blocks, categories, grants, tickets
from desk.actor import Grant
from desk.models import Ticket
from tests.relay.test_people import edit
from tests.relay.world import World


async def claimed(world: World, by: str) -> Ticket:
    """A ticket into whose thread that member came by claiming it."""
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor(by), ticket.id)
    await world.simulated.settle()
    assert by in world.people_in(ticket)
    return ticket


async def block(world: World, name: str) -> None:
    """Have a manager block that member."""
    await world.store.write(blocks.block, world.actor("manager"), world.actor(name))
    await world.simulated.settle()


async def test_a_blocked_responder_leaves_the_threads_and_no_change_of_a_card_brings_them_back(world: World) -> None:
    ticket = await world.open_ticket()
    await block(world, "responder")
    assert world.people_in(ticket) == {"owner", "viewer"}
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "viewer"}


async def test_a_blocked_responder_is_not_let_into_a_new_ticket_but_the_others_of_the_role_are(world: World) -> None:
    await world.simulated.give_role(world.members["outsider"], world.roles["responder"])
    await block(world, "responder")
    assert world.people_in(await world.open_ticket()) == {"owner", "viewer", "outsider"}


async def test_a_role_given_to_who_is_blocked_brings_them_in_only_when_the_block_is_lifted(world: World) -> None:
    ticket = await world.open_ticket()
    await block(world, "outsider")
    await world.simulated.give_role(world.members["outsider"], world.roles["responder"])
    await world.simulated.settle()
    assert "outsider" not in world.people_in(ticket)
    await world.store.write(blocks.unblock, world.actor("manager"), world.members["outsider"].id)
    await world.simulated.settle()
    assert "outsider" in world.people_in(ticket)


async def test_a_blocked_owner_stays_in_the_own_thread(world: World) -> None:
    ticket = await world.open_ticket()
    await block(world, "owner")
    assert "owner" in world.people_in(ticket)


async def test_a_manager_leaves_the_thread_when_the_role_loses_its_grant(world: World) -> None:
    ticket = await claimed(world, "manager")
    await world.store.write(grants.revoke, world.actor("admin"), world.roles["manager"].id, Grant.MANAGE_TICKETS)
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "responder", "viewer"}


@pytest.mark.parametrize("name", ["manager", "admin"])
async def test_who_manages_no_more_leaves_a_thread_whose_category_is_gone(world: World, name: str) -> None:
    ticket = await claimed(world, name)
    await world.store.write(categories.delete, world.actor("admin"), world.category_ids["open"])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", name}
    await world.simulated.take_role(world.members[name], world.roles[name])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner"}


async def test_a_role_that_is_deleted_takes_its_members_out(world: World) -> None:
    ticket = await world.open_ticket()
    await world.simulated.delete_role(world.roles["responder"])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "viewer"}


async def test_a_role_given_wakes_no_thread_that_is_none_of_its_business(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    assert ticket.place.channel_id is not None
    await world.simulated.set_thread(ticket.place.channel_id, archived=True, locked=True)
    for change in (world.simulated.give_role, world.simulated.take_role):
        await change(world.members["outsider"], world.roles["elsewhere"])
        await change(world.members["outsider"], world.roles["responder"])
        await world.simulated.settle()
    place = next(it for it in world.simulated.places() if it.id == ticket.place.channel_id)
    assert place.archived


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_one_thread_that_discord_refuses_keeps_nobody_in_the_others(world: World, method: str) -> None:
    first, second = await world.open_ticket(), await world.open_ticket()
    path = f"/channels/{first.place.channel_id}/thread-members*"
    world.simulated.refuse(method, path, status=403, code=50013, times=None)
    await world.simulated.take_role(world.members["responder"], world.roles["responder"])
    await world.simulated.settle()
    await edit(world, responders=["responder"], viewers=[])
    assert world.people_in(second) == {"owner"}


async def test_an_owner_whose_role_becomes_a_viewers_goes_on_writing(world: World) -> None:
    await world.simulated.give_role(world.members["owner"], world.roles["elsewhere"])
    own, of_responder = await world.open_ticket(), await world.open_ticket(by="responder")
    await edit(world, responders=[], viewers=["viewer", "elsewhere", "responder"])
    assert "owner" in world.who_writes(own)
    assert "responder" in world.who_writes(of_responder)
