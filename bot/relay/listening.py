"""What is said, edited and deleted in the threads of tickets, recorded; and roles that are taken away, followed.

The bot's own messages are no news. Those of other bots and of webhooks are not recorded either: no member answers for
them.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

import discord
from discord.ext import commands

from bot.directory import member_as_seen
from desk import messages, places
from desk.actor import Via, identify
from desk.clock import Clock, rfc3339
from desk.errors import StoreBusy, StoreFailed, StoreFull
from desk.events import Origin
from desk.messages import SeenMessage
from desk.models import Attachment
from desk.places import RolesChanged
from desk.store import Store, Tx

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

TRIES: Final = 60
"""How often it is tried to write down one thing that Discord told, five seconds apart."""

WRITTEN: Final = (discord.MessageType.default, discord.MessageType.reply)
"""The kinds of message that somebody has written; the others are Discord's own words."""


class Listening(commands.Cog, name="listening"):
    """Hears what happens in the threads that the bot made."""

    def __init__(self, client: discord.Client, store: Store, clock: Clock) -> None:
        self._client = client
        self._store = store
        self._clock = clock

    @commands.Cog.listener("on_message")
    async def said(self, message: discord.Message) -> None:
        """Record what a member wrote in a ticket's thread."""
        author, guild = message.author, message.guild
        if guild is None or not isinstance(author, discord.Member) or author.bot or message.webhook_id:
            return
        if message.type not in WRITTEN or not self._may_be_a_place(guild, message.channel.id):
            return
        at, request_id = rfc3339(self._clock()), f"message {message.id}"
        identities = self._store.identities
        actor = identify(member_as_seen(author), identities, via=Via.DISCORD, at=at, request_id=request_id)
        await self._keep(messages.record_seen, actor, _seen(message))

    @commands.Cog.listener("on_raw_message_edit")
    async def edited(self, event: discord.RawMessageUpdateEvent) -> None:
        """Follow an edit by its author; Discord reports its own additions, such as previews of links, likewise."""
        message = event.message
        if message.author.bot or message.edited_at is None or event.guild_id is None:
            return
        guild = self._client.get_guild(event.guild_id)
        if guild is not None and self._may_be_a_place(guild, event.channel_id):
            origin = self._origin(event.guild_id, f"message {event.message_id}")
            edited_at = rfc3339(message.edited_at)
            await self._keep(messages.record_edit, origin, message.id, message.content, edited_at)

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
        if guild is None or not self._may_be_a_place(guild, channel_id):
            return
        for message_id in sorted(message_ids):
            origin = self._origin(guild.id, f"message {message_id}")
            await self._keep(messages.record_removal, origin, message_id)

    @commands.Cog.listener("on_member_update")
    async def roles_changed(self, before: discord.Member, after: discord.Member) -> None:
        """Have a member put out of the places that their roles gave them, or brought into those that they give now."""
        held, holds = (frozenset(role.id for role in member.roles) for member in (before, after))
        if held != holds:
            administered = any(role.permissions.administrator for role in before.roles if role.id not in holds)
            await self._follow(after, lost=held - holds, gained=holds - held, administered=administered)

    @commands.Cog.listener("on_guild_role_delete")
    async def role_deleted(self, role: discord.Role) -> None:
        """Have those who held the role put out: Discord tells nothing of each of them."""
        for member in role.members:
            await self._follow(member, lost=frozenset({role.id}), administered=role.permissions.administrator)

    @commands.Cog.listener("on_guild_role_update")
    async def role_changed(self, before: discord.Role, after: discord.Role) -> None:
        """Have those put out who were Administrators by that role alone."""
        if before.permissions.administrator and not after.permissions.administrator:
            for member in after.members:
                await self._follow(member, administered=True)

    async def _follow(
        self,
        member: discord.Member,
        *,
        lost: frozenset[int] = frozenset(),
        gained: frozenset[int] = frozenset(),
        administered: bool,
    ) -> None:
        if not member.bot:
            origin = self._origin(member.guild.id, f"member {member.id}")
            changed = RolesChanged(member.id, lost, gained, administered=administered)
            await self._keep(places.roles_changed, origin, changed)

    def _may_be_a_place(self, guild: discord.Guild, channel_id: int) -> bool:
        """Whether the channel can be a ticket's: a thread of the bot's, or one that the client does not hold."""
        found = guild.get_channel_or_thread(channel_id)
        if found is None:
            return True
        me = self._client.user
        return isinstance(found, discord.Thread) and me is not None and found.owner_id == me.id

    async def _keep(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Write it down; while the store is busy or full, try again, as Discord tells it only once."""
        for _ in range(TRIES - 1):
            try:
                return await self._store.write(use_case, *args, **kwargs)
            except (StoreBusy, StoreFull, StoreFailed) as error:
                log.warning("what Discord told cannot be written down now: %s", type(error).__name__)
                await asyncio.sleep(error.retry_after)
        return await self._store.write(use_case, *args, **kwargs)

    def _origin(self, guild_id: int, request_id: str) -> Origin:
        return Origin(guild_id, rfc3339(self._clock()), request_id)


def _seen(message: discord.Message) -> SeenMessage:
    return SeenMessage(
        channel_id=message.channel.id,
        discord_id=message.id,
        content=message.content,
        attachments=tuple(Attachment(file.filename, file.size) for file in message.attachments),
        written_at=rfc3339(message.created_at),
    )
