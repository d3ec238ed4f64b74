"""Panels: posted once, true to the categories, and their buttons work after any restart."""

import discord

from desk import categories
from desk.models import Status
from tests.relay.test_changes import labels
from tests.relay.world import World


async def post(world: World) -> discord.Message:
    """A panel in the hall."""
    await world.store.write(categories.post_panel, world.actor("definer"), world.hall.id)
    await world.simulated.settle()
    [panel] = world.simulated.messages(world.hall.id)
    return panel


async def test_a_panel_has_a_button_for_each_category_and_follows_them(world: World) -> None:
    assert labels(await post(world)) == ["open", "other"]
    await world.add_category("third", ["responder"])
    await world.store.write(categories.delete, world.actor("definer"), world.category_ids["open"])
    await world.simulated.settle()
    [panel] = world.simulated.messages(world.hall.id)
    assert labels(panel) == ["other", "third"]


async def test_a_panel_without_categories_says_so(world: World) -> None:
    await post(world)
    for category_id in world.category_ids.values():
        await world.store.write(categories.delete, world.actor("definer"), category_id)
    await world.simulated.settle()
    [panel] = world.simulated.messages(world.hall.id)
    assert labels(panel) == []
    assert "nothing to choose from" in panel.content


async def test_a_panel_deleted_by_hand_is_forgotten(world: World) -> None:
    panel = await post(world)
    await world.simulated.delete_message(world.hall.id, panel.id)
    await world.add_category("third", ["responder"])
    await world.simulated.settle()
    assert await world.store.read(lambda tx: tx.places.panels(world.guild.id)) == []


async def test_a_panel_that_is_out_of_reach_holds_up_no_category(world: World) -> None:
    panel = await post(world)
    world.simulated.refuse("PATCH", f"/channels/{world.hall.id}/messages/{panel.id}", status=403, code=50001)
    await world.add_category("third", ["responder"])
    await world.simulated.settle()
    assert await world.store.read(lambda tx: tx.events.parked(world.guild.id)) == []
    assert "tickets-third" in [place.name for place in world.simulated.places()]


async def test_old_buttons_work_after_a_restart(world: World) -> None:
    """P06: Open on the old panel; Claim, Close and Reopen on the old ticket."""
    panel = await post(world)
    ticket = await world.open_ticket()
    await world.restart()
    owner, responder = world.members["owner"], world.members["responder"]
    form = await owner.click(panel, label="open")
    await owner.submit_modal(form, {"title": "Second fire", "message": "It burns there, too."})
    assert [each.title for each in await world.everything()][:1] == ["Second fire"]
    await responder.click(world.card(ticket), custom_id=f"claim:{ticket.id}")
    assert (await world.seen(ticket.id)).claimed_by == responder.id
    await owner.click(world.card(ticket), custom_id=f"close:{ticket.id}")
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).status is Status.CLOSED
    await world.restart()
    last = world.simulated.messages(world.thread(ticket).id)[-1]
    await owner.click(last, custom_id=f"reopen:{ticket.id}")
    await world.simulated.settle()
    assert (await world.seen(ticket.id)).status is Status.OPEN
