"""A first visit: how many steps it takes from a bot that was just invited to a member's answered ticket."""

import re
from collections.abc import Mapping
from pathlib import Path

from bot.demo.simulated import InteractionResult, texts
from tests.relay.test_changes import labels
from tests.relay.test_setup import Newcomer, newcomer

__all__ = ["newcomer"]

PAGE = Path(__file__).parents[2] / "docs" / "measurements.md"
INVITE = "the invite link"
"""A step that Discord shows, and no simulated one."""


def steps_of_the_page() -> Mapping[str, int]:
    """How many steps the page says, by who does them."""
    chapter = PAGE.read_text(encoding="utf-8").split("## A first visit")[1].split("\n## ")[0]
    return {who: int(steps) for who, steps in re.findall(r"^\| (\w+) \| (\d+) \|", chapter, re.MULTILINE)}


def filled(form: InteractionResult) -> dict[str, str]:
    """Something in every field of a form."""
    assert form.modal is not None
    parts = [each["component"] for each in form.modal["components"]]
    return {each["custom_id"]: "The printer is on fire." for each in parts}


async def set_up(newcomer: Newcomer) -> None:
    """What the administrator does."""
    await newcomer.begin()
    await newcomer.pick("roles", [newcomer.staff])
    for _ in range(3):
        await newcomer.press("Next")
    assert "General support" in newcomer.words
    await newcomer.press("Set it up")
    assert "❌" not in newcomer.words
    assert newcomer.words.count("✅") == 4
    assert "Your desk is ready." in newcomer.words


async def test_a_first_visit_leads_to_an_answered_ticket_in_as_many_steps_as_the_page_says(newcomer: Newcomer) -> None:
    world, steps = newcomer.world, steps_of_the_page()
    await set_up(newcomer)
    assert len([INVITE, *newcomer.steps]) == steps["administrator"]

    panel = await newcomer.panel()
    assert labels(panel) == ["General support"]
    form = await newcomer.member.click(panel, label="General support")
    sent = await newcomer.member.submit_modal(form, filled(form))
    await world.simulated.settle()
    assert "is open" in "\n".join(filter(None, texts([sent.response.message] if sent.response else [])))
    assert len(["the button", *filled(form)]) == steps["member"]

    [thread] = [it for it in world.simulated.places() if it.kind == "private thread"]
    assert {newcomer.helper.id, newcomer.member.id} <= set(thread.members)
    await newcomer.helper.send(world.simulated.channel(thread.id), "Have you tried water?")
    await world.simulated.settle()
    read = world.simulated.messages(thread.id, newcomer.member)
    assert read[-1].content == "Have you tried water?"
    assert steps["helper"] == 1
