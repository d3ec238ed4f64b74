"""How a ticket closes without anybody closing it: told of first, put off by its people, done by the desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from desk.actor import Actor
from desk.asking import Sight, look_to
from desk.clock import parse_rfc3339, rfc3339
from desk.durations import minutes
from desk.ending import Ending, EndingKind, Found
from desk.errors import Fault, Invalid, TicketClosed
from desk.events import EventType, Origin, record_shown
from desk.models import Status, Ticket, Waiting
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText
from desk.tickets import close

OWNER_LEFT: Final = "owner_left"
"""Why a ticket is closed whose owner left the guild, where the category says so."""

INACTIVE: Final = "inactive"
"""Why a ticket is closed whose member answered nothing for as long as the category waits."""

NOTICE_MOST: Final = 24 * 60
PLANNED_MOST: Final = 30 * 24 * 60
"""The longest that a notice stands before silence closes a ticket, and for which staff puts closing off, in minutes."""


@dataclass(frozen=True, slots=True)
class Announced:
    """An open ticket that is to close by itself, and when it does so if its notice is seen now."""

    ticket: Ticket
    ending: Ending
    due_at: str | None


def notice_minutes(silence: int) -> int:
    """For how long it is told before silence closes a ticket: a day, or half the time where that is shorter."""
    return min(NOTICE_MOST, (silence + 1) // 2)


def plan(tx: Tx, actor: Actor, ticket_id: int, after: str, reason: str | None = None) -> Ending:
    """Close the ticket after that time unless its member writes before.

    Raises NotFound, Forbidden, Invalid, TicketClosed.
    """
    sight = _open(look_to(tx, actor, ticket_id, Action.CLOSE))
    try:
        wait = minutes(after, PLANNED_MOST, "h")
    except BadText as bad:
        raise Invalid({"after": bad.fault}) from bad
    if wait == 0:
        raise Invalid({"after": Fault("bad_duration")})
    return _announce(
        tx, actor, sight.ticket, Ending(ticket_id, EndingKind.PLANNED, actor.at, _in(actor.at, wait), reason=reason)
    )


def ask(tx: Tx, actor: Actor, ticket_id: int, reason: str | None = None) -> Ending:
    """Ask the owner whether the ticket can be closed; where silence closes tickets, theirs does so then.

    Raises NotFound, Forbidden, TicketClosed.
    """
    sight = _open(look_to(tx, actor, ticket_id, Action.SORT))
    silence = sight.category.settings.silence_minutes
    due_at = None if silence is None else _in(actor.at, silence)
    return _announce(tx, actor, sight.ticket, Ending(ticket_id, EndingKind.ASKED, actor.at, due_at, reason=reason))


def agree(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """Close the ticket as it was asked, with the reason that was given. Raises as `close` does."""
    asked = tx.endings.of(ticket_id)
    return close(tx, actor, ticket_id, asked.reason if asked else None)


def keep_open(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """The ticket is not to close by itself, and its member's silence counts from now; nothing else changes.

    Whoever may reply in it may say so. Raises NotFound, Forbidden, TicketClosed.
    """
    ticket = _open(look_to(tx, actor, ticket_id, Action.REPLY)).ticket
    ending = tx.endings.of(ticket_id)
    if ending is not None and ending.kind is not EndingKind.KEPT:
        tx.endings.put(Ending(ticket_id, EndingKind.KEPT, actor.at))
        record_shown(tx, actor, EventType.CLOSING_CANCELLED, ticket)
    return ticket


def announced(tx: Tx, guild_id: int, ticket_id: int, now: str) -> Announced | None:
    """What is to be told in the ticket's place now; None when it is not to close any more."""
    ticket, ending = tx.tickets.get(guild_id, ticket_id), tx.endings.of(ticket_id)
    if ticket is None or ending is None or ticket.status is Status.CLOSED or ending.kind is EndingKind.KEPT:
        return None
    wait = None
    if ending.due_at is not None and ending.kind is not EndingKind.PLANNED and ending.shown_at is None:
        wait = parse_rfc3339(ending.due_at) - parse_rfc3339(ending.at)
    due_at = ending.due_at if wait is None else rfc3339(parse_rfc3339(now) + wait)
    return Announced(ticket, ending, due_at)


def seen(tx: Tx, told: Announced, now: str) -> None:
    """The notice stands in the ticket's place: from now on its time runs."""
    if tx.endings.of(told.ticket.id) == told.ending:
        tx.endings.put(replace(told.ending, shown_at=now, due_at=told.due_at))


def silent(tx: Tx, now: str, limit: int) -> Sequence[Found]:
    """The tickets that are to be told that silence closes them."""
    return tx.endings.silent(now, limit)


def due(tx: Tx, now: str, limit: int) -> Sequence[Found]:
    """The tickets that are to be closed."""
    return tx.endings.due(now, limit)


def warn(tx: Tx, origin: Origin, ticket_id: int) -> Ending | None:
    """Tell the ticket's member that their silence closes it; None where that is no longer so."""
    ticket = tx.tickets.get(origin.guild_id, ticket_id)
    category = tx.categories.get(origin.guild_id, ticket.category_id) if ticket else None
    if ticket is None or category is None or category.settings.silence_minutes is None:
        return None
    if ticket.status is Status.CLOSED or ticket.waiting is not Waiting.MEMBER or ticket.snoozed_until is not None:
        return None
    due_at = _in(origin.at, notice_minutes(category.settings.silence_minutes))
    return _announce(tx, origin, ticket, Ending(ticket_id, EndingKind.SILENCE, origin.at, due_at))


def finish(tx: Tx, origin: Origin, ticket_id: int) -> Ticket | None:
    """Close the ticket whose time has come; None where it was put off meanwhile."""
    ending = tx.endings.of(ticket_id)
    if ending is None or ending.due_at is None or ending.due_at > origin.at:
        return None
    return close_by_desk(tx, origin, ticket_id, ending.reason if ending.kind is EndingKind.PLANNED else INACTIVE)


def close_by_desk(tx: Tx, origin: Origin, ticket_id: int, reason: str | None) -> Ticket | None:
    """Close the ticket for that reason; None when it is closed already, or gone."""
    ticket = tx.tickets.get(origin.guild_id, ticket_id)
    if ticket is None or ticket.status is Status.CLOSED:
        return None
    after = replace(
        ticket,
        status=Status.CLOSED,
        closed_at=origin.at,
        close_reason=reason,
        due_at=None,
        snoozed_until=None,
        updated_at=max(origin.at, ticket.updated_at),
        version=ticket.version + 1,
    )
    tx.tickets.save(after, expected_version=ticket.version)
    record_shown(tx, origin, EventType.TICKET_CLOSED, after)
    return after


def _open(sight: Sight) -> Sight:
    if sight.ticket.status is Status.CLOSED:
        raise TicketClosed(sight.ticket.id)
    return sight


def _announce(tx: Tx, by: Actor | Origin, ticket: Ticket, ending: Ending) -> Ending:
    tx.endings.put(ending)
    record_shown(tx, by, EventType.CLOSING_ANNOUNCED, ticket, kind=ending.kind.value)
    return ending


def _in(now: str, wait: int) -> str:
    return rfc3339(parse_rfc3339(now) + timedelta(minutes=wait))
