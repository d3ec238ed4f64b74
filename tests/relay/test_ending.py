"""What a category says of leaving and of opening: whose leaving closes a ticket, and whom a new one pings."""

from dataclasses import replace

import pytest

from desk import people, tickets
from desk.models import Status, Style, Ticket
from desk.store import Tx
from tests.relay.world import World


def change_settings(tx: Tx, /, guild_id: int, category_id: int, **settings: object) -> None:
    """Give the category these settings, and leave the others."""
    found = tx.categories.get(guild_id, category_id)
    assert found is not None
    tx.categories.save(replace(found, settings=replace(found.settings, **settings)))  # type: ignore[arg-type]  # named in each test


async def set_up(world: World, **settings: object) -> None:
    """Have the category `open` work so."""
    await world.store.write(change_settings, world.guild.id, world.category_ids["open"], **settings)


def roles_pinged(world: World) -> list[int]:
    """The roles that the bot's new messages pinged, in their order."""
    sent = [it.json for it in world.simulated.requests if it.method == "POST" and isinstance(it.json, dict)]
    return [int(role) for each in sent for role in each.get("allowed_mentions", {}).get("roles", [])]


async def claimed_with_guest(world: World) -> Ticket:
    """A ticket that the responder has claimed, and to which outsider was added."""
    ticket = await world.open_ticket()
    await world.store.write(people.add_person, world.actor("responder"), ticket.id, world.members["outsider"].id)
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    return ticket


@pytest.mark.parametrize("away", [False, True], ids=["live", "away"])
async def test_only_the_opener_s_leaving_closes_a_ticket_l03(world: World, *, away: bool) -> None:
    """L03: not that of somebody who was added, not that of who claimed it, not anybody else's."""
    await set_up(world, close_on_leave=True)
    ticket = await claimed_with_guest(world)

    async def leave(*names: str) -> None:
        for name in names:
            await world.simulated.leave(world.members[name])

    if away:
        async with world.away():
            await leave("outsider", "responder", "elsewhere")
    else:
        await leave("outsider", "responder", "elsewhere")
        await world.simulated.settle()
    found = await world.seen(ticket.id)
    assert (found.status, found.claimed_by) == (Status.OPEN, None)
    if away:
        async with world.away():
            await leave("owner")
    else:
        await leave("owner")
        await world.simulated.settle()
    found = await world.seen(ticket.id)
    assert (found.status, found.close_reason) == (Status.CLOSED, "owner_left")
    said = "\n".join(world.said(ticket))
    assert "This ticket was closed by itself." in said
    assert "Its owner left the server" in said
    assert "stays open" not in said
    assert (await world.store.write(tickets.reopen, world.actor("manager"), ticket.id)).status is Status.OPEN


async def test_an_owner_who_comes_back_and_leaves_again_closes_a_reopened_ticket_l03(world: World) -> None:
    """L03: but staff may reopen the ticket of somebody who is gone, and it stays so."""
    await set_up(world, close_on_leave=True)
    ticket, owner = await world.open_ticket(), world.members["owner"]
    await world.simulated.leave(owner)
    await world.simulated.settle()
    await world.store.write(tickets.reopen, world.actor("responder"), ticket.id)
    await world.restart()
    assert (await world.seen(ticket.id)).status is Status.OPEN
    await world.store.write(tickets.close, world.actor("responder"), ticket.id)
    await world.simulated.come_back(owner)
    await world.store.write(tickets.reopen, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    await world.simulated.leave(owner)
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).close_reason == "owner_left"


@pytest.mark.parametrize("style", list(Style))
async def test_a_new_ticket_pings_the_chosen_roles_once_and_never_again(world: World, style: Style) -> None:
    responder = world.roles["responder"].id
    await set_up(world, called_role_ids=frozenset({responder}), style=style)
    ticket = await world.open_ticket()
    assert roles_pinged(world) == [responder]
    assert f"<@&{responder}>" in world.card_text(ticket)
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    await world.store.write(tickets.reopen, world.actor("owner"), ticket.id)
    await world.simulated.settle()
    await world.restart()
    await world.simulated.delete_message(world.thread(ticket).id, ticket.place.card_id or 0)
    await world.simulated.settle()
    assert "Printer is on fire" in world.card_text(await world.seen(ticket.id))
    assert roles_pinged(world) == [responder]


async def test_a_category_that_chose_no_role_pings_the_owner_alone(world: World) -> None:
    await world.open_ticket()
    assert roles_pinged(world) == []


async def test_a_role_that_no_longer_answers_is_not_pinged(world: World) -> None:
    await set_up(world, called_role_ids=frozenset({world.roles["elsewhere"].id}))
    await world.open_ticket()
    assert roles_pinged(world) == []
