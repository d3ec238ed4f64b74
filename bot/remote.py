"""The bot's guilds as Discord's REST API tells of them, for a look at them while the bot is not connected."""

from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import discord

RATE_LIMIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class RemoteGuild:
    """One guild, with what of it a look needs; see bot.inspecting.Seen."""

    guild: discord.Guild
    me: discord.Member
    channels: Sequence[discord.abc.GuildChannel]

    @property
    def default_role(self) -> discord.Role:
        """@everyone."""
        return self.guild.default_role

    @property
    def roles(self) -> Sequence[discord.Role]:
        """All roles, @everyone too."""
        return self.guild.roles

    @property
    def categories(self) -> Sequence[discord.CategoryChannel]:
        """The channel categories."""
        return [each for each in self.channels if isinstance(each, discord.CategoryChannel)]

    def get_role(self, role_id: int, /) -> discord.Role | None:
        """The role with that id."""
        return self.guild.get_role(role_id)

    def get_channel(self, channel_id: int, /) -> discord.abc.GuildChannel | None:
        """The channel with that id."""
        return next((each for each in self.channels if each.id == channel_id), None)


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A guild that cannot be looked at: the bot is not in it (`absent`), or Discord did not answer."""

    guild_id: int
    absent: bool


async def look_at(token: str, guild_ids: Collection[int]) -> AsyncIterator[RemoteGuild | NotSeen]:
    """Each of these guilds, by three requests a guild. Raises what discord.py's login raises."""
    async with discord.Client(
        intents=discord.Intents.none(), max_ratelimit_timeout=RATE_LIMIT_SECONDS, chunk_guilds_at_startup=False
    ) as client:
        await client.login(token)
        for guild_id in guild_ids:
            yield await _seen(client, guild_id)


async def _seen(client: discord.Client, guild_id: int) -> RemoteGuild | NotSeen:
    with suppress(discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError):
        try:
            guild = await client.fetch_guild(guild_id, with_counts=False)
            me = await guild.fetch_member(client.user.id if client.user else 0)
            return RemoteGuild(guild, me, await guild.fetch_channels())
        except (discord.NotFound, discord.Forbidden):
            return NotSeen(guild_id, absent=True)
    return NotSeen(guild_id, absent=False)
