"""What use cases hand to the store and get from it beside the nouns: births, filters, parts of lists, work, answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.actor import Via
from desk.models import Attachment, Event, Field, MessageKind, Priority, Status, Waiting


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket is born with; the store gives it its id and, in the same transaction, its number."""

    guild_id: int
    category_id: int
    owner_id: int
    owner_name: str
    title: str
    opened_via: Via
    at: str
    fields: tuple[Field, ...] = ()
    due_at: str | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """What a message is born with. `discord_id` is None for what was not written in Discord: the bot will post it."""

    ticket_id: int
    author_id: int
    author_name: str
    via: Via
    kind: MessageKind
    content: str
    at: str
    attachments: tuple[Attachment, ...] = ()
    opening: bool = False
    discord_id: int | None = None
    forwarded: bool = False
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event before it has its number. With a `lane` it is also shown in Discord, in order with all of that lane."""

    guild_id: int
    type: str
    actor_id: int | None
    via: Via
    at: str
    request_id: str
    ticket_id: int | None = None
    category_id: int | None = None
    lane: str | None = None
    data: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which of the visible tickets are meant. All given conditions hold at once; None leaves one out.

    `overdue_at` asks for those that staff should have answered by that RFC 3339 time; `snoozed` for those that rest,
    or that do not.
    """

    status: Status | None = None
    claimed: bool | None = None
    category_id: int | None = None
    owner_id: int | None = None
    claimed_by: int | None = None
    waiting: Waiting | None = None
    overdue_at: str | None = None
    priority: Priority | None = None
    tag: str | None = None
    snoozed: bool | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a list, newest activity first: `offset` rows in, or after the ticket (`updated_at`, id) in `after`."""

    limit: int
    offset: int = 0
    after: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One event still to be shown in Discord, with how often that was tried."""

    event: Event
    lane: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Parked:
    """One event that Discord refused for good."""

    event: Event
    error: str


@dataclass(frozen=True, slots=True)
class Shows:
    """What an answer shows: a ticket, a message of one, or a category."""

    ticket_id: int | None = None
    message_id: int | None = None
    category_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The first answer to a request with an Idempotency-Key, and what it shows."""

    fingerprint: bytes
    answer: bytes
    shows: Shows
