"""What a guild keeps beside its tickets: wishes, panels, blocks, what staff knows of its members."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """What a guild wishes for itself: its language as a code of the catalogue, and its log channel."""

    guild_id: int
    language: str | None = None
    log_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A posted message with a button for each category. `message_id` is None until the relay has posted it."""

    id: int
    guild_id: int
    channel_id: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Block:
    """A member who may open, reopen and write nothing; `until` is RFC 3339 or None for no end."""

    guild_id: int
    user_id: int
    until: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class RoleBlock:
    """A role whose members may open, reopen and write nothing; `until` is RFC 3339 or None for no end."""

    guild_id: int
    role_id: int
    until: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class MemberNote:
    """What somebody of the staff wrote down about a member, for the staff."""

    id: int
    guild_id: int
    user_id: int
    author_id: int
    content: str
    at: str
