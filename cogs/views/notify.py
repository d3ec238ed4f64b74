"""Whether a member is told by direct message when staff answers: the question, and the two buttons below it."""

import re
from contextlib import suppress

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button, mark_button
from cogs.views.buttons import DeskButton, row
from desk import telling
from desk.actor import Actor
from desk.errors import Unavailable

NOTIFY = re.compile("notify:(on|off)")


async def to_be_asked(door: Door, actor: Actor) -> bool:
    """Whether the member is to be asked now. When the desk cannot write that down, another time is as good."""
    with suppress(Unavailable):
        return await door.store.write(telling.ask_once, actor)
    return False


def with_question(text: str) -> Answer:
    """That answer with the question below it."""
    return Answer(text, embed=discord.Embed(description=words.notify.question()), view=choice())


def choice() -> discord.ui.View:
    """The two buttons."""
    tell, no = button("Tell me by direct message"), button("No")
    return row(NotifyButton("notify:on", tell), NotifyButton("notify:off", no))


class NotifyButton(DeskButton, template=NOTIFY):
    """Chooses for who pressed it."""

    label = mark_button("No")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Keep it, and say in place of the question what holds; what stands above it stays."""
        above = interaction.message.content if interaction.message else ""
        actor = await door.turn(interaction)
        on = self.match[1] == "on"
        await door.store.write(telling.choose, actor, on=on)
        await answer(interaction, Answer(above or None, embed=discord.Embed(description=words.notify.state(on=on))))
