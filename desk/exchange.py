"""What use cases hand to the store and get from it beside the nouns: births, filters, parts of lists, work, answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desk.actor import Via
from desk.models import Attachment, Event, Field, MessageKind, Priority, Status, Ticket, Waiting


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
    waiting: Waiting = Waiting.STAFF


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
    """An event before it has its number. With a `lane` it is also shown in Discord, in order with all of that lane.

    `due_at` is when it is to be shown, None for at once.
    """

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
    due_at: str | None = None


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which of the visible tickets are meant. All given conditions hold at once; None leaves one out.

    `claimed` asks for open tickets that somebody has claimed, or that nobody has; `claimed_by` for those that this
    member has or had when they were closed, `unheld` for those that nobody has or had. `overdue_at` asks for those that
    staff should have answered by that RFC 3339 time; `updated_since` for those with activity then or later; `tags` for
    those that have every one of them; `snoozed` for those that rest, or that do not; `rated` for those whose owner has
    said how they went. Those of the categories `not_in` are left out.
    """

    status: Status | None = None
    claimed: bool | None = None
    category_id: int | None = None
    owner_id: int | None = None
    claimed_by: int | None = None
    unheld: bool = False
    waiting: Waiting | None = None
    overdue_at: str | None = None
    updated_since: str | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] = ()
    snoozed: bool | None = None
    rated: bool | None = None
    not_in: tuple[int, ...] = ()


class Order(StrEnum):
    """In which order a list of tickets stands. Between equal times the ids decide, in the same direction."""

    NEWEST_ACTIVITY = "-updatedAt"
    OLDEST_ACTIVITY = "updatedAt"
    NEWEST = "-createdAt"
    OLDEST = "createdAt"


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a list in that order: `offset` rows in, or after the ticket (the order's time, id) in `after`."""

    limit: int
    offset: int = 0
    after: tuple[str, int] | None = None
    order: Order = Order.NEWEST_ACTIVITY


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
class SeenRole:
    """A role as Discord told of it: the ids of its members, and whether it makes them Administrators."""

    holders: frozenset[int]
    administrator: bool


@dataclass(frozen=True, slots=True)
class Unshown:
    """One event that Discord does not show: refused for good if `parked`, else still to be tried."""

    event: Event
    error: str | None
    parked: bool


@dataclass(frozen=True, slots=True)
class Shows:
    """What an answer shows: a ticket, a message of one, a category, or a webhook."""

    ticket_id: int | None = None
    message_id: int | None = None
    category_id: int | None = None
    webhook_id: int | None = None


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """The first answer to a request with an Idempotency-Key, and what it shows."""

    fingerprint: bytes
    answer: bytes
    shows: Shows


@dataclass(frozen=True, slots=True)
class LiveQueue:
    """A category's live queue: in which channel staff wants it, and the message that shows it now, if one does."""

    guild_id: int
    category_id: int
    channel_id: int | None
    shown_in: int | None
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to be found: words that begin so, or with `whole` just these words in this order."""

    text: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What is sought: tickets that fit `wanted` and have every one of `terms` somewhere in them."""

    terms: tuple[Term, ...]
    wanted: TicketFilter


@dataclass(frozen=True, slots=True)
class Hit:
    """A ticket in which the words were found; `message_id` is its last message that has one of them, if any."""

    ticket: Ticket
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Found:
    """One part of what a search found, and how much it found in all."""

    hits: tuple[Hit, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Activity:
    """What figures need of one ticket that something happened to. Times are seconds; None where nothing is to be told.

    `opened` and `closed` are how long ago that was, `answered` and `resolved` how long the member waited for the first
    answer and for the first closing. `holder_id` is who has or had the claim.
    """

    category_id: int
    holder_id: int | None
    opened: int
    closed: int | None
    answered: int | None
    answered_ago: int | None
    resolved: int | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class Load:
    """How many tickets of a category are open now, how many of them nobody has, and how many are overdue."""

    category_id: int
    open: int
    unclaimed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Gauges:
    """How much there is now.

    Due events that Discord does not show yet, for how many seconds the oldest of them has been due, events that it
    refused for good, and open tickets, claimed by nobody or by somebody. Messages that webhooks which are on have not
    taken yet, how many seconds ago the oldest of them happened, and webhooks that the desk itself has switched off.
    """

    pending: int
    pending_seconds: int
    parked: int
    unclaimed: int
    claimed: int
    untaken: int
    untaken_seconds: int
    webhooks_off: int
