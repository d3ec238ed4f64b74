"""All who belong in a thread come into it, however many they are and whatever the bot may mention."""

import discord
import pytest

from bot.portal import PERMISSIONS
from desk import categories, tickets
from desk.categories import CategoryDraft
from desk.models import PlaceState
from tests.relay.test_people import edit
from tests.relay.world import World


@pytest.fixture
async def invited(world: World) -> World:
    """A world whose bot holds what its invite link asks for and no more."""
    world.simulated.limit_bot(world.guild, discord.Permissions(PERMISSIONS))
    await world.simulated.settle()
    return world


async def crowd(world: World, size: int) -> set[str]:
    """A role of that many members, both by the name of `crowd`."""
    world.roles["crowd"] = world.guild.create_role("crowd")
    names = {f"m{number}" for number in range(size)}
    for name in names:
        world.members[name] = world.simulated.add_member(world.guild, name, [world.roles["crowd"]])
    await world.simulated.settle()
    return names


async def test_a_role_that_a_category_gets_brings_in_all_its_members(invited: World) -> None:
    ticket = await invited.open_ticket()
    names = await crowd(invited, 30)
    await edit(invited, responders=["responder", "crowd"], viewers=[])
    assert invited.people_in(ticket) == {"owner", "responder"} | names
    assert "m7" not in invited.card_text(ticket)


async def test_who_got_the_role_while_a_ticket_was_closed_comes_in_when_it_is_reopened(invited: World) -> None:
    ticket = await invited.open_ticket()
    await invited.store.write(tickets.close, invited.actor("owner"), ticket.id)
    await invited.simulated.settle()
    await invited.simulated.give_role(invited.members["outsider"], invited.roles["responder"])
    await invited.simulated.give_role(invited.members["owner"], invited.roles["viewer"])
    await invited.store.write(tickets.reopen, invited.actor("owner"), ticket.id)
    await invited.simulated.settle()
    assert "outsider" in invited.people_in(ticket)
    assert "owner" in invited.who_writes(ticket)


async def test_the_longest_card_of_a_category_with_as_many_roles_as_its_form_takes_is_drawn(invited: World) -> None:
    names = await crowd(invited, 30)
    for number in range(50):
        invited.roles[f"r{number}"] = invited.guild.create_role(f"r{number}")
    await invited.simulated.settle()
    chosen = [invited.roles[name].id for name in ("crowd", *(f"r{number}" for number in range(49)))]
    draft = CategoryDraft("*" * 100, responder_role_ids=tuple(chosen[:25]), viewer_role_ids=tuple(chosen[25:]))
    admin = invited.actor("admin")
    await invited.store.write(categories.edit, admin, invited.category_ids["open"], draft, invited.assignable)
    ticket = await invited.open_ticket(title="*" * 120, message="*" * 1190)
    assert ticket.place.state is PlaceState.MADE
    assert invited.people_in(ticket) == {"owner"} | names
    await invited.store.write(tickets.close, invited.actor("owner"), ticket.id, "*" * 500)
    await invited.simulated.settle()
    assert "Reason" in invited.card_text(ticket)
    assert "and 40 more" in invited.card_text(ticket)
