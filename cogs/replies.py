"""The commands of ready replies: `/reply`, and `/desk replies`, where they are kept."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.answers import answer
from cogs.choosing import on_ticket, replies_to_pick, tickets_to_pick
from cogs.door import Door
from cogs.options import WHICH, Number
from cogs.views.ready import preview_answer, surroundings
from cogs.views.replies import list_answer, shelf
from desk import canned
from desk.models import Status


class ReplyCog(commands.Cog, name="reply"):
    """Sends what staff has ready."""

    def __init__(self, door: Door) -> None:
        self.door = door

    @app_commands.command(name="reply", description="Send a ready reply; you see it first")
    @app_commands.describe(name="Which one; those of the ticket's category are offered", ticket=WHICH)
    @app_commands.autocomplete(name=replies_to_pick)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    @app_commands.guild_only()
    async def reply(self, interaction: discord.Interaction, name: str, ticket: Number | None = None) -> None:
        """Show it as it will stand in the ticket."""
        actor = await self.door.enter(interaction)
        around, where = await surroundings(interaction, self.door), interaction.channel_id
        shown = await self.door.store.read(on_ticket, actor, ticket, where, canned.preview, name, around)
        await answer(interaction, preview_answer(shown))


class RepliesCommands(commands.Cog):
    """What is mixed into the commands of the desk."""

    door: Door

    @app_commands.command(name="replies", description="Make, edit and delete the replies that staff has ready")
    async def replies(self, interaction: discord.Interaction) -> None:
        """Show them all, to choose from."""
        actor = await self.door.enter(interaction)
        await answer(interaction, list_answer(await self.door.store.read(shelf, actor)))
