"""The card of a member: by command, and in the menu of a member."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.answers import answer
from cogs.door import Door, door_of
from cogs.views.members import card_answer
from desk import members
from desk.errors import NotFound


class MemberCommands(commands.Cog):
    """What staff knows of a member."""

    door: Door

    @app_commands.command(name="member", description="See what staff knows of a member: tickets, ratings, notes")
    @app_commands.describe(member="Who; without it, the owner of the ticket whose thread you are in")
    async def member(self, interaction: discord.Interaction, member: discord.User | None = None) -> None:
        """Show the card."""
        actor = await self.door.enter(interaction)
        user_id = member.id if member else None
        if user_id is None:
            user_id = await self.door.store.read(members.owner_in, actor, interaction.channel_id or 0)
        await answer(interaction, await card_answer(interaction, self.door, actor, user_id))


@app_commands.guild_only()
@app_commands.context_menu(name="Member card")
async def member_card(interaction: discord.Interaction, member: discord.Member) -> None:
    """Show the card."""
    door = door_of(interaction)
    if member.bot:
        raise NotFound("member")
    actor = await door.enter(interaction)
    await answer(interaction, await card_answer(interaction, door, actor, member.id))


def add_member_menu(bot: commands.Bot) -> None:
    """Give the bot this menu."""
    bot.tree.add_command(member_card)
