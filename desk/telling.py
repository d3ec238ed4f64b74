"""Telling the owner of a ticket by direct message that staff answered: whether they want it, when, and of what."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desk.actor import Actor
from desk.clock import parse_rfc3339, rfc3339
from desk.events import EventType, Origin, notice_lane, record, set_notice
from desk.models import Message, MessageKind, Ticket, Waiting
from desk.store import Tx

AWAY: Final = timedelta(minutes=5)
"""Who has written nothing in the ticket for so long is away; and so long there is one direct message at most."""

_LOOKED_THROUGH: Final = 50


@dataclass(frozen=True, slots=True)
class Notice:
    """What the owner of the ticket is to be told of now: the last reply of staff that they have not seen."""

    ticket: Ticket
    message: Message


def choose(tx: Tx, actor: Actor, *, on: bool) -> None:
    """Tell the actor by direct message from now on, or do not. It is about them alone, and so needs no right."""
    tx.choices.set_notify(actor.guild_id, actor.user_id, on=on)


def chosen(tx: Tx, actor: Actor) -> bool:
    """Whether the actor is told by direct message."""
    return tx.choices.notify(actor.guild_id, actor.user_id) is True


def ask_once(tx: Tx, actor: Actor) -> bool:
    """Whether the actor is to be asked now: once, and not when they have chosen already."""
    if tx.choices.asked(actor.guild_id, actor.user_id):
        return False
    tx.choices.set_notify(actor.guild_id, actor.user_id, on=None)
    return True


def staff_replied(tx: Tx, by: Actor, ticket: Ticket) -> None:
    """Have its owner told when they are away, if they want it. What is to be told already is told once."""
    wanted = tx.choices.notify(ticket.guild_id, ticket.owner_id) is True
    if wanted and tx.events.lane_due(notice_lane(ticket.id)) is None:
        set_notice(tx, by, ticket, max(by.at, _free_at(tx, ticket) or by.at))


def notice(tx: Tx, origin: Origin, ticket_id: int) -> Notice | None:
    """What the ticket's owner is to be told of now; None for nothing any more, or not yet: then it comes again."""
    ticket = tx.tickets.get(origin.guild_id, ticket_id)
    if ticket is None or tx.choices.notify(ticket.guild_id, ticket.owner_id) is not True:
        return None
    message = _unseen(tx, ticket)
    told = tx.choices.told(ticket.id)
    if message is None or (told is not None and told[1] >= message.id):
        return None
    free_at = _free_at(tx, ticket)
    if free_at is not None and free_at > origin.at:
        set_notice(tx, origin, ticket, free_at)
        return None
    return Notice(ticket, message)


def told(tx: Tx, origin: Origin, it: Notice) -> None:
    """The owner has the direct message."""
    tx.choices.set_told(it.ticket.id, origin.at, it.message.id)
    tx.choices.set_closed(it.ticket.guild_id, it.ticket.owner_id, closed=False)


def refused(tx: Tx, origin: Origin, it: Notice) -> None:
    """Discord lets the bot send them none; staff learns it once. The next reply is tried again all the same."""
    tx.choices.set_told(it.ticket.id, origin.at, it.message.id)
    if tx.choices.set_closed(it.ticket.guild_id, it.ticket.owner_id, closed=True):
        record(tx, origin, EventType.NOTICE_REFUSED, ticket=it.ticket, userId=str(it.ticket.owner_id))


def _unseen(tx: Tx, ticket: Ticket) -> Message | None:
    """The last reply of staff after all that the owner wrote.

    Where it is the owner's turn, staff wrote last, be it by somebody who was added to the ticket as well.
    """
    answered = ticket.waiting is Waiting.MEMBER
    for message in reversed(_last(tx, ticket)):
        if message.author_id == ticket.owner_id:
            return None
        by_staff = answered or not tx.participants.has(ticket.id, message.author_id)
        if message.kind is MessageKind.REPLY and not message.opening and by_staff:
            return message
    return None


def _free_at(tx: Tx, ticket: Ticket) -> str | None:
    """From when the owner counts as away, and may get a direct message again; None for always."""
    told = tx.choices.told(ticket.id)
    own = [message.created_at for message in _last(tx, ticket) if message.author_id == ticket.owner_id]
    times = [*own[-1:], *([told[0]] if told else [])]
    return rfc3339(parse_rfc3339(max(times)) + AWAY) if times else None


def _last(tx: Tx, ticket: Ticket) -> list[Message]:
    return list(tx.messages.newest(ticket.id, notes=False, limit=_LOOKED_THROUGH))
