"""Whoever acts, already identified: the guild, the member, their roles and grants, and through which door they came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Grant(StrEnum):
    """A right over the whole guild that Administrators give to a role."""

    MANAGE_TICKETS = "manage_tickets"
    DEFINE_TICKETS = "define_tickets"


class Scope(StrEnum):
    """What an API key may be used for; neither includes the other."""

    READ = "tickets:read"
    WRITE = "tickets:write"


class Via(StrEnum):
    """The door through which an act or a message came; `desk` is the desk itself, acting on what it saw."""

    DISCORD = "discord"
    REST = "rest"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a guild as Discord last told. `administrator` is true for the guild's owner too."""

    guild_id: int
    user_id: int
    name: str
    role_ids: frozenset[int]
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class KeyIdentity:
    """What an API key says of its bearer; `expires_at` is RFC 3339 or None for a key without an end."""

    key_id: int
    guild_id: int
    user_id: int
    scopes: frozenset[Scope]
    expires_at: str | None


@dataclass(frozen=True, slots=True)
class SessionIdentity:
    """Who is signed in at a browser, and the guild that they act in; times are RFC 3339."""

    session_id: int
    guild_id: int
    user_id: int
    last_used_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Identities:
    """What identification needs without asking the store: live keys and sessions by SHA-256, grants by guild and role.

    The store replaces it whole after each commit that changed any of it, before that commit is acknowledged.
    `secret` is this store's own 32 random bytes, for signing what is handed out and comes back (cursors).
    """

    keys: Mapping[bytes, KeyIdentity] = field(default_factory=dict)
    grants: Mapping[tuple[int, int], frozenset[Grant]] = field(default_factory=dict)
    sessions: Mapping[bytes, SessionIdentity] = field(default_factory=dict)
    secret: bytes = b""


@dataclass(frozen=True, slots=True)
class Actor:
    """One member acting once: who, with which rights, through which door, when (RFC 3339), in which request."""

    guild_id: int
    user_id: int
    name: str
    role_ids: frozenset[int]
    administrator: bool
    grants: frozenset[Grant]
    via: Via
    at: str
    request_id: str


@dataclass(frozen=True, slots=True)
class GuildName:
    """A guild as people know it."""

    id: int
    name: str


class Directory(Protocol):
    """Who holds which roles now. The process keeps it from what Discord tells; the doors only ask."""

    def member(self, guild_id: int, user_id: int) -> Member | None:
        """The member as last seen, or None when they are not in the guild. Raises RolesUnknown when that is too old."""

    def guilds_of(self, user_id: int) -> Sequence[GuildName]:
        """The guilds in which that user is a member now, by name. Raises RolesUnknown."""

    def open_to_all(self, guild_id: int) -> bool:
        """Whether everybody is an Administrator there, so that nothing can be kept private. Raises RolesUnknown."""

    def assignable_roles(self, guild_id: int) -> frozenset[int]:
        """The roles that a category may name: this guild's own, not @everyone, not managed. Raises RolesUnknown."""


def identify(member: Member, identities: Identities, *, via: Via, at: str, request_id: str) -> Actor:
    """The actor that `member` is at `at`: Administrators hold every grant, others what their roles were granted."""
    grants = (
        frozenset(Grant)
        if member.administrator
        else frozenset().union(*(identities.grants.get((member.guild_id, role), ()) for role in member.role_ids))
    )
    return Actor(
        guild_id=member.guild_id,
        user_id=member.user_id,
        name=member.name,
        role_ids=member.role_ids,
        administrator=member.administrator,
        grants=grants,
        via=via,
        at=at,
        request_id=request_id,
    )
