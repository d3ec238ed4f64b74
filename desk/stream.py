"""The event stream's table: which events are told outside the desk, to whom, under which name, and with which facts."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from desk.events import EventType

CHANGED: Final = "ticket.changed"
"""The name under which others than staff are told of a change that is staff's matter: the ticket is new, no more."""

HIDDEN_NOW: Final = "ticket.hidden"
"""The name under which somebody is told that they lost sight of a ticket that they could see."""


class Audience(StrEnum):
    """Who is told of an event."""

    GUILD = "guild"
    """Every member."""
    ALL = "all"
    """Who sees the ticket."""
    STAFF = "staff"
    """The ticket's staff by its name; who else sees the ticket learns that it changed."""
    RATING = "rating"
    """As STAFF, and the owner, whose word it is."""
    NOTES = "notes"
    """The ticket's staff; nobody else learns that there was anything."""


PUBLIC: Final[Mapping[EventType, Audience]] = MappingProxyType(
    {
        EventType.TICKET_OPENED: Audience.ALL,
        EventType.TICKET_RENAMED: Audience.ALL,
        EventType.TICKET_SORTED: Audience.ALL,
        EventType.TICKET_MOVED: Audience.ALL,
        EventType.TICKET_CLAIMED: Audience.ALL,
        EventType.TICKET_RELEASED: Audience.ALL,
        EventType.TICKET_CLOSED: Audience.ALL,
        EventType.TICKET_REASON_CHANGED: Audience.ALL,
        EventType.TICKET_REOPENED: Audience.ALL,
        EventType.TICKET_MERGED: Audience.ALL,
        EventType.TICKET_LINKED: Audience.STAFF,
        EventType.TICKET_UNLINKED: Audience.STAFF,
        EventType.TICKET_SNOOZED: Audience.STAFF,
        EventType.TICKET_WOKEN: Audience.STAFF,
        EventType.TICKET_RATED: Audience.RATING,
        EventType.TICKET_DELETED: Audience.ALL,
        EventType.CLOSING_ANNOUNCED: Audience.ALL,
        EventType.CLOSING_CANCELLED: Audience.ALL,
        EventType.PARTICIPANT_ADDED: Audience.ALL,
        EventType.PARTICIPANT_REMOVED: Audience.ALL,
        EventType.MEMBER_LEFT: Audience.ALL,
        EventType.MESSAGE_CREATED: Audience.ALL,
        EventType.MESSAGE_EDITED: Audience.ALL,
        EventType.MESSAGE_DELETED: Audience.ALL,
        EventType.NOTE_CREATED: Audience.NOTES,
        EventType.NOTE_DELETED: Audience.NOTES,
        EventType.PLACE_MADE: Audience.ALL,
        EventType.PLACE_FAILED: Audience.ALL,
        EventType.PLACE_GONE: Audience.ALL,
        EventType.CATEGORY_CREATED: Audience.GUILD,
        EventType.CATEGORY_UPDATED: Audience.GUILD,
        EventType.CATEGORY_DELETED: Audience.GUILD,
    }
)
"""Who is told of which; what a list shows of a ticket never changes without one of these."""

INSIDE: Final[Mapping[EventType, str]] = MappingProxyType(
    {
        EventType.ALARM_SET: "the relay's own errand",
        EventType.NOTICE_DUE: "the relay's own errand",
        EventType.PLACE_DUE: "the relay's own errand",
        EventType.CARD_GONE: "what stands in Discord alone",
        EventType.PANEL_POSTED: "what stands in Discord alone",
        EventType.MESSAGE_REFUSED: "what stands in Discord alone",
        EventType.NOTICE_REFUSED: "between the owner and Discord",
        EventType.LOG_MOVED: "what stands in Discord alone",
        EventType.GUILD_CHANGED: "what stands in Discord alone",
        EventType.REPLY_SAVED: "the API has no ready replies",
        EventType.REPLY_REMOVED: "the API has no ready replies",
        EventType.MEMBER_JOINED: "the ticket is what it was",
        EventType.MEMBER_ROLES_CHANGED: "rights: those concerned are told to begin anew",
        EventType.GRANT_GIVEN: "rights: those concerned are told to begin anew",
        EventType.GRANT_TAKEN: "rights: those concerned are told to begin anew",
        EventType.MEMBER_BLOCKED: "rights: those concerned are told to begin anew",
        EventType.MEMBER_UNBLOCKED: "rights: those concerned are told to begin anew",
        EventType.ROLE_BLOCKED: "rights: those concerned are told to begin anew",
        EventType.ROLE_UNBLOCKED: "rights: those concerned are told to begin anew",
        EventType.KEY_CREATED: "a member's own",
        EventType.KEY_REVOKED: "a member's own",
        EventType.WEBHOOK_CREATED: "the list of webhooks tells",
        EventType.WEBHOOK_CHANGED: "the list of webhooks tells",
        EventType.WEBHOOK_DELETED: "the list of webhooks tells",
        EventType.WEBHOOK_OFF: "the list of webhooks tells",
        EventType.MEMBER_NOTED: "the API has no notes about members",
        EventType.MEMBER_NOTE_DELETED: "the API has no notes about members",
    }
)
"""What stays inside the desk, and why."""

NAMES: Final = (*(each.value for each in PUBLIC), CHANGED, HIDDEN_NOW)
"""Every name under which anybody is told of anything."""

FACTS: Final[Mapping[EventType, tuple[str, ...]]] = MappingProxyType(
    {
        EventType.TICKET_MOVED: ("was",),
        EventType.TICKET_CLAIMED: ("claimedBy",),
        EventType.TICKET_RELEASED: ("was",),
        EventType.TICKET_MERGED: ("into", "duplicate"),
        EventType.TICKET_LINKED: ("otherId",),
        EventType.TICKET_UNLINKED: ("otherId",),
        EventType.TICKET_SNOOZED: ("until",),
        EventType.TICKET_WOKEN: ("why",),
        EventType.TICKET_RATED: ("rating",),
        EventType.TICKET_DELETED: ("number",),
        EventType.CLOSING_ANNOUNCED: ("kind",),
        EventType.PARTICIPANT_ADDED: ("userId",),
        EventType.PARTICIPANT_REMOVED: ("userId",),
        EventType.MEMBER_LEFT: ("userId",),
        EventType.MESSAGE_CREATED: ("messageId",),
        EventType.MESSAGE_EDITED: ("messageId",),
        EventType.MESSAGE_DELETED: ("messageId",),
        EventType.NOTE_CREATED: ("messageId",),
        EventType.NOTE_DELETED: ("messageId",),
    }
)
"""What of an event's data is told."""

STAFF_FACTS: Final = frozenset({(EventType.TICKET_CLAIMED, "claimedBy"), (EventType.TICKET_RELEASED, "was")})
"""Facts that name staff, who may be without names to others."""

TICKET_FACTS: Final = frozenset({"into", "duplicate", "otherId"})
"""Facts that name another ticket, and are told to who sees that one, too."""


def audience_of(event_type: str) -> Audience | None:
    """Who is told of events of that type; None for nobody outside the desk."""
    return PUBLIC.get(EventType(event_type))
