"""The longest and strangest that people may type is shown whole, and Discord refuses none of it."""

from typing import Final

import discord
import pytest

from desk import categories
from tests.relay.world import World

ZALGO: Final = "Z\u0337\u0310\u0324a\u0336\u030e\u0323l\u0335\u0301\u0317g\u0334\u0306\u0325o\u0338\u0302\u0316"
SIGNS: Final = {
    "wide letters": "W",
    "emoji": "\N{FIRE}",
    "a family of one emoji": "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}",
    "right to left": "مرحبا ",
    "turned around": "abc\u202edef",
    "zalgo": ZALGO,
    "ideographs": "退款",
    "markdown": "*_`~|>#-[](<@1>)\\",
    "lines": "-# a\n",
}


def filled(sign: str, length: int) -> str:
    """As much of the sign as fits, never less than all of it."""
    return (sign * length)[:length].strip()


@pytest.mark.parametrize("which", SIGNS)
async def test_the_longest_that_may_be_typed_is_shown_at_every_place(world: World, which: str) -> None:
    sign = SIGNS[which]
    name = filled(sign, 100).replace("\n", " ")
    await world.add_category(name, ["responder"], ["viewer"])
    world.category_ids["open"] = world.category_ids[name]
    ticket = await world.open_ticket(filled(sign, 120), filled(sign, 2000))
    await world.reply(ticket, filled(sign, 2000))
    thread = world.thread(ticket)
    await world.members["owner"].send(thread, filled(sign, 2000))
    for who, command, options in (
        ("responder", "ticket note", {"message": filled(sign, 2000)}),
        ("responder", "ticket claim", {}),
        ("responder", "ticket show", {}),
        ("owner", "ticket list", {}),
        ("owner", "category list", {}),
        ("owner", "ticket close", {"reason": filled(sign, 500)}),
    ):
        answered = await world.members[who].slash(thread, command, **options)
        await world.simulated.settle()
        assert answered.response is not None, command
    await world.store.write(categories.post_panel, world.actor("definer"), world.hall.id)
    await world.simulated.settle()
    offered = await world.members["owner"].autocomplete(thread, "ticket show", "ticket", "1")
    assert len(offered) == 1
    assert len(world.said(ticket)) >= 2
    assert await parked(world) == 0


async def parked(world: World) -> int:
    """How much Discord refused for good."""
    return len(await world.store.read(lambda tx: tx.events.parked(world.guild.id)))


@pytest.mark.parametrize("count", [24, 26, 60])
async def test_many_categories_with_the_longest_names_are_all_offered(world: World, count: int) -> None:
    for number in range(count):
        await world.add_category(f"{number:02} " + "\N{FIRE}" * 97, ["responder"])
    await world.store.write(categories.post_panel, world.actor("definer"), world.hall.id)
    await world.simulated.settle()
    asked = await world.members["owner"].slash(world.hall, "ticket open")
    assert asked.response is not None
    panel = world.simulated.messages(world.hall.id)[-1]
    for message in (asked.response.message, panel):
        rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
        offered = [each for row in rows for item in row.children for each in getattr(item, "options", None) or [item]]
        assert len(offered) == count + 2
    assert await parked(world) == 0


async def test_a_category_of_twenty_five_responder_roles_gives_all_of_them_sight(world: World) -> None:
    names = [f"team {number}" for number in range(25)]
    for name in names:
        world.roles[name] = world.guild.create_role("\N{FIRE}" * 90 + name)
    await world.add_category("crowd", names, ["viewer"])
    last = world.simulated.add_member(world.guild, "last", [world.roles[names[-1]]])
    world.category_ids["open"] = world.category_ids["crowd"]
    ticket = await world.open_ticket()
    await world.members["owner"].slash(world.thread(ticket), "category list")
    assert last.id in world.simulated.who_sees(world.thread(ticket).id)
    assert await parked(world) == 0
