"""Which step shows which event, and what is done when Discord refuses it for good."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from bot.relay.around import (
    show_added,
    show_merged,
    show_moved,
    show_removed,
    show_woken,
    wake_if_due,
)
from bot.relay.changes import (
    show_changed,
    show_claimed,
    show_closed,
    show_deleted,
    show_released,
    show_renamed,
    show_reopened,
)
from bot.relay.coming_and_going import show_member_joined, show_member_left
from bot.relay.definitions import show_category, show_guild, show_panel
from bot.relay.endings import show_announced, show_cancelled
from bot.relay.later import show_due
from bot.relay.mirror import show_message, show_message_deleted, show_message_refused, show_note_taken
from bot.relay.notices import show_notice
from bot.relay.opening import refuse_place, show_card_gone, show_opened
from bot.relay.roles import show_blocked, show_grant_given, show_grant_taken, show_role_blocked, show_roles_changed
from bot.relay.stage import Job, Stage
from bot.relay.switched_off import show_switched_off
from desk.events import EventType

Step = Callable[[Stage, Job], Awaitable[None]]

STEPS: Mapping[str, Step] = MappingProxyType(
    {
        EventType.TICKET_OPENED: show_opened,
        EventType.TICKET_RENAMED: show_renamed,
        EventType.TICKET_SORTED: show_changed,
        EventType.TICKET_MOVED: show_moved,
        EventType.TICKET_CLAIMED: show_claimed,
        EventType.TICKET_RELEASED: show_released,
        EventType.TICKET_CLOSED: show_closed,
        EventType.TICKET_REASON_CHANGED: show_changed,
        EventType.TICKET_REOPENED: show_reopened,
        EventType.TICKET_DELETED: show_deleted,
        EventType.TICKET_MERGED: show_merged,
        EventType.TICKET_LINKED: show_changed,
        EventType.TICKET_UNLINKED: show_changed,
        EventType.TICKET_SNOOZED: show_changed,
        EventType.TICKET_WOKEN: show_woken,
        EventType.ALARM_SET: wake_if_due,
        EventType.CLOSING_ANNOUNCED: show_announced,
        EventType.CLOSING_CANCELLED: show_cancelled,
        EventType.PARTICIPANT_ADDED: show_added,
        EventType.PARTICIPANT_REMOVED: show_removed,
        EventType.CARD_GONE: show_card_gone,
        EventType.MESSAGE_CREATED: show_message,
        EventType.MESSAGE_DELETED: show_message_deleted,
        EventType.MESSAGE_REFUSED: show_message_refused,
        EventType.NOTE_CREATED: show_note_taken,
        EventType.NOTICE_DUE: show_notice,
        EventType.CATEGORY_CREATED: show_category,
        EventType.CATEGORY_UPDATED: show_category,
        EventType.CATEGORY_DELETED: show_category,
        EventType.PLACE_DUE: show_due,
        EventType.GUILD_CHANGED: show_guild,
        EventType.PANEL_POSTED: show_panel,
        EventType.MEMBER_LEFT: show_member_left,
        EventType.MEMBER_JOINED: show_member_joined,
        EventType.MEMBER_ROLES_CHANGED: show_roles_changed,
        EventType.MEMBER_BLOCKED: show_blocked,
        EventType.MEMBER_UNBLOCKED: show_blocked,
        EventType.ROLE_BLOCKED: show_role_blocked,
        EventType.ROLE_UNBLOCKED: show_role_blocked,
        EventType.GRANT_GIVEN: show_grant_given,
        EventType.GRANT_TAKEN: show_grant_taken,
        EventType.WEBHOOK_OFF: show_switched_off,
    }
)
"""Every type of event that the relay shows; the others are never given a lane."""

REFUSED: Mapping[str, Callable[[Stage, Job, str], Awaitable[None]]] = MappingProxyType(
    {EventType.TICKET_OPENED: refuse_place}
)
"""What follows when Discord refuses an event for good, beyond its being set aside."""
