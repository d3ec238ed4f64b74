"""Many at once: each gets what is theirs."""

import asyncio

from desk import tickets
from desk.actor import Via
from desk.tickets import TicketDraft
from tests.relay.world import World


async def test_people_who_open_at_once_get_their_own_number_thread_and_words(world: World) -> None:
    """R03: distinct numbers, each ticket with its own opener, channel and text."""
    names = ("owner", "outsider", "responder", "viewer", "manager") * 5
    writes = [
        world.store.write(
            tickets.open_ticket,
            world.actor(name, Via.REST if n % 2 else Via.DISCORD),
            TicketDraft(world.category_ids["open"], f"Fire {n:02d}", f"It burns at {name}, number {n:02d}."),
        )
        for n, name in enumerate(names)
    ]
    opened = await asyncio.gather(*writes)
    await world.simulated.settle()
    assert sorted(ticket.number for ticket in opened) == list(range(1, 26))
    for n, (name, ticket) in enumerate(zip(names, opened, strict=True)):
        drawn = await world.seen(ticket.id)
        assert f"It burns at {name}, number {n:02d}." in world.card_text(drawn)
        assert f"Fire {n:02d}" in world.card_text(drawn)
        assert name in world.people_in(drawn)
        place = next(it for it in world.simulated.places() if it.id == drawn.place.channel_id)
        assert place.name == f"{ticket.number:04d} · Fire {n:02d}"


async def test_one_press_after_another_makes_one_ticket_where_the_limit_is_one(world: World) -> None:
    """R01: ten forms sent in at the same moment open one ticket, and each is answered with a link to it."""
    limited = await world.add_category("limited", ["responder"], limit=1)
    owner = world.members["owner"]
    forms = [await owner.slash(world.hall, "ticket open", category=str(limited.id)) for _ in range(10)]
    values = {"title": "Fire", "message": "It burns, please help."}
    answers = [world.simulated.submit(owner, form, values) for form in forms]
    await world.simulated.settle()
    [ticket] = await world.everything()
    assert all(str(ticket.place.channel_id) in (answer.response.content or "") for answer in answers if answer.response)
    assert all(answer.response for answer in answers)
    assert len([place for place in world.simulated.places() if place.kind == "private thread"]) == 1


async def test_openings_that_a_stop_left_behind_look_through_the_threads_of_the_server_together(world: World) -> None:
    await world.open_ticket()
    await world.desk.relay.stop()
    for n in range(8):
        draft = TicketDraft(world.category_ids["open"], f"Fire {n}", "It burns, please help.")
        await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    before = len(world.simulated.requests)
    await world.restart()
    asked = [it.path for it in world.simulated.requests[before:] if it.path.endswith("/threads/active")]
    assert 1 <= len(asked) <= 3
    assert len([place for place in world.simulated.places() if place.kind == "private thread"]) == 9
