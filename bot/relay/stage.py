"""What every step of the relay works with: the store, the client, the clock, and one lock for each thing drawn."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

import discord

from bot.directory import member_as_seen
from bot.relay.shared import Shared
from desk.actor import Actor, Via, identify
from desk.clock import Clock, rfc3339
from desk.models import Event, Place
from desk.store import Store
from desk.transcript import Transcriber


class NotInGuild(Exception):
    """The bot is no member of the guild any more."""


class GuildAway(Exception):
    """Discord says that the guild is down for now: nothing is known to be gone."""


@dataclass(frozen=True, slots=True)
class Job:
    """One event to show. `doubtful`: an earlier try may have come half way, so what it made is looked for first."""

    event: Event
    doubtful: bool

    @property
    def ticket_id(self) -> int:
        """The ticket it is about, 0 for none."""
        return self.event.ticket_id or 0

    @property
    def category_id(self) -> int:
        """The category it is about, 0 for none."""
        return self.event.category_id or 0


@dataclass(frozen=True, slots=True)
class Stage:
    """Handed to every step. `decided` hears when the place of a ticket is made or refused.

    `strangers` are, by category, the roles that were told of last as reading what nobody gave them; `told` what
    administrators were told of and is not settled yet; `refused_at` with how many channels a group took no more;
    `drawn`, by ticket, its card's message and the digest of how it looks; `shared` does once what many ask for at once.
    """

    store: Store
    client: discord.Client
    clock: Clock
    transcriber: Transcriber
    decided: Callable[[int, Place], None]
    strangers: dict[int, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    refused_at: dict[int, int] = field(default_factory=dict)
    drawn: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    shared: Shared = field(default_factory=Shared)
    _locks: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def lock(self, name: str) -> asyncio.Lock:
        """The lock under which `name` is read and drawn, so that no older state is drawn over a newer one."""
        return self._locks.setdefault(name, asyncio.Lock())

    def now(self) -> str:
        """The present as the store keeps it."""
        return rfc3339(self.clock())

    def guild(self, guild_id: int) -> discord.Guild:
        """The guild. Raises NotInGuild, GuildAway."""
        guild = self.client.get_guild(guild_id)
        if guild is None:
            raise NotInGuild
        if guild.unavailable:
            raise GuildAway
        return guild

    @property
    def me(self) -> int:
        """The bot's own user id."""
        return self.client.user.id if self.client.user else 0

    def actor(self, member: discord.Member) -> Actor:
        """A member as the rules know them, for questions about what they may see."""
        return identify(member_as_seen(member), self.store.identities, via=Via.DESK, at=self.now(), request_id="relay")
