"""How a ticket closes without anybody closing it: by the desk itself, through the one way that this happens."""

from dataclasses import replace
from typing import Final

from desk.events import EventType, Origin, record_shown
from desk.models import Status, Ticket
from desk.store import Tx

OWNER_LEFT: Final = "owner_left"
"""Why a ticket is closed whose owner left the guild, where the category says so."""


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
