"""Every word of a transcript that nobody typed. What people are called is put in as it is given here."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from cogs.language import language, mark, say, say_n
from cogs.words import replies, sorting, tickets
from desk.actor import Via
from desk.events import EventType
from desk.models import Attachment, Message, MessageKind, Ticket
from desk.transcript import Happening

_KILO: Final = 1024

HAPPENED: Final[Mapping[str, str]] = {
    EventType.TICKET_OPENED: mark("{member} opened this ticket."),
    EventType.TICKET_RENAMED: mark("{member} changed the title."),
    EventType.TICKET_SORTED: mark("{member} changed the priority or the tags."),
    EventType.TICKET_MOVED: mark("{member} moved this ticket to {category}."),
    EventType.TICKET_CLAIMED: mark("{member} claimed this ticket."),
    EventType.TICKET_RELEASED: mark("{member} released this ticket: it is claimed by nobody."),
    EventType.TICKET_CLOSED: mark("{member} closed this ticket."),
    EventType.TICKET_REOPENED: mark("{member} reopened this ticket."),
    EventType.TICKET_MERGED: mark("{member} merged another ticket into this one."),
    EventType.TICKET_SNOOZED: mark("{member} snoozed this ticket."),
    EventType.TICKET_WOKEN: mark("This ticket is back in the queue."),
    EventType.TICKET_LINKED: mark("{member} linked this ticket to another one."),
    EventType.TICKET_UNLINKED: mark("{member} unlinked this ticket from another one."),
    EventType.PARTICIPANT_ADDED: mark("{member} added {person} to this ticket."),
    EventType.PARTICIPANT_REMOVED: mark("{member} removed {person} from this ticket."),
}
"""What happened, by its type."""

_FOR_OTHERS: Final[Mapping[str, str]] = {
    EventType.TICKET_OPENED: mark("{member} opened this ticket for {person}."),
    EventType.TICKET_CLAIMED: mark("{member} assigned this ticket to {person}."),
}
_MERGED_AWAY: Final = mark("{member} merged this ticket into another one.")


def code() -> str:
    """The language that is spoken now, as pages name it."""
    return language().info().get("language", "en").replace("_", "-")


def heading() -> str:
    """What the page is."""
    return say("Transcript")


def number(ticket: Ticket) -> str:
    """Which ticket it is of."""
    return say("Ticket #{number}", number=ticket.number)


def made(moment: str) -> str:
    """When it was made, and how its times are meant."""
    return say("Made {moment}. All times are UTC.", moment=moment)


def counted(messages: int) -> str:
    """How much was said."""
    return say_n("{n} message", "{n} messages", messages)


def with_notes() -> str:
    """A warning over what only staff may read."""
    return say("With the notes of staff: for staff only.")


def opened_by() -> str:
    """Before who opened it."""
    return say("Opened by")


def category() -> str:
    """Before its category."""
    return say("Category")


def status() -> str:
    """Before its state."""
    return say("Status")


def state(ticket: Ticket) -> str:
    """Its state."""
    return say(tickets.STATES[ticket.status])


def claim() -> str:
    """Before who works on it."""
    return say("Claimed by")


def nobody() -> str:
    """Where nobody works on it."""
    return say("nobody")


def priority() -> str:
    """Before its priority."""
    return say("Priority")


def urgency(ticket: Ticket) -> str:
    """Its priority."""
    return sorting.priority(ticket.priority)


def tags() -> str:
    """Before its tags."""
    return say("Tags")


def people() -> str:
    """Before who was added to it."""
    return say("People")


def links() -> str:
    """Before the tickets that belong to it."""
    return say("Linked tickets")


def closed() -> str:
    """Before when it was closed."""
    return say("Closed")


def reason() -> str:
    """Before why it was closed."""
    return say("Reason")


def why(given: str) -> str:
    """Why it was closed."""
    return tickets.reason(given)


def rating() -> str:
    """Before its rating."""
    return say("Rating")


def stars(given: int) -> str:
    """The rating."""
    return sorting.stars(given)


def comment() -> str:
    """Before what the owner said to the rating."""
    return say("Comment")


def answers() -> str:
    """Over the answers to the form."""
    return say("Answers")


def unanswered() -> str:
    """Where a question of the form was left out."""
    return say("no answer")


def team() -> str:
    """Staff that answers without names."""
    return replies.team()


def desk() -> str:
    """Who acts where nobody did."""
    return say("The desk")


def gone() -> str:
    """A member of whom no name is known."""
    return say("Unknown member")


def marks(message: Message, owner_id: int) -> Sequence[str]:
    """What is to be said of a message beside its author and time."""
    return [
        text
        for text, so in (
            (say("member"), message.author_id == owner_id),
            (say("note for staff"), message.kind is MessageKind.NOTE),
            (say("through the API"), message.via is Via.REST),
            (say("forwarded"), message.forwarded),
            (say("edited"), message.edited_at is not None),
        )
        if so
    ]


def before_edits(times: int) -> str:
    """Over what a message said before."""
    return say_n("{n} earlier version", "{n} earlier versions", times)


def until(moment: str) -> str:
    """Until when it said so."""
    return say("until {moment}", moment=moment)


def file(attachment: Attachment, name: str) -> str:
    """A file that came with a message."""
    return say("File {name}, {size}", name=name, size=_size(attachment.size))


def nothing_said() -> str:
    """Where a message has neither words nor files."""
    return say("(no text)")


def happened(it: Happening, member: str, person: str) -> str:
    """One line of what happened."""
    text = HAPPENED[it.type]
    if it.away:
        text = _MERGED_AWAY
    elif it.type in _FOR_OTHERS and it.member_id not in {None, it.actor_id}:
        text = _FOR_OTHERS[it.type]
    return say(text, member=member, person=person, category=it.category or "")


def day(moment: datetime) -> str:
    """A day, over what was said on it."""
    return f"{moment:%Y-%m-%d}"


def _size(size: int) -> str:
    if size < _KILO:
        return f"{size} B"
    if size < _KILO * _KILO:
        return f"{size / _KILO:.0f} KB"
    return f"{size / _KILO / _KILO:.1f} MB"
