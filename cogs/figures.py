"""The command of figures: `/desk stats`."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from desk import figures


class FiguresCommands(commands.Cog):
    """What is mixed into the commands of the desk."""

    door: Door

    @app_commands.command(name="stats", description="Figures: open tickets, answering times, ratings")
    async def stats(self, interaction: discord.Interaction) -> None:
        """Show the figures of the server."""
        actor = await self.door.enter(interaction)
        shown = await self.door.store.read_long(figures.figures, actor)
        embed = discord.Embed(title=words.figures.title(), description=words.figures.text(shown))
        await answer(interaction, Answer(embed=embed))
