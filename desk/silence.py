"""The silence of a ticket's member, as what is said and done in the ticket ends it or lets it begin anew."""

from desk.actor import Actor
from desk.ending import Ending, EndingKind
from desk.events import EventType, record_shown
from desk.models import Ticket
from desk.store import Tx

_OTHERWISE = frozenset({EndingKind.PLANNED, EndingKind.ASKED})


def ended(tx: Tx, by: Actor, ticket: Ticket) -> None:
    """The member, or somebody added to the ticket, wrote: whatever was to close it does not."""
    dropped = tx.endings.drop(ticket.id)
    if dropped is not None and dropped.kind is not EndingKind.KEPT:
        record_shown(tx, by, EventType.CLOSING_CANCELLED, ticket, wrote=True)


def interrupted(tx: Tx, by: Actor, ticket: Ticket) -> None:
    """Staff said something new, or lets the ticket rest: who was told that their silence closes it is told anew."""
    if tx.endings.drop(ticket.id, silent=True) is not None:
        record_shown(tx, by, EventType.CLOSING_CANCELLED, ticket, wrote=True)


def begins_anew(tx: Tx, ticket_id: int, at: str) -> None:
    """The ticket has rested until then; that time was no silence."""
    present = tx.endings.of(ticket_id)
    if present is None or present.kind not in _OTHERWISE:
        tx.endings.put(Ending(ticket_id, EndingKind.KEPT, at))
