"""P06: what stood on a screen before the bot was restarted works afterwards, on every screen that there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import discord

from bot.demo.simulated import InteractionResult, texts
from cogs.views import rating_buttons
from cogs.views.buttons import row
from desk import canned, members, messages, rating, tickets
from desk.canned import ReplyDraft
from tests.cogs.world import World, shown


@dataclass(frozen=True)
class Screen:
    """How a screen comes before somebody's eyes: who they are and what they use."""

    who: str
    command: str
    options: Mapping[str, Any] = field(default_factory=dict)


SCREENS = (
    Screen("manager", "ticket list", {"whose": "all"}),
    Screen("manager", "ticket queue"),
    Screen("manager", "ticket search", {"words": "ticket"}),
    Screen("manager", "ticket show", {"ticket": 3}),
    Screen("manager", "ticket delete", {"ticket": 4}),
    Screen("manager", "ticket merge", {"ticket": 5, "into": 6}),
    Screen("owner", "ticket rate", {"ticket": 1, "stars": 4}),
    Screen("outsider", "ticket open"),
    Screen("manager", "ticket member"),
    Screen("manager", "desk replies"),
    Screen("responder", "reply", {"name": "hello", "ticket": 7}),
    Screen("definer", "category edit", {"category": "other"}),
    Screen("definer", "category form", {"category": "open"}),
    Screen("definer", "desk setup"),
)


async def fill(world: World) -> None:
    """So much in the server that every screen has all its buttons."""
    for number in range(12):
        await world.ticket(f"Ticket {number}")
    await world.store.write(tickets.close, world.actor("owner"), (await world.seen(1)).id)
    for number in range(12):
        await world.store.write(messages.reply, world.actor("owner"), (await world.seen(3)).id, f"Reply {number}")
    await world.store.write(members.add_note, world.actor("manager"), world.members["owner"].id, "Polite")
    await world.store.write(canned.add, world.actor("manager"), ReplyDraft("hello", "Hello {member}"))


Item = tuple[str, Sequence[str]]
DEAD = "This no longer does anything"
BROKEN = "Something went wrong"


def pressable(message: discord.Message) -> list[Item]:
    """The custom_ids of what is on the message and can be pressed, each with what can be chosen in it."""
    rows = [each for each in message.components if isinstance(each, discord.ActionRow)]
    items = [item for each in rows for item in each.children if isinstance(item, discord.Button | discord.SelectMenu)]
    return [
        (item.custom_id or "", [each.value for each in item.options] if isinstance(item, discord.SelectMenu) else ())
        for item in items
        if not item.disabled and item.type in {discord.ComponentType.button, discord.ComponentType.select}
    ]


async def press(world: World, who: str, message: discord.Message, item: Item) -> InteractionResult:
    custom_id, choices = item
    member = world.members[who]
    if choices:
        return await member.select(message, [choices[-1]], custom_id=custom_id)
    return await member.click(message, custom_id=custom_id)


def fault_of(result: InteractionResult) -> str | None:
    """What is wrong with the answer; None when it is one."""
    if result.modal is not None:
        return None
    answers = [each.message for each in (result.response, *result.followups) if each is not None]
    if not answers:
        return None if result.acknowledged else "not answered"
    said = "\n".join(filter(None, texts(answers)))
    return next((each for each in (DEAD, BROKEN) if each in said), None)


async def copies(world: World, screen: Screen) -> dict[str, tuple[discord.Message, Item]]:
    """The screen once for each kind of thing that can be pressed on it, since pressing one changes it."""
    options = dict(screen.options)
    if screen.command == "ticket member":
        options["member"] = world.members["owner"]
    first = pressable(shown(await world.use(screen.who, screen.command, **options)))
    kinds = {item[0].partition(":")[0]: item for item in first}
    return {kind: (shown(await world.use(screen.who, screen.command, **options)), item) for kind, item in kinds.items()}


async def test_p06_every_kind_of_button_on_every_screen_works_after_a_restart(world: World) -> None:
    await fill(world)
    before = [(screen, await copies(world, screen)) for screen in SCREENS]
    await world.simulated.restart(world.fresh_bot())
    faults: dict[str, str] = {}
    for screen, found in before:
        assert found, f"nothing to press on {screen.command}"
        for kind, (message, item) in found.items():
            fault = fault_of(await press(world, screen.who, message, item))
            if fault is not None:
                faults[f"{screen.command} {kind}"] = fault
    assert faults == {}


async def test_p06_more_on_the_card_and_the_stars_under_a_closed_ticket_work_after_a_restart(world: World) -> None:
    ticket = await world.ticket()
    card = world.card(ticket)
    first = shown(await world.members["responder"].click(card, label="More"))
    (more,) = pressable(first)
    offered = [shown(await world.members["responder"].click(card, label="More")) for _ in more[1]]
    await world.simulated.restart(world.fresh_bot())
    for message, choice in zip(offered, more[1], strict=True):
        assert fault_of(await press(world, "responder", message, (more[0], [choice]))) is None, choice
    closed_one = await world.store.write(tickets.close, world.actor("owner"), ticket.id)
    asked = await world.post("How did we do?", row(*rating_buttons(closed_one)))
    await world.simulated.restart(world.fresh_bot())
    thanked = shown(await world.members["owner"].click(asked, label="5 ★"))
    assert (await world.seen(1)).rating == rating.BEST
    await world.simulated.restart(world.fresh_bot())
    form = await world.members["owner"].click(thanked, label="Add a comment")
    await world.simulated.restart(world.fresh_bot())
    await world.members["owner"].submit_modal(form, {"comment": "Quick and kind"})
    assert (await world.seen(1)).rating_comment == "Quick and kind"
