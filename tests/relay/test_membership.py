"""Who leaves the server, comes back, or changes roles, while the desk runs and while it is away."""

from datetime import timedelta

import pytest

from desk import blocks, tickets
from desk.clock import rfc3339, system_clock
from desk.models import Status, Ticket
from tests.relay.world import World


async def with_participant(world: World) -> Ticket:
    """A ticket claimed by the responder, to which the outsider was added."""
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.store.write(
        lambda tx: tx.participants.add(ticket.guild_id, ticket.id, world.members["outsider"].id, ticket.created_at)
    )
    await world.simulated.settle()
    return ticket


@pytest.mark.parametrize("away", [False, True], ids=["live", "away"])
async def test_nothing_closes_when_others_leave_and_a_claim_is_free_again(world: World, *, away: bool) -> None:
    """L03: a participant's leaving is noted, a claimer's releases the claim, anybody else's is nothing."""
    ticket = await with_participant(world)
    gone = [world.members[name] for name in ("outsider", "responder", "elsewhere")]
    if away:
        async with world.away():
            for member in gone:
                await world.simulated.leave(member)
    else:
        for member in gone:
            await world.simulated.leave(member)
            await world.simulated.settle()
    found = await world.seen(ticket.id)
    assert (found.status, found.claimed_by) == (Status.OPEN, None)
    assert await world.store.read(lambda tx: tx.participants.of(ticket.id)) == []
    told = [text for text in world.said(ticket) if "left the server" in text]
    assert len(told) == 2
    if not away:
        # Their mentions would say nothing any more.
        names = ("outsider", "responder")
        assert [name for text in told for name in names if name in text] == [*names]
    await world.store.write(tickets.claim, world.actor("manager"), ticket.id)
    await world.simulated.settle()
    assert await world.set_aside() == []


@pytest.mark.parametrize("away", [False, True], ids=["live", "away"])
async def test_an_owner_who_leaves_is_told_of_once_and_comes_back_into_the_thread(world: World, *, away: bool) -> None:
    """L03, O05: the ticket stays open; whoever comes back finds it."""
    ticket = await world.open_ticket()
    owner = world.members["owner"]
    if away:
        async with world.away():
            await world.simulated.leave(owner)
    else:
        await world.simulated.leave(owner)
    await world.restart()
    assert (await world.seen(ticket.id)).status is Status.OPEN
    assert [text for text in world.said(ticket) if "left the server" in text] == world.said(ticket)
    assert len(world.said(ticket)) == 1
    if away:
        async with world.away():
            await world.simulated.come_back(owner)
    else:
        await world.simulated.come_back(owner)
        await world.simulated.settle()
    assert "owner" in world.people_in(ticket)
    assert "owner" in world.who_writes(ticket)


async def test_who_leaves_and_comes_back_while_the_desk_is_away_finds_what_is_theirs_and_no_more(world: World) -> None:
    """Discord puts whoever leaves out of every thread, and tells nobody later."""
    world.clock = world.simulated.env.now
    await world.restart()
    ticket = await with_participant(world)
    gone = ("owner", "outsider", "viewer", "responder")
    async with world.away():
        for name in gone:
            await world.simulated.leave(world.members[name])
        await world.simulated.advance(60)
        for name in gone:
            await world.simulated.come_back(world.members[name], [world.roles["viewer"]] if name == "viewer" else [])
    assert world.people_in(ticket) == {"owner", "viewer"}
    assert "owner" in world.who_writes(ticket)
    assert (await world.seen(ticket.id)).claimed_by is None
    assert await world.store.read(lambda tx: tx.participants.of(ticket.id)) == []
    before = len(world.simulated.requests)
    await world.restart()
    assert {it.method for it in world.simulated.requests[before:]} <= {"GET", "PUT"}


async def test_roles_changed_while_the_desk_was_away_change_who_is_in_the_threads(world: World) -> None:
    """O05: who may not see is put out, of archived threads too; who may is brought in; who left alone is left alone."""
    ticket, archived = await world.open_ticket(), await world.open_ticket("Flood")
    await world.simulated.set_thread(world.thread(archived).id, archived=True)
    async with world.away():
        await world.simulated.take_role(world.members["responder"], world.roles["responder"])
        await world.simulated.give_role(world.members["outsider"], world.roles["responder"])
    assert world.people_in(ticket) == {"owner", "viewer", "outsider"}
    assert "responder" not in world.people_in(archived)
    before = len(world.simulated.requests)
    await world.restart()
    assert {it.method for it in world.simulated.requests[before:]} <= {"GET", "PUT"}


async def test_a_role_deleted_while_the_desk_was_away_puts_its_members_out(world: World) -> None:
    ticket = await world.open_ticket()
    async with world.away():
        await world.simulated.delete_role(world.roles["responder"])
    assert world.people_in(ticket) == {"owner", "viewer"}


async def test_a_manager_whose_role_was_taken_while_the_desk_was_away_is_put_out(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("manager"), ticket.id)
    await world.simulated.settle()
    assert "manager" in world.people_in(ticket)
    async with world.away():
        await world.simulated.take_role(world.members["manager"], world.roles["manager"])
    assert "manager" not in world.people_in(ticket)


@pytest.mark.parametrize("away", [False, True], ids=["live", "away"])
async def test_a_block_that_ends_by_itself_lets_the_member_in_again(world: World, *, away: bool) -> None:
    ticket = await world.open_ticket()
    until = system_clock() + timedelta(days=1)
    await world.store.write(blocks.block, world.actor("admin"), world.actor("responder"), rfc3339(until))
    await world.simulated.settle()
    assert "responder" not in world.people_in(ticket)
    if away:
        async with world.away():
            world.clock = lambda: until + timedelta(seconds=1)
    else:
        world.clock = lambda: until + timedelta(seconds=1)
        world.desk.relay.wake()
        await world.simulated.settle()
    assert "responder" in world.people_in(ticket)
    assert await world.store.read(lambda tx: tx.blocks.all(world.guild.id)) == []


async def test_a_blocked_member_who_comes_back_finds_the_own_ticket_and_no_other(world: World) -> None:
    ticket = await world.open_ticket(by="responder")
    other = await world.open_ticket("Flood")
    await world.store.write(blocks.block, world.actor("admin"), world.actor("responder"))
    await world.simulated.settle()
    responder = world.members["responder"]
    await world.simulated.leave(responder)
    await world.simulated.come_back(responder, [world.roles["responder"]])
    await world.simulated.settle()
    assert "responder" in world.people_in(ticket)
    assert "responder" not in world.people_in(other)
