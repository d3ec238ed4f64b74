"""The Discord door: identify the actor, call one use case, answer.

`await setup_cogs(bot, door)` in the bot's `setup_hook`, before its commands are synced, gives the bot all of it.
"""

from discord.ext import commands

from cogs.answers import on_command_error
from cogs.categories import CategoryCog
from cogs.desk import DeskCog
from cogs.door import Door, DoorCog
from cogs.incoming import IncomingCog
from cogs.language.translator import CatalogueTranslator
from cogs.members import add_member_menu
from cogs.menus import add_opening_menus
from cogs.messages import add_message_menu
from cogs.replies import ReplyCog
from cogs.tickets import TicketCog
from cogs.views import DYNAMIC_ITEMS

__all__ = ["Door", "setup_cogs"]


async def setup_cogs(bot: commands.Bot, door: Door) -> None:
    """Give the bot every command, button and form, and the one place that answers their errors."""
    bot.tree.error(on_command_error)
    bot.add_dynamic_items(*DYNAMIC_ITEMS)
    for cog in (DoorCog(door), IncomingCog(), TicketCog(door), CategoryCog(door), DeskCog(door), ReplyCog(door)):
        await bot.add_cog(cog)
    add_message_menu(bot)
    add_opening_menus(bot)
    add_member_menu(bot)
    await bot.tree.set_translator(CatalogueTranslator())
