"""Who holds which roles now, from what Discord tells the client; and from memory while Discord cannot be reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import discord
from discord.ext import commands

from desk.actor import GuildName, Member
from desk.clock import Clock
from desk.errors import RolesUnknown

GOOD_FOR = timedelta(minutes=15)
"""How long last-seen roles are good when Discord cannot be reached."""


def member_as_seen(member: discord.Member) -> Member:
    """The frozen snapshot of a member that the rules work with."""
    return Member(
        guild_id=member.guild.id,
        user_id=member.id,
        name=member.display_name,
        role_ids=frozenset(role.id for role in member.roles if not role.is_default()),
        administrator=member.guild_permissions.administrator or member.guild.owner_id == member.id,
    )


class LiveDirectory(commands.Cog, name="directory"):
    """See desk.actor.Directory.

    While the connection stands, the client's memory is the truth. A new session empties that memory before it fills
    it again, so those who were asked for are remembered here too, and followed.
    """

    def __init__(self, client: discord.Client, clock: Clock) -> None:
        self._client = client
        self._clock = clock
        self._live = False
        self._true_until: datetime | None = None
        self._outages: dict[int, datetime] = {}
        self._members: dict[tuple[int, int], Member | None] = {}
        self._roles: dict[int, frozenset[int]] = {}
        self._open: dict[int, bool] = {}

    @property
    def live(self) -> bool:
        """Whether Discord is connected and has told all that it knows."""
        return self._live

    def member(self, guild_id: int, user_id: int) -> Member | None:
        """See desk.actor.Directory."""
        guild = self._client.get_guild(guild_id)
        key = (guild_id, user_id)
        if self._holds(guild):
            found = guild.get_member(user_id) if guild else None
            # Who was never here is not remembered: any id can be asked for, and memory has an end.
            if found is not None or key in self._members:
                self._members[key] = member_as_seen(found) if found else None
            elif self._live:
                return None
        self._demand_fresh(guild, guild_id, known=key in self._members)
        return self._members[key]

    def guilds_of(self, user_id: int) -> Sequence[GuildName]:
        """See desk.actor.Directory."""
        if not self._live:
            raise RolesUnknown
        found = [guild for guild in self._client.guilds if guild.get_member(user_id) is not None]
        return [GuildName(guild.id, guild.name) for guild in sorted(found, key=lambda it: it.name.casefold())]

    def open_to_all(self, guild_id: int) -> bool:
        """See desk.actor.Directory."""
        guild = self._client.get_guild(guild_id)
        if self._holds(guild):
            self._open[guild_id] = guild is not None and guild.default_role.permissions.administrator
        self._demand_fresh(guild, guild_id, known=guild_id in self._open)
        return self._open[guild_id]

    def assignable_roles(self, guild_id: int) -> frozenset[int]:
        """See desk.actor.Directory."""
        guild = self._client.get_guild(guild_id)
        if self._holds(guild):
            roles = guild.roles if guild else ()
            self._roles[guild_id] = frozenset(it.id for it in roles if not it.is_default() and not it.managed)
        self._demand_fresh(guild, guild_id, known=guild_id in self._roles)
        return self._roles[guild_id]

    def _holds(self, guild: discord.Guild | None) -> bool:
        """Whether the client holds what Discord told last of the guild, its absence included."""
        if self._live:
            return guild is None or not guild.unavailable
        # A new session fills the memory piece by piece.
        return guild is not None and not guild.unavailable and guild.chunked

    def _demand_fresh(self, guild: discord.Guild | None, guild_id: int, *, known: bool) -> None:
        """Raise RolesUnknown unless it is known, and from a time that is not too long past."""
        if self._live and self._holds(guild):
            return
        until = self._outages.get(guild_id) if self._live else self._true_until
        if not known or until is None or self._clock() - until > GOOD_FOR:
            raise RolesUnknown

    @commands.Cog.listener("on_ready")
    @commands.Cog.listener("on_resumed")
    async def connected(self) -> None:
        """What the client holds is true from now on."""
        self._live = True

    @commands.Cog.listener("on_disconnect")
    async def disconnected(self) -> None:
        """What the client holds was true until now."""
        if self._live:
            self._live = False
            self._true_until = self._clock()

    @commands.Cog.listener("on_guild_unavailable")
    async def outage_begins(self, guild: discord.Guild) -> None:
        """What is known of this one guild was true until now."""
        self._outages[guild.id] = self._clock()

    @commands.Cog.listener("on_guild_available")
    async def outage_ends(self, guild: discord.Guild) -> None:
        """What the client holds of the guild is true again."""
        self._outages.pop(guild.id, None)

    @commands.Cog.listener("on_member_update")
    async def followed(self, _before: discord.Member, after: discord.Member) -> None:
        """Keep what is remembered true."""
        key = (after.guild.id, after.id)
        if key in self._members:
            self._members[key] = member_as_seen(after)

    @commands.Cog.listener("on_raw_member_remove")
    async def left(self, event: discord.RawMemberRemoveEvent) -> None:
        """Remember that they are gone."""
        key = (event.guild_id, event.user.id)
        if key in self._members:
            self._members[key] = None
