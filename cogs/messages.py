"""What can be done with one message of a ticket in Discord: the menu on it."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import answer
from cogs.door import door_of
from desk import messages


@app_commands.guild_only()
@app_commands.context_menu(name="Delete from ticket")
async def delete_message(interaction: discord.Interaction, message: discord.Message) -> None:
    """Delete the message from the ticket and from its thread: one's own, or as staff anybody's."""
    door = door_of(interaction)
    actor = await door.enter(interaction)
    await door.store.write(messages.delete_shown, actor, message.id)
    await answer(interaction, words.messages.deleted())


def add_message_menu(bot: commands.Bot) -> None:
    """Give the bot the menu on messages."""
    menu: app_commands.ContextMenu = delete_message
    bot.tree.add_command(menu)
