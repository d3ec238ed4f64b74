"""A ticket that is opened gets its place: a private thread, the right people in it, and a card that calls its owner."""

from tests.relay.world import World


async def test_an_opened_ticket_gets_a_private_thread_named_by_its_number(world: World) -> None:
    ticket = await world.open_ticket()
    place = next(it for it in world.simulated.places() if it.id == ticket.place.channel_id)
    assert (place.name, place.kind) == ("0001 · Printer is on fire", "private thread")


async def test_the_card_says_what_the_ticket_is(world: World) -> None:
    ticket = await world.open_ticket()
    shown = world.card_text(ticket)
    assert "0001" in shown
    assert "Printer is on fire" in shown
    assert "It burns, please help." in shown
    assert f"<@{world.members['owner'].id}>" in shown


async def test_owner_and_staff_are_in_the_thread_and_nobody_else_reads_it(world: World) -> None:
    ticket = await world.open_ticket()
    assert world.people_in(ticket) == {"owner", "viewer", "responder"}
    assert world.who_reads(ticket) == {"owner", "viewer", "responder", "admin"}
    assert world.who_writes(ticket) == {"owner", "responder", "admin"}
