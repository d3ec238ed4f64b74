"""A category with thousands of tickets may be edited: only the cards that say something else by it are drawn anew."""

from desk import categories
from desk.categories import CategoryDraft
from tests.relay.world import World


async def cards_drawn(world: World, draft: CategoryDraft) -> int:
    """How many cards are edited when an administrator changes the category so."""
    before = len(world.simulated.requests)
    change = (world.actor("admin"), world.category_ids["open"], draft, world.assignable)
    await world.store.write(categories.edit, *change)
    await world.simulated.settle()
    return len([it for it in world.simulated.requests[before:] if it.method == "PATCH" and "/messages/" in it.path])


async def test_an_edit_of_a_category_draws_only_the_cards_that_look_otherwise_by_it(world: World) -> None:
    ticket, _ = await world.open_ticket(), await world.open_ticket("Flood")
    assert await cards_drawn(world, CategoryDraft("open", ticket_limit=3)) == 0
    assert await cards_drawn(world, CategoryDraft("open", description="All that burns")) == 0
    assert await cards_drawn(world, CategoryDraft("fire brigade")) == 2
    assert "**Category** \u2068fire brigade\u2069" in world.card_text(ticket)
    await world.restart()
    # What stood there before is not known any more.
    assert await cards_drawn(world, CategoryDraft("fire brigade", color="#ff0000")) == 2


async def test_a_card_that_looks_as_it_did_is_left_alone_and_one_whose_drawing_failed_is_not(world: World) -> None:
    ticket = await world.open_ticket()
    path = f"/channels/{ticket.place.channel_id}/messages/{ticket.place.card_id}"
    await cards_drawn(world, CategoryDraft("red"))
    world.simulated.refuse("PATCH", path, status=403, code=50001)
    await cards_drawn(world, CategoryDraft("green"))
    assert "red" in world.card_text(ticket)
    # It may have been drawn, and the answer alone been lost.
    assert await cards_drawn(world, CategoryDraft("red")) == 1
