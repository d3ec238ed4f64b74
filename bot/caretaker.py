"""See cogs.caretaking: the channels that setting a guild up needs, the relay at rest, and a look at all of it."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

import discord

from bot.inspecting import inspect
from bot.machine import of_machine
from bot.relay.outbox import Relay
from desk import outbox
from desk.clock import Clock
from desk.findings import Finding
from desk.inspection import Standing
from desk.store import Store

SECONDS: Final = 10.0
"""How long one who has asked for something waits until Discord shows it."""

_HEARD_SECONDS: Final = 2.0

_EVERYBODY: Final[Mapping[str, bool]] = {
    "view_channel": True,
    "read_message_history": True,
    "send_messages": False,
    "create_public_threads": False,
    "create_private_threads": False,
}
_BOT: Final[Mapping[str, bool]] = {
    "view_channel": True,
    "read_message_history": True,
    "send_messages": True,
    "embed_links": True,
    "attach_files": True,
}


class Housekeeper:
    """See cogs.caretaking.Caretaker."""

    def __init__(
        self, store: Store, client: discord.Client, relay: Relay, clock: Clock, folder: Path | None = None
    ) -> None:
        """`folder` is where the store lies, None where it is of no interest."""
        self._clock = clock
        self._folder = folder
        self._store = store
        self._client = client
        self._relay = relay
        # Two who set up at once, or one who presses twice, are to come to the same channels.
        self._making = asyncio.Lock()

    async def at_rest(self, lane: str) -> None:
        """See cogs.caretaking.Caretaker."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SECONDS):
                while True:
                    done = self._relay.next_in(lane)
                    if await self._store.read(outbox.at_rest, lane):
                        return
                    await done.wait()

    async def place_follows_at(self, ticket_id: int) -> str | None:
        """See Caretaker. Waits up to two seconds for Discord to say."""
        return await self._relay.place_follows_at(ticket_id)

    async def channel(self, guild_id: int, name: str, under_id: int | None) -> int:
        """See cogs.caretaking.Caretaker."""
        async with self._making:
            return await self._channel(self._guild(guild_id), name, under_id)

    async def _channel(self, guild: discord.Guild, name: str, under_id: int | None) -> int:
        known = next((each for each in guild.text_channels if each.name == name and _is_hall(each)), None)
        if known is not None:
            return known.id
        able = guild.me.guild_permissions
        overwrites: dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite] = {
            guild.default_role: _given(able, _EVERYBODY),
            guild.me: _given(able, _BOT),
        }
        under = guild.get_channel(under_id or 0)
        made = await guild.create_text_channel(
            name,
            category=under if isinstance(under, discord.CategoryChannel) else None,
            overwrites=overwrites,
            reason="setup",
        )
        return await self._known(guild, made.id)

    async def channel_category(self, guild_id: int, name: str) -> int:
        """See cogs.caretaking.Caretaker."""
        guild = self._guild(guild_id)
        async with self._making:
            for each in guild.categories:
                if each.name == name and each.permissions_for(guild.default_role).view_channel:
                    return each.id
            return await self._known(guild, (await guild.create_category(name, reason="setup")).id)

    def inspect(self, guild_id: int, standing: Standing, discord_now: datetime) -> Sequence[Finding]:
        """See cogs.caretaking.Caretaker."""
        return [
            *inspect(self._guild(guild_id), standing),
            *of_machine(self._folder, self._clock(), discord_now),
        ]

    async def let_itself_in(self, guild_id: int, channel_id: int) -> None:
        """See cogs.caretaking.Caretaker."""
        guild = self._guild(guild_id)
        channel = guild.get_channel(channel_id)
        if channel is not None:
            rights = channel.overwrites_for(guild.me)
            able = guild.me.guild_permissions
            rights.update(**{name: True for name in _BOT if able.administrator or getattr(able, name)})
            await channel.set_permissions(guild.me, overwrite=rights, reason="check")

    async def _known(self, guild: discord.Guild, channel_id: int) -> int:
        """The channel's id, once the client has heard of it: whoever looks for one like it next is to find it."""
        if guild.get_channel(channel_id) is None:
            with suppress(TimeoutError):
                await self._client.wait_for(
                    "guild_channel_create", check=lambda made: made.id == channel_id, timeout=_HEARD_SECONDS
                )
        return channel_id

    def _guild(self, guild_id: int) -> discord.Guild:
        guild = self._client.get_guild(guild_id)
        if guild is None:
            raise LookupError(guild_id)
        return guild


def _is_hall(channel: discord.TextChannel) -> bool:
    """Whether everybody reads it, and nobody but the bot writes in it: as the bot itself makes one."""
    everybody, able = channel.permissions_for(channel.guild.default_role), channel.permissions_for(channel.guild.me)
    return everybody.view_channel and not everybody.send_messages and able.view_channel and able.send_messages


def _given(able: discord.Permissions, rights: Mapping[str, bool]) -> discord.PermissionOverwrite:
    """Those of the rights that the bot holds itself: Discord lets nobody set others."""
    held = {name: value for name, value in rights.items() if able.administrator or getattr(able, name)}
    return discord.PermissionOverwrite(**held)
