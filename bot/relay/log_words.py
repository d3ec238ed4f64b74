"""The words of the log: one line for each event that staff is to know of."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from cogs.language import mark, say
from cogs.typed import line
from desk.actor import Via
from desk.audit import Entry
from desk.events import EventType
from desk.models import Event

LINES: Final[Mapping[str, str]] = MappingProxyType(
    {
        EventType.TICKET_OPENED: mark("{member} opened {ticket}."),
        EventType.TICKET_RENAMED: mark("{member} renamed {ticket}."),
        EventType.TICKET_SORTED: mark("{member} changed priority or tags of {ticket}."),
        EventType.TICKET_CLAIMED: mark("{member} gave {ticket} to {other}."),
        EventType.TICKET_RELEASED: mark("{member} released {ticket}."),
        EventType.TICKET_CLOSED: mark("{member} closed {ticket}."),
        EventType.TICKET_REASON_CHANGED: mark("{member} changed the reason of {ticket}."),
        EventType.TICKET_REOPENED: mark("{member} reopened {ticket}."),
        EventType.TICKET_MOVED: mark("{member} moved {ticket} to category {category}."),
        EventType.TICKET_MERGED: mark("{member} merged {ticket} with another ticket."),
        EventType.TICKET_LINKED: mark("{member} linked {ticket} to another ticket."),
        EventType.TICKET_UNLINKED: mark("{member} unlinked {ticket} from another ticket."),
        EventType.TICKET_SNOOZED: mark("{member} snoozed {ticket}."),
        EventType.TICKET_WOKEN: mark("{ticket} is back in the queue."),
        EventType.CLOSING_ANNOUNCED: mark("{member} announced that {ticket} is to close."),
        EventType.CLOSING_CANCELLED: mark("{member} kept {ticket} open."),
        EventType.TICKET_RATED: mark("{member} rated {ticket}."),
        EventType.PARTICIPANT_ADDED: mark("{member} added {other} to {ticket}."),
        EventType.PARTICIPANT_REMOVED: mark("{member} removed {other} from {ticket}."),
        EventType.TICKET_DELETED: mark("{member} deleted {ticket}."),
        EventType.MESSAGE_CREATED: mark("{member} replied in {ticket}."),
        EventType.MESSAGE_DELETED: mark("{member} deleted a message of {ticket}."),
        EventType.MESSAGE_REFUSED: mark("{member} wrote in {ticket} without the right to, and it was taken out."),
        EventType.NOTE_CREATED: mark("{member} wrote a note in {ticket}."),
        EventType.NOTE_DELETED: mark("{member} deleted a note of {ticket}."),
        EventType.CATEGORY_CREATED: mark("{member} made category {category}."),
        EventType.CATEGORY_UPDATED: mark("{member} changed category {category}."),
        EventType.CATEGORY_DELETED: mark("{member} deleted category {category}."),
        EventType.NOTICE_REFUSED: mark("{other} takes no direct messages, and was not told of an answer in {ticket}."),
        EventType.REPLY_SAVED: mark("{member} saved a ready reply."),
        EventType.REPLY_REMOVED: mark("{member} deleted a ready reply."),
        EventType.PANEL_POSTED: mark("{member} posted a panel."),
        EventType.PLACE_FAILED: mark("Discord refused {ticket} a thread or channel."),
        EventType.PLACE_GONE: mark("The thread or channel of {ticket} was deleted in Discord."),
        EventType.GRANT_GIVEN: mark("{member} gave {role} the grant {grant}."),
        EventType.GRANT_TAKEN: mark("{member} took the grant {grant} from {role}."),
        EventType.KEY_CREATED: mark("{member} made an API key."),
        EventType.KEY_REVOKED: mark("{member} revoked an API key."),
        EventType.MEMBER_BLOCKED: mark("{member} blocked {other}."),
        EventType.MEMBER_UNBLOCKED: mark("{member} lifted the block of {other}."),
        EventType.MEMBER_NOTED: mark("{member} wrote a note about {other}."),
        EventType.MEMBER_NOTE_DELETED: mark("{member} deleted a note about {other}."),
        EventType.ROLE_BLOCKED: mark("{member} blocked all who hold {role}."),
        EventType.ROLE_UNBLOCKED: mark("{member} lifted the block of {role}."),
        EventType.MEMBER_LEFT: mark("{other} left the server."),
        EventType.MEMBER_JOINED: mark("{other} came back to the server."),
        EventType.GUILD_CHANGED: mark("{member} chose the language of the server."),
        EventType.LOG_MOVED: mark("{member} had the log written elsewhere."),
        EventType.WEBHOOK_CREATED: mark("{member} made a webhook: what happens here is sent to another program."),
        EventType.WEBHOOK_CHANGED: mark("{member} changed a webhook."),
        EventType.WEBHOOK_DELETED: mark("{member} deleted a webhook."),
        EventType.WEBHOOK_OFF: mark("The desk switched a webhook off. The API's list of webhooks says why."),
    }
)
"""By the type of the event."""

UNTOLD: Final[Mapping[str, str]] = MappingProxyType(
    {
        EventType.MESSAGE_EDITED: "Discord shows it where it happened",
        EventType.NOTICE_DUE: "the relay's own errand",
        EventType.PLACE_DUE: "the relay's own errand",
        EventType.PLACE_MADE: "it is there to be seen",
        EventType.ALARM_SET: "the relay's own errand",
        EventType.CARD_GONE: "the desk posts the card again",
        EventType.MEMBER_ROLES_CHANGED: "Discord's own log tells of it",
    }
)
"""Types of event that the log leaves out, and why."""

_LEFT: Final = mark("{other} left the server, and {ticket} is claimed by nobody.")
_LOST: Final = mark("{other} may no longer work on {ticket}, and it is claimed by nobody.")
_WITHOUT: Final[Mapping[str, str]] = {
    "archive": mark("The archive of category {category} was deleted. Choose another: `/category edit`."),
    "log": mark("The log channel of category {category} was deleted. Choose another: `/category edit`."),
    "queue": mark(
        "The channel of the live queue of category {category} was deleted. Choose another: `/category edit`."
    ),
}
_THEMSELVES: Final = mark("{member} claimed {ticket}.")
_BY_NOBODY: Final = mark("The desk")


def entry(it: Entry) -> str | None:
    """One line of the log; None for what it leaves out, such as what a ticket's own people write."""
    event = it.event
    other = event.data.get("claimedBy") or event.data.get("userId") or event.data.get("was")
    text = _text(event, other)
    if text is None or _is_the_members_own(it):
        return None
    told = say(
        text,
        member=f"<@{event.actor_id}>" if event.actor_id else say(_BY_NOBODY),
        other=_other(event, other),
        ticket=_ticket(it),
        category=line(it.category.name, 60) if it.category else "",
        role=f"<@&{event.data.get('roleId')}>",
        grant=f"`{event.data.get('grant')}`",
    )
    return f"<t:{int(datetime.fromisoformat(event.at).timestamp())}:t> {told}{_door(event)}"


def _text(event: Event, other: object) -> str | None:
    if event.type == EventType.TICKET_CLAIMED and other == str(event.actor_id):
        return _THEMSELVES
    if event.type == EventType.TICKET_RELEASED and (event.data.get("left") or event.data.get("lost")):
        return _LEFT if event.data.get("left") else _LOST
    return _WITHOUT.get(str(event.data.get("without"))) or LINES.get(event.type)


def _is_the_members_own(it: Entry) -> bool:
    written = it.event.type == EventType.MESSAGE_CREATED
    return written and it.ticket is not None and it.event.actor_id == it.ticket.owner_id


def _other(event: Event, user_id: object) -> str:
    """The member to whom it happened; who has left is named, as a mention would say nothing any more."""
    then = event.data.get("name")
    return f"**{line(str(then))}**" if then and event.type == EventType.MEMBER_LEFT else f"<@{user_id}>"


def _door(event: Event) -> str:
    return " · API" if event.via is Via.REST else ""


def _ticket(it: Entry) -> str:
    if it.ticket is None:
        number = it.event.data.get("number")
        return f"**#{number}**" if number else say("a deleted ticket")
    place = f" <#{it.ticket.place.channel_id}>" if it.ticket.place.channel_id else ""
    return f"**#{it.ticket.number}** {line(it.ticket.title, 60)}{place}"
