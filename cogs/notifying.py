"""The command with which members say whether they are told by direct message: `/ticket notify`."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.views.notify import choice
from desk import telling


class NotifyCommands(commands.Cog):
    """What is mixed into the commands of tickets."""

    door: Door

    @app_commands.command(name="notify", description="Be told by direct message when staff answers, or not")
    @app_commands.describe(when="On or off; without it you see what holds now")
    async def notify(self, interaction: discord.Interaction, when: Literal["on", "off"] | None = None) -> None:
        """Keep the choice, or show what holds with the two buttons."""
        actor = await self.door.enter(interaction)
        if when is not None:
            await self.door.store.write(telling.choose, actor, on=when == "on")
            await answer(interaction, words.notify.state(on=when == "on"))
            return
        on = await self.door.store.read(telling.chosen, actor)
        await answer(interaction, Answer(embed=discord.Embed(description=words.notify.state(on=on)), view=choice()))
