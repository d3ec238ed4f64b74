"""The kinds of event, which of them Discord shows, and the one way in which a use case records what it did.

The lane of an event keeps its order: all of one ticket, one category or one panel are shown one after the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desk.actor import Actor, Via
from desk.exchange import NewEvent
from desk.models import Ticket
from desk.store import Tx


class EventType(StrEnum):
    """Every type of event by the name under which it is stored and told."""

    TICKET_OPENED = "ticket.opened"
    TICKET_RENAMED = "ticket.renamed"
    TICKET_SORTED = "ticket.sorted"
    TICKET_MOVED = "ticket.moved"
    TICKET_CLAIMED = "ticket.claimed"
    TICKET_RELEASED = "ticket.released"
    TICKET_CLOSED = "ticket.closed"
    TICKET_REASON_CHANGED = "ticket.reason_changed"
    TICKET_REOPENED = "ticket.reopened"
    TICKET_MERGED = "ticket.merged"
    TICKET_LINKED = "ticket.linked"
    TICKET_UNLINKED = "ticket.unlinked"
    TICKET_SNOOZED = "ticket.snoozed"
    TICKET_WOKEN = "ticket.woken"
    TICKET_RATED = "ticket.rated"
    TICKET_DELETED = "ticket.deleted"
    ALARM_SET = "alarm.set"
    CLOSING_ANNOUNCED = "closing.announced"
    CLOSING_CANCELLED = "closing.cancelled"
    PARTICIPANT_ADDED = "participant.added"
    PARTICIPANT_REMOVED = "participant.removed"
    MESSAGE_CREATED = "message.created"
    MESSAGE_EDITED = "message.edited"
    MESSAGE_DELETED = "message.deleted"
    MESSAGE_REFUSED = "message.refused"
    NOTE_CREATED = "note.created"
    NOTE_DELETED = "note.deleted"
    NOTICE_DUE = "notice.due"
    NOTICE_REFUSED = "notice.refused"
    CATEGORY_CREATED = "category.created"
    CATEGORY_UPDATED = "category.updated"
    CATEGORY_DELETED = "category.deleted"
    REPLY_SAVED = "reply.saved"
    REPLY_REMOVED = "reply.removed"
    GUILD_CHANGED = "guild.changed"
    PANEL_POSTED = "panel.posted"
    PLACE_MADE = "place.made"
    PLACE_FAILED = "place.failed"
    PLACE_GONE = "place.gone"
    CARD_GONE = "card.gone"
    PLACE_DUE = "place.due"
    MEMBER_LEFT = "member.left"
    MEMBER_JOINED = "member.joined"
    MEMBER_ROLES_CHANGED = "member.roles_changed"
    GRANT_GIVEN = "grant.given"
    GRANT_TAKEN = "grant.taken"
    KEY_CREATED = "key.created"
    KEY_REVOKED = "key.revoked"
    MEMBER_BLOCKED = "member.blocked"
    MEMBER_UNBLOCKED = "member.unblocked"
    MEMBER_NOTED = "member.noted"
    MEMBER_NOTE_DELETED = "member.note_deleted"
    ROLE_BLOCKED = "role.blocked"
    ROLE_UNBLOCKED = "role.unblocked"
    LOG_MOVED = "log.moved"
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_DELETED = "webhook.deleted"
    WEBHOOK_OFF = "webhook.off"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an event comes from when no actor stands behind it: the desk itself, at a time."""

    guild_id: int
    at: str
    request_id: str = "desk"


def ticket_lane(ticket_id: int) -> str:
    """The lane in which a ticket's events are shown."""
    return f"ticket:{ticket_id}"


def place_lane(ticket_id: int) -> str:
    """The lane in which a place follows its ticket where Discord lets it only so often; nothing else waits for it."""
    return f"place:{ticket_id}"


def note_lane(message_id: int) -> str:
    """The lane in which what a note was taken from goes out of its ticket's place; it waits for nothing else."""
    return f"note:{message_id}"


def file_lane(message_id: int) -> str:
    """The lane in which the files are fetched that came with a message in Discord; nothing else waits for it."""
    return f"file:{message_id}"


def notice_lane(ticket_id: int) -> str:
    """The lane in which the owner of a ticket is told by direct message; nothing else waits for it."""
    return f"notice:{ticket_id}"


def webhook_lane(webhook_id: int) -> str:
    """The lane in which who keeps a webhook is told by direct message; nothing else waits for it."""
    return f"webhook:{webhook_id}"


def category_lane(category_id: int) -> str:
    """The lane in which a category's events are shown."""
    return f"category:{category_id}"


def panel_lane(panel_id: int) -> str:
    """The lane in which a panel's events are shown."""
    return f"panel:{panel_id}"


def guild_lane(guild_id: int) -> str:
    """The lane in which it is shown what a guild wishes for itself."""
    return f"guild:{guild_id}"


def member_lane(guild_id: int, user_id: int) -> str:
    """The lane in which it is shown what a member may see now."""
    return f"member:{guild_id}:{user_id}"


def role_lane(guild_id: int, role_id: int) -> str:
    """The lane in which it is shown what a role's members may see now."""
    return f"role:{guild_id}:{role_id}"


def record(
    tx: Tx,
    by: Actor | Origin,
    event_type: EventType,
    *,
    ticket: Ticket | None = None,
    category_id: int | None = None,
    lane: str | None = None,
    **data: object,
) -> int:
    """Append an event in the same transaction as what it tells of; returns its number."""
    return _append(tx, by, event_type, ticket, ticket.category_id if ticket else category_id, lane, data)


def record_shown(tx: Tx, by: Actor | Origin, event_type: EventType, ticket: Ticket, **data: object) -> int:
    """As `record`, for an event of a ticket that its place in Discord shows."""
    return _append(tx, by, event_type, ticket, ticket.category_id, ticket_lane(ticket.id), data)


def set_alarm(tx: Tx, by: Actor | Origin, ticket: Ticket, due_at: str) -> int:
    """Have the relay look at the ticket at `due_at` (RFC 3339) for what is due then. It holds up nothing until then."""
    lane = f"alarm:{ticket.id}:{ticket.version}"
    return _append(tx, by, EventType.ALARM_SET, ticket, ticket.category_id, lane, {}, due_at=due_at)


def set_notice(tx: Tx, by: Actor | Origin, ticket: Ticket, due_at: str) -> int:
    """Have the relay tell the ticket's owner at `due_at` (RFC 3339) of what staff answered, if it is still to be."""
    lane = notice_lane(ticket.id)
    return _append(tx, by, EventType.NOTICE_DUE, ticket, ticket.category_id, lane, {}, due_at=due_at)


def _append(  # noqa: PLR0913 -- all that an event has, told by the three ways to record one
    tx: Tx,
    by: Actor | Origin,
    event_type: EventType,
    ticket: Ticket | None,
    category_id: int | None,
    lane: str | None,
    data: Mapping[str, object],
    *,
    due_at: str | None = None,
) -> int:
    return tx.events.append(
        NewEvent(
            guild_id=by.guild_id,
            type=event_type,
            actor_id=by.user_id if isinstance(by, Actor) else None,
            via=by.via if isinstance(by, Actor) else Via.DESK,
            at=by.at,
            request_id=by.request_id,
            ticket_id=ticket.id if ticket else None,
            category_id=category_id,
            lane=lane,
            data=data,
            due_at=due_at,
        )
    )
