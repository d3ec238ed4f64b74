"""The Discord client: what it asks to hear, what it keeps in memory, and its quiet defaults."""

from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

RATE_LIMIT_SECONDS = 30.0
"""Longest wait that Discord may impose on one request; beyond it the request fails and the outbox plans it anew."""


def intents() -> discord.Intents:
    """Guilds, their messages with content, and their members: all that the desk needs to hear."""
    return discord.Intents(guilds=True, guild_messages=True, message_content=True, members=True)


class DeskClient(commands.Bot):
    """A bot that pings nobody unless told, keeps members and no messages, and gets its parts when it logs in."""

    def __init__(self) -> None:
        """Make it; `equipped_by` comes before the login."""
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_SECONDS,
            max_messages=None,
            # A role taken away counts at once only for members in memory: discord.py drops what happens to others.
            chunk_guilds_at_startup=True,
        )
        self._equip: list[Callable[[commands.Bot], Awaitable[None]]] = []

    def equipped_by(self, equip: Callable[[commands.Bot], Awaitable[None]]) -> None:
        """Have `equip` add its parts to the client at each login, before the commands are synced."""
        self._equip.append(equip)

    async def setup_hook(self) -> None:
        """Add the parts and tell Discord the commands."""
        for equip in self._equip:
            await equip(self)
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Nothing: there are no commands with a prefix, and the listeners hear of messages by themselves."""
