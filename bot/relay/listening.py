"""What is said, edited and deleted in the places of tickets, recorded as Discord tells it.

The bot's own messages are no news. Those of other bots and of webhooks are not recorded either: no member answers for
them. What is told of a place with which the desk has still to catch up waits for that.
"""

import logging
from typing import Final

import discord
from discord.ext import commands

from bot.relay.gate import Act, Gate
from bot.relay.keeping import keep
from bot.relay.place import may_be_a_place
from bot.relay.saying import author_of, by_a_person, seen_in
from desk import following, messages, noting
from desk.clock import Clock, rfc3339
from desk.events import Origin
from desk.store import Store

log = logging.getLogger(__name__)

KEPT: Final = "\N{WHITE HEAVY CHECK MARK}"
NOT_KEPT: Final = "\N{CROSS MARK}"


class Listening(commands.Cog, name="listening"):
    """Hears what happens in the threads that the bot made, and to the bot's messages elsewhere."""

    def __init__(self, client: discord.Client, store: Store, clock: Clock, gate: Gate) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._gate = gate

    @commands.Cog.listener("on_message")
    async def said(self, message: discord.Message) -> None:
        """Record what a member wrote in a ticket's thread."""
        guild = message.guild
        if guild is None or not isinstance(message.author, discord.Member) or not by_a_person(message):
            return

        async def record() -> None:
            actor = author_of(message, guild, self._store.identities, rfc3339(self._clock()))
            await keep(self._store, noting.hear, actor, seen_in(message))

        await self._in_place(guild, message.channel.id, record)
        if noting.meant_for_log(message.content):
            await self._note_in_log(message, guild)

    async def _note_in_log(self, message: discord.Message, guild: discord.Guild) -> None:
        """Keep it if it is a note for a ticket, and show by a sign whether it is kept."""
        actor = author_of(message, guild, self._store.identities, rfc3339(self._clock()))
        kept = await keep(self._store, noting.hear_in_log, actor, seen_in(message))
        if kept is None:
            return
        try:
            await message.add_reaction(KEPT if kept else NOT_KEPT)
        except discord.HTTPException as error:
            log.warning("it cannot be shown at message %d whether it became a note: %s", message.id, error)

    @commands.Cog.listener("on_raw_message_edit")
    async def edited(self, event: discord.RawMessageUpdateEvent) -> None:
        """Follow an edit by its author; Discord reports its own additions, such as previews of links, likewise."""
        message, guild = event.message, self._client.get_guild(event.guild_id or 0)
        if message.author.bot or message.edited_at is None or guild is None:
            return
        origin = self._origin(guild.id, event.message_id)
        edited_at = rfc3339(message.edited_at)

        async def follow() -> None:
            actor = author_of(message, guild, self._store.identities, origin.at)
            await keep(self._store, noting.hear_edit, actor, origin, message.id, message.content, edited_at)

        await self._in_place(guild, event.channel_id, follow)

    @commands.Cog.listener("on_raw_message_delete")
    async def deleted(self, event: discord.RawMessageDeleteEvent) -> None:
        """Follow a deletion."""
        await self._deleted(event.guild_id, event.channel_id, {event.message_id})

    @commands.Cog.listener("on_raw_bulk_message_delete")
    async def many_deleted(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """Follow the deletion of many at once."""
        await self._deleted(event.guild_id, event.channel_id, event.message_ids)

    async def _deleted(self, guild_id: int | None, channel_id: int, message_ids: set[int]) -> None:
        guild = self._client.get_guild(guild_id or 0)
        if guild is None:
            return

        async def follow() -> None:
            for message_id in sorted(message_ids):
                origin = self._origin(guild.id, message_id)
                await keep(self._store, messages.record_removal, origin, message_id)
                await keep(self._store, following.message_gone, origin, channel_id, message_id)

        if may_be_a_place(guild, channel_id):
            await self._gate.pass_or_hold(guild.id, channel_id, follow)
        else:
            await self._panel_deleted(guild.id, channel_id, message_ids)

    async def _panel_deleted(self, guild_id: int, channel_id: int, message_ids: set[int]) -> None:
        panels = await self._store.read(following.panels_in, guild_id, channel_id)
        for message_id in sorted(message_ids & {panel.message_id or 0 for panel in panels}):
            origin = self._origin(guild_id, message_id)
            await keep(self._store, following.message_gone, origin, channel_id, message_id)

    async def _in_place(self, guild: discord.Guild, channel_id: int, act: Act) -> None:
        if may_be_a_place(guild, channel_id):
            await self._gate.pass_or_hold(guild.id, channel_id, act)

    def _origin(self, guild_id: int, message_id: int) -> Origin:
        return Origin(guild_id, rfc3339(self._clock()), f"message {message_id}")
