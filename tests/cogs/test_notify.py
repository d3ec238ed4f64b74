"""Members are asked once whether they want direct messages, and say so by a button or by command."""

from desk import telling
from tests.cogs.world import World, buttons, said, shown

QUESTION = "When staff answers and you are away: shall the desk tell you by direct message?"


async def wants(world: World, name: str = "owner") -> bool:
    """Whether that member is told."""
    return await world.store.read(telling.chosen, world.actor(name))


async def test_a_member_is_asked_below_the_answer_to_their_first_ticket_alone(world: World) -> None:
    first = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns")
    assert QUESTION in said(first)
    assert list(buttons(first)) == ["Tell me by direct message", "No"]
    second = await world.use("owner", "ticket open", category="open", title="Scanner", message="It burns, too")
    assert QUESTION not in said(second)


async def test_a_button_answers_and_the_way_to_the_ticket_stays(world: World) -> None:
    opened = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns")
    above = shown(opened).content
    await world.members["owner"].click(shown(opened), label="Tell me by direct message")
    assert await wants(world)
    assert shown(opened).content == above
    assert "The desk tells you by direct message when staff answers" in said(opened)
    assert (QUESTION in said(opened), buttons(opened)) == (False, {})


async def test_a_member_says_by_command_what_they_want_and_sees_what_holds(world: World) -> None:
    assert "sends you no direct messages" in said(await world.use("owner", "ticket notify"))
    assert "tells you by direct message" in said(await world.use("owner", "ticket notify", when="on"))
    assert await wants(world)
    asked = await world.use("owner", "ticket notify")
    assert "tells you by direct message" in said(asked)
    await world.members["owner"].click(shown(asked), label="No")
    assert not await wants(world)
    assert "sends you no direct messages" in said(asked)


async def test_who_is_refused_a_place_is_not_asked_for_more(world: World) -> None:
    world.refused = True
    opened = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns")
    assert QUESTION not in said(opened)
