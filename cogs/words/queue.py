"""What is said of the queue and of a ticket's place in it."""

from collections.abc import Mapping
from typing import Final

from cogs.language import button, mark_button, say, say_n
from cogs.typed import line
from cogs.words.shared import numbered, person, since
from cogs.words.sorting import EMOJI
from desk.models import Category, Ticket, Waiting
from desk.queue import Line, Show
from desk.snoozing import UNTIL_MESSAGE

SHOWN: Final[Mapping[Show, str]] = {
    Show.ALL: mark_button("All open tickets"),
    Show.UNCLAIMED: mark_button("Unclaimed"),
    Show.MINE: mark_button("Mine"),
    Show.FOR_STAFF: mark_button("Waiting for us"),
    Show.FOR_MEMBER: mark_button("Waiting for the member"),
    Show.OVERDUE: mark_button("Overdue"),
    Show.SNOOZED: mark_button("Snoozed"),
}

_MINUTES, _HOURS, _DAYS = 60, 60 * 60, 24 * 60 * 60


def row(ticket: Ticket, now: str) -> str:
    """A ticket as two lines of the queue: what it is and where; whose turn, since when, and who has it."""
    facts = [_turn(ticket, now)]
    if ticket.claimed_by is not None:
        facts.append(person(ticket.claimed_by))
    return f"{EMOJI[ticket.priority]} {numbered(ticket)} **{line(ticket.title, 60)}**\n-# {' · '.join(facts)}"


def _turn(ticket: Ticket, now: str) -> str:
    if ticket.snoozed_until == UNTIL_MESSAGE:
        return say("💤 Snoozed until the member writes")
    if ticket.snoozed_until is not None:
        return say("💤 Snoozed, back {when}", when=since(ticket.snoozed_until))
    waiting = since(ticket.waiting_since or ticket.created_at)
    if ticket.due_at is not None and ticket.due_at <= now:
        return say("⏰ Overdue · waiting for us · {when}", when=waiting)
    if ticket.waiting is Waiting.MEMBER:
        return say("Waiting for the member · {when}", when=waiting)
    return say("Waiting for us · {when}", when=waiting)


def title(total: int) -> str:
    """The head of the queue."""
    return say_n("{n} ticket in the queue", "{n} tickets in the queue", total)


def empty() -> str:
    """In place of a queue in which nothing is."""
    return say("Nothing here. Choose another part above, or enjoy the quiet.")


def nobody_waits() -> str:
    """For who answers in no category."""
    return say("You answer in no category. `/ticket list` shows your own tickets.")


def narrow() -> str:
    """In the select that narrows the queue."""
    return button("Priority, category, tag")


def live_title(category: Category, total: int) -> str:
    """The head of a category's live queue."""
    name = line(category.name, 100)
    return say_n("{category}: {n} open ticket", "{category}: {n} open tickets", total, category=name)


def live_empty() -> str:
    """In place of a live queue in which nothing is."""
    return say("Nobody is waiting.")


def live_more(left: int) -> str:
    """Below a live queue that has more than it shows."""
    return say_n("{n} more: `/ticket queue`", "{n} more: `/ticket queue`", left)


def claimed_next(ticket: Ticket) -> str:
    """After the next ticket was claimed."""
    if ticket.place.channel_id is None:
        return say("Ticket #{number} {title} is yours.", number=ticket.number, title=line(ticket.title, 80))
    return say(
        "Ticket #{number} {title} is yours. It is here: {thread}",
        number=ticket.number,
        title=line(ticket.title, 80),
        thread=f"<#{ticket.place.channel_id}>",
    )


def standing(one: Line) -> str:
    """How long the line before a member's ticket is, and how long it takes as a rule; empty when nothing is known."""
    place = say("Number {place} in line.", place=one.place) if one.place else ""
    return " ".join(filter(None, (place, _usual(one.usual))))


def _usual(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds < 90 * _MINUTES:
        minutes = max(1, round(seconds / _MINUTES))
        return say_n("Usually answered within about {n} minute.", "Usually answered within about {n} minutes.", minutes)
    if seconds < 2 * _DAYS:
        hours = round(seconds / _HOURS)
        return say_n("Usually answered within about {n} hour.", "Usually answered within about {n} hours.", hours)
    days = round(seconds / _DAYS)
    return say_n("Usually answered within about {n} day.", "Usually answered within about {n} days.", days)
