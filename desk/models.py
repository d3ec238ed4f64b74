"""The nouns of the desk as frozen values: category, ticket, message, event, place, panel, key, block."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desk.actor import Scope, Via


class Status(StrEnum):
    """Whether a ticket is still worked on. Who claimed it is separate."""

    OPEN = "open"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent staff thinks a ticket is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class MessageKind(StrEnum):
    """A reply is for all who see the ticket, a note for staff alone, a system message tells of an act."""

    REPLY = "reply"
    NOTE = "note"
    SYSTEM = "system"


class PlaceState(StrEnum):
    """How far the ticket's place in Discord has come, apart from the ticket's own state."""

    PENDING = "pending"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of ticket with the roles that answer and see it.

    `color` is `#rrggbb` or None; `ticket_limit` is how many open tickets one member may have here, None for no limit;
    `parent_channel_id` is the Discord channel under which its places lie, once made.
    """

    id: int
    guild_id: int
    name: str
    description: str | None
    color: str | None
    responder_role_ids: frozenset[int]
    viewer_role_ids: frozenset[int]
    ticket_limit: int | None
    parent_channel_id: int | None
    deleted_at: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket is in Discord. `card_id` is the message with the header card."""

    state: PlaceState
    channel_id: int | None = None
    card_id: int | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One numbered ticket. Times are RFC 3339; `version` grows by one with each change that others can see.

    `opened_via` is the door through which it was opened; `fields` are the form's answers as (label, answer).
    """

    id: int
    guild_id: int
    number: int
    title: str
    status: Status
    owner_id: int
    owner_name: str
    category_id: int
    category_name: str
    category_deleted: bool
    claimed_by: int | None
    priority: Priority
    tags: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    opened_via: Via
    created_at: str
    updated_at: str
    closed_at: str | None
    close_reason: str | None
    version: int
    place: Place


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: its name as given, its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a ticket. `opening` marks the text with which the ticket was opened, shown in the header card.

    `discord_id` is the Discord message that shows it, once there is one; `by_bot` says whether the bot posted that.
    """

    id: int
    ticket_id: int
    author_id: int
    author_name: str
    via: Via
    kind: MessageKind
    content: str
    attachments: tuple[Attachment, ...]
    created_at: str
    edited_at: str | None
    opening: bool
    discord_id: int | None
    by_bot: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One numbered line of what happened. `seq` only grows; `data` holds ids and small facts, never people's words."""

    seq: int
    guild_id: int
    type: str
    ticket_id: int | None
    category_id: int | None
    actor_id: int | None
    via: Via
    at: str
    request_id: str
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key as its owner sees it: never the secret, only its `prefix`."""

    id: int
    guild_id: int
    user_id: int
    name: str
    prefix: str
    scopes: frozenset[Scope]
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None


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
