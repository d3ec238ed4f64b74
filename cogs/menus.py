"""The menus with which tickets are opened: on a message, about it; on a member, for them."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.door import door_of
from cogs.language import title
from cogs.views.about import menu_form, quoted
from desk import entrance
from desk.errors import NotFound


@app_commands.guild_only()
@app_commands.context_menu(name="Open a ticket about this")
async def open_about(interaction: discord.Interaction, message: discord.Message) -> None:
    """Show the form with the message quoted in it, as the report of whoever opens the ticket."""
    door = door_of(interaction)
    shown = await door.store.read(entrance.categories_open_to, door.identify(interaction))
    modal = menu_form(shown, str(interaction.id), title("Open a ticket about this"), text=quoted(message))
    await interaction.response.send_modal(modal)


@app_commands.guild_only()
@app_commands.context_menu(name="Open a ticket for…")
async def open_for(interaction: discord.Interaction, member: discord.Member) -> None:
    """Show staff the form for a ticket that will be the member's."""
    door = door_of(interaction)
    if member.bot:
        raise NotFound("member")
    shown = await door.store.read(entrance.categories_of_staff, door.identify(interaction))
    heading = title("A ticket for {member}", member=member.display_name)
    await interaction.response.send_modal(menu_form(shown, str(interaction.id), heading, member.id))


def add_opening_menus(bot: commands.Bot) -> None:
    """Give the bot these menus."""
    for menu in (open_about, open_for):
        bot.tree.add_command(menu)
