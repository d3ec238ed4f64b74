"""A kind of ticket, with the roles that answer and see it and how it works."""

from dataclasses import dataclass
from enum import StrEnum

from desk.models.form import Question


class Style(StrEnum):
    """What a ticket's place is: a private thread under its category's channel, or a channel of its own."""

    THREAD = "thread"
    CHANNEL = "channel"


class ClaimMode(StrEnum):
    """Who of the staff may answer a claimed ticket: any responder, or only the one who claimed it."""

    ANYONE = "anyone"
    CLAIMER = "claimer"


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
