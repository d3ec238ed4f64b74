"""A new version of a ticket, for use cases that change what belongs to it and not the ticket itself."""

from dataclasses import replace

from desk.models import Ticket
from desk.store import Tx


def touched(tx: Tx, ticket: Ticket, at: str | None = None) -> Ticket:
    """The ticket, saved with a new version; `at` counts as activity, too, and moves it to the top of lists."""
    after = replace(ticket, updated_at=max(at or "", ticket.updated_at), version=ticket.version + 1)
    tx.tickets.save(after, expected_version=ticket.version)
    return after
