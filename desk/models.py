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


class Waiting(StrEnum):
    """Whose turn it is in an open ticket: staff is to answer, or the member is."""

    STAFF = "staff"
    MEMBER = "member"


class Style(StrEnum):
    """What a ticket's place is: a private thread under its category's channel, or a channel of its own."""

    THREAD = "thread"
    CHANNEL = "channel"


class ClaimMode(StrEnum):
    """Who of the staff may answer a claimed ticket: any responder, or only the one who claimed it."""

    ANYONE = "anyone"
    CLAIMER = "claimer"


class QuestionKind(StrEnum):
    """How a question of a form is answered."""

    SHORT = "short"
    LONG = "long"
    SELECT = "select"
    USER = "user"
    ROLE = "role"
    CHANNEL = "channel"
    FILE = "file"


class PlaceState(StrEnum):
    """How far the ticket's place in Discord has come, apart from the ticket's own state."""

    PENDING = "pending"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a category's form. `least` and `most` count signs of a text, or choices of a select.

    `choices` are the options of a select; `hint` stands below the label or in the empty field.
    """

    label: str
    kind: QuestionKind
    hint: str | None = None
    required: bool = True
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One answer to a form: the question's label and kind as they were then, and what was answered.

    A text has one value; a select its chosen options; user, role and channel their ids; a file its name.
    """

    label: str
    kind: QuestionKind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in with a form, and where Discord keeps it for the while; `question` is the question's key."""

    question: str
    name: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A form that a member has begun to fill in. `form_id` names the showing of it; `answers` are by question's key.

    `title` and `message` are what was said besides; None leaves them to the answers.
    """

    guild_id: int
    user_id: int
    form_id: str
    category_id: int
    at: str
    title: str | None = None
    message: str | None = None
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When staff works: `zone` names the time zone, `days` has for Monday to Sunday ("09:00", "17:00") or None."""

    zone: str
    days: tuple[tuple[str, str] | None, ...]


@dataclass(frozen=True, slots=True)
class CategorySettings:
    """How a category works beyond who answers in it. The defaults are those of a new category.

    `under_channel_id` is the Discord channel category for its places; `opener_role_ids` are the roles that may open
    in it, none for everybody; `cooldown_minutes` must pass between two tickets of one member; `reopen_hours` after
    closing the owner may reopen, None for always; `answer_minutes` of working time is how soon staff wants to answer,
    None for one day; after `silence_minutes` of the member's silence a ticket is closed, None for never;
    `called_role_ids` are the responder roles that are pinged when a ticket is opened; the channels are where the log
    and the live queue are posted, and where channels of closed tickets move, or else those are listed.
    """

    emoji: str | None = None
    position: int = 0
    style: Style = Style.THREAD
    under_channel_id: int | None = None
    opening_message: str | None = None
    claim_mode: ClaimMode = ClaimMode.ANYONE
    anonymous: bool = False
    cooldown_minutes: int | None = None
    reopen_hours: int | None = None
    answer_minutes: int | None = None
    hours: WorkingHours | None = None
    form: tuple[Question, ...] = ()
    opener_role_ids: frozenset[int] = frozenset()
    silence_minutes: int | None = None
    close_on_leave: bool = False
    called_role_ids: frozenset[int] = frozenset()
    log_channel_id: int | None = None
    archive_channel_id: int | None = None
    queue_channel_id: int | None = None


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
    settings: CategorySettings = CategorySettings()


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


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: its name as given, its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a ticket. `opening` marks the text with which the ticket was opened, shown in the header card.

    `discord_id` is the Discord message that shows it, once there is one; `by_bot` says whether the bot posted that.
    `earlier` is for staff alone: what it said before each of its edits, and until when.
    `forwarded` marks what somebody forwarded from elsewhere; `anonymous` a staff reply shown without its author's name.
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
    forwarded: bool = False
    anonymous: bool = False
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply that staff has ready under a name. Without a category it serves in all."""

    id: int
    guild_id: int
    category_id: int | None
    name: str
    content: str


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
class GuildSettings:
    """What a guild wishes for itself: its language as a code of the catalogue, and its log channel."""

    guild_id: int
    language: str | None = None
    log_channel_id: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A member who may open, reopen and write nothing; `until` is RFC 3339 or None for no end."""

    guild_id: int
    user_id: int
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


@dataclass(frozen=True, slots=True)
class RoleBlock:
    """A role whose members may open, reopen and write nothing; `until` is RFC 3339 or None for no end."""

    guild_id: int
    role_id: int
    until: str | None
    reason: str | None
