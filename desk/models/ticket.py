"""One numbered ticket, its states and its place in Discord."""

from dataclasses import dataclass
from enum import StrEnum

from desk.actor import Via
from desk.models.category import Style
from desk.models.form import Field


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


class Waiting(StrEnum):
    """Whose turn it is in an open ticket: staff is to answer, or the member is."""

    STAFF = "staff"
    MEMBER = "member"


class PlaceState(StrEnum):
    """How far the ticket's place in Discord has come, apart from the ticket's own state."""

    PENDING = "pending"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ticket is in Discord. `card_id` is the message with the header card; `style` is what it was made as."""

    state: PlaceState
    channel_id: int | None = None
    card_id: int | None = None
    error: str | None = None
    style: Style = Style.THREAD


@dataclass(frozen=True, slots=True)
class Ticket:
    """One numbered ticket. Times are RFC 3339; `version` grows by one with each change that others can see.

    `opened_via` is the door through which it was opened; `fields` are the answers to the category's form. `due_at` is
    when staff wants to have answered at the latest, None while nobody waits for staff. `merged_into` is the id of the
    ticket that took this one's place. `rating` is the owner's, from 1 to 5.
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
    fields: tuple[Field, ...]
    opened_via: Via
    created_at: str
    updated_at: str
    closed_at: str | None
    close_reason: str | None
    version: int
    place: Place
    waiting: Waiting = Waiting.STAFF
    waiting_since: str | None = None
    due_at: str | None = None
    first_reply_at: str | None = None
    snoozed_until: str | None = None
    merged_into: int | None = None
    rating: int | None = None
    rating_comment: str | None = None
