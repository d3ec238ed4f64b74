"""Letting a ticket rest: it leaves the queue, and comes back at its time or with its member's next message."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from desk import silence
from desk.actor import Actor
from desk.asking import look_to
from desk.changes import TicketChange
from desk.clock import parse_rfc3339, rfc3339
from desk.durations import minutes
from desk.errors import Fault, Invalid
from desk.events import EventType, Origin, record_shown
from desk.models import Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText
from desk.tickets import update

UNTIL_MESSAGE: Final = "9999-12-31T00:00:00.000Z"
"""The time that a ticket gets which is to rest until its member writes: none comes before it."""

MORNING: Final = 9
"""The hour at which a ticket comes back that is to rest until tomorrow, in the time zone of its category."""

_LONGEST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Rest:
    """How long a ticket is to rest: for a stretch of time, or if there is none until tomorrow morning or a message."""

    stretch: timedelta | None = None
    tomorrow: bool = False


TOMORROW: Final = Rest(tomorrow=True)
MESSAGE: Final = Rest()


def rest(typed: str) -> Rest:
    """What somebody means by `tomorrow`, `message`, or a stretch such as `1h30m`, `3d`, `1w`. Raises Invalid."""
    words = "".join(typed.lower().split())
    if words in {"tomorrow", "message"}:
        return TOMORROW if words == "tomorrow" else MESSAGE
    try:
        stretch = minutes(typed, _LONGEST_DAYS * 24 * 60, unit=None)
    except BadText as bad:
        raise Invalid({"snoozedUntil": Fault("bad_rest", _LONGEST_DAYS)}) from bad
    if stretch == 0:
        raise Invalid({"snoozedUntil": Fault("bad_rest", _LONGEST_DAYS)})
    return Rest(timedelta(minutes=stretch))


def snooze(tx: Tx, actor: Actor, ticket_id: int, wanted: Rest) -> Ticket:
    """Let the open ticket rest. Raises NotFound, Forbidden, TicketClosed."""
    hours = look_to(tx, actor, ticket_id, Action.SORT).category.settings.hours
    until = _until(wanted, parse_rfc3339(actor.at), hours.zone if hours else "UTC")
    return update(tx, actor, ticket_id, TicketChange(snoozed_until=until))


def wake(tx: Tx, actor: Actor, ticket_id: int) -> Ticket:
    """Bring the ticket back into the queue now; one that does not rest stays as it is. Raises NotFound, Forbidden."""
    return update(tx, actor, ticket_id, TicketChange(snoozed_until=None))


def wake_due(tx: Tx, origin: Origin, ticket_id: int) -> Ticket | None:
    """Bring the ticket back if its time has come; None when it is not resting, or longer by now, or gone."""
    ticket = tx.tickets.get(origin.guild_id, ticket_id)
    if ticket is None or ticket.snoozed_until is None or ticket.snoozed_until > origin.at:
        return None
    after = replace(ticket, snoozed_until=None, version=ticket.version + 1)
    tx.tickets.save(after, expected_version=ticket.version)
    silence.begins_anew(tx, ticket_id, origin.at)
    record_shown(tx, origin, EventType.TICKET_WOKEN, after, why="time")
    return after


def _until(wanted: Rest, now: datetime, zone: str) -> str:
    if wanted.stretch is not None:
        return rfc3339(now + wanted.stretch)
    if not wanted.tomorrow:
        return UNTIL_MESSAGE
    there = now.astimezone(ZoneInfo(zone)) + timedelta(days=1)
    return rfc3339(there.replace(hour=MORNING, minute=0, second=0, microsecond=0).astimezone(UTC))
