"""What people do to channels, roles and members by hand, followed as Discord tells it."""

from collections.abc import Awaitable, Callable

import discord
from discord.ext import commands

from bot.relay.coming_and_going import joined_at
from bot.relay.keeping import keep
from desk import blocks, following, membership, places
from desk.clock import Clock, rfc3339
from desk.events import Origin
from desk.places import RolesChanged
from desk.store import Store


class Following(commands.Cog, name="following"):
    """Hears of channels and threads that go, and of roles that are given and taken."""

    def __init__(self, store: Store, clock: Clock, look_again: Callable[[discord.Guild], Awaitable[None]]) -> None:
        """`look_again` has all places of a guild looked for."""
        self._look_again = look_again
        self._store = store
        self._clock = clock

    @commands.Cog.listener("on_raw_thread_delete")
    async def thread_deleted(self, event: discord.RawThreadDeleteEvent) -> None:
        """Close the ticket whose place it was. Discord tells so too of threads that go with their channel."""
        origin = self._origin(event.guild_id, f"channel {event.thread_id}")
        await keep(self._store, following.channel_gone, origin, event.thread_id)

    @commands.Cog.listener("on_guild_channel_delete")
    async def channel_deleted(self, channel: discord.abc.GuildChannel) -> None:
        """Close the ticket whose place it was or whose thread lay in it, and forget the panels that stood in it."""
        origin = self._origin(channel.guild.id, f"channel {channel.id}")
        if await keep(self._store, following.channel_gone, origin, channel.id) is not None:
            # Of threads that were archived Discord does not tell.
            await self._look_again(channel.guild)

    @commands.Cog.listener("on_raw_member_remove")
    async def member_left(self, event: discord.RawMemberRemoveEvent) -> None:
        """Note it on their tickets, and free what they claimed."""
        if not event.user.bot:
            origin = self._origin(event.guild_id, f"member {event.user.id}")
            await keep(self._store, membership.member_left, origin, event.user.id, event.user.display_name)

    @commands.Cog.listener("on_member_join")
    async def member_joined(self, member: discord.Member) -> None:
        """Have them brought into the places of their own tickets, and of those that their roles let them see."""
        if not member.bot:
            origin = self._origin(member.guild.id, f"member {member.id}")
            await keep(self._store, membership.member_joined, origin, member.id, joined_at(member))
            held = frozenset(role.id for role in member.roles if not role.is_default())
            await self._follow(member, gained=held, administered=False)

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
        await keep(self._store, blocks.role_gone, self._origin(role.guild.id, f"role {role.id}"), role.id)

    @commands.Cog.listener("on_guild_role_update")
    async def role_changed(self, before: discord.Role, after: discord.Role) -> None:
        """Have those put out who were Administrators by that role alone."""
        if before.permissions.administrator and not after.permissions.administrator:
            for member in after.members:
                await self._follow(member, administered=True)

    @commands.Cog.listener("on_guild_update")
    async def guild_changed(self, before: discord.Guild, after: discord.Guild) -> None:
        """Have the former owner of the server put out of what they saw as that alone."""
        owner = after.get_member(before.owner_id or 0)
        if before.owner_id != after.owner_id and owner is not None:
            await self._follow(owner, administered=True)

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
            await keep(self._store, places.roles_changed, origin, changed)

    def _origin(self, guild_id: int, request_id: str) -> Origin:
        return Origin(guild_id, rfc3339(self._clock()), request_id)
