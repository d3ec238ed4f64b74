"""A ticket that goes to another team: that one gains it, the old one loses it, and its owner notices nothing."""

import pytest

from desk import moving, people, tickets
from desk.models import ClaimMode, Style, Ticket
from tests.relay.in_channels import set_up, under
from tests.relay.test_people import edit
from tests.relay.world import World


@pytest.fixture(params=list(Style))
async def town(world: World, request: pytest.FixtureRequest) -> World:
    """A world with threads, and one with channels, in both categories."""
    for category in ("open", "other"):
        await set_up(world, category, style=request.param)
    return world


async def move(world: World, ticket: Ticket, category: str = "other", holder: str | None = None) -> None:
    """Have a manager move it."""
    known = world.actor(holder) if holder else None
    await world.store.write(moving.move, world.actor("manager"), ticket.id, world.category_ids[category], known)
    await world.simulated.settle()


async def add(world: World, ticket: Ticket, name: str) -> None:
    """Have a manager add that member."""
    await world.store.write(people.add_person, world.actor("manager"), ticket.id, world.members[name].id)
    await world.simulated.settle()


def team(world: World, ticket: Ticket) -> set[str]:
    """Who reads the ticket, but for those who manage all tickets."""
    return world.who_reads(ticket) - {"manager", "admin"}


async def test_owner_and_participant_read_and_write_whatever_staff_does_with_the_ticket(town: World) -> None:
    """L08: the old team loses it, the new one gains it, and rights come from the ticket's record."""
    ticket = await town.open_ticket()
    await add(town, ticket, "outsider")
    ours = {"owner", "outsider"}
    assert team(town, ticket) == ours | {"responder", "viewer"}
    await town.store.write(tickets.claim, town.actor("responder"), ticket.id)
    await town.simulated.settle()
    assert ours <= town.who_writes(ticket)
    await move(town, ticket, holder="responder")
    assert (await town.seen(ticket.id)).claimed_by is None
    assert team(town, ticket) == ours | {"elsewhere"}
    assert ours | {"elsewhere"} <= town.who_writes(ticket)
    await town.store.write(tickets.assign, town.actor("manager"), ticket.id, town.actor("elsewhere"))
    await town.simulated.settle()
    assert ours | {"elsewhere"} <= town.who_writes(ticket)
    await move(town, ticket, "open")
    assert team(town, ticket) == ours | {"responder", "viewer"}
    assert "viewer" not in town.who_writes(ticket)


async def test_a_member_added_and_removed_gains_and_loses_sight_and_a_viewer_writes_meanwhile(town: World) -> None:
    ticket = await town.open_ticket()
    for name, stays in (("outsider", False), ("viewer", True)):
        await add(town, ticket, name)
        assert name in town.who_writes(ticket)
        member = town.members[name].id
        await town.store.write(people.remove_person, town.actor("manager"), ticket.id, member)
        await town.simulated.settle()
        assert (name in team(town, ticket)) is stays
    if ticket.place.style is Style.CHANNEL:
        assert "viewer" not in town.who_writes(ticket)


async def test_a_role_that_only_viewed_where_the_ticket_came_from_answers_where_it_goes(town: World) -> None:
    """A thread stays under the channel of its first category, whose viewers may not write there."""
    await edit(town, responders=["responder"], viewers=["elsewhere"])
    ticket = await town.open_ticket()
    assert "elsewhere" not in town.who_writes(ticket)
    await move(town, ticket)
    assert team(town, ticket) == {"owner", "elsewhere"}
    assert "elsewhere" in town.who_writes(ticket)


async def test_what_was_said_before_a_move_stays_in_the_same_place(town: World) -> None:
    ticket = await town.open_ticket()
    await town.members["owner"].send(town.thread(ticket), "It still burns.")
    await move(town, ticket)
    assert (await town.seen(ticket.id)).place.channel_id == ticket.place.channel_id
    assert any("It still burns." in text for text in town.said(ticket))
    assert "moved this ticket" in town.said(ticket)[-1]


async def test_a_moved_channel_changes_its_team_and_what_it_lies_under_in_one_request(world: World) -> None:
    for category in ("open", "other"):
        await set_up(world, category, style=Style.CHANNEL)
    ticket = await world.open_ticket()
    before = len(world.simulated.requests)
    await move(world, ticket)
    path = f"/channels/{ticket.place.channel_id}"
    changes = [it.json for it in world.simulated.requests[before:] if (it.method, it.path) == ("PATCH", path)]
    assert [{"permission_overwrites", "parent_id"} <= set(each) for each in changes if isinstance(each, dict)] == [True]
    assert under(world, ticket) == "other"


async def test_in_a_category_where_only_the_claimer_answers_the_new_holder_does(world: World) -> None:
    """L08: the new holder has access."""
    await set_up(world, style=Style.CHANNEL, claim_mode=ClaimMode.CLAIMER)
    await world.simulated.give_role(world.members["outsider"], world.roles["responder"])
    ticket = await world.open_ticket()
    for name, other in (("responder", "manager"), ("manager", "responder")):
        await world.store.write(tickets.assign, world.actor("manager"), ticket.id, world.actor(name))
        await world.simulated.settle()
        assert name in world.who_writes(ticket)
        assert other not in world.who_writes(ticket)
