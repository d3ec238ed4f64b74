"""What is offered while somebody types which ticket they mean: some of those that they see, and no others."""

from desk.actor import Actor
from desk.asking import sight_of, what_is_visible
from desk.errors import NotFound
from desk.exchange import Slice, TicketFilter
from desk.models import Status, Ticket
from desk.store import Tx

LOOKED_AT = 100
"""How many of the visible tickets, newest activity first, are held against what was typed."""

DIGITS = 15
"""Longer numbers are no ticket's, and no store's integer either."""


def suggest_tickets(tx: Tx, actor: Actor, typed: str, limit: int, status: Status | None = None) -> tuple[Ticket, ...]:
    """At most `limit` visible tickets whose number begins with, or whose title contains, what was typed."""
    visible = what_is_visible(tx, actor)
    wanted = typed.strip().lstrip("#").casefold()
    recent = tx.tickets.page(visible, TicketFilter(status=status), Slice(limit=LOOKED_AT))
    found = [it for it in recent if str(it.number).startswith(wanted) or wanted in it.title.casefold()]
    exact = _by_number(tx, actor, wanted, status)
    return tuple(([] if exact is None or exact in found else [exact]) + found)[:limit]


def _by_number(tx: Tx, actor: Actor, typed: str, status: Status | None) -> Ticket | None:
    """The visible ticket of exactly that number, however long ago it moved."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= DIGITS):
        return None
    try:
        ticket = sight_of(tx, actor, tx.tickets.by_number(actor.guild_id, int(typed))).ticket
    except NotFound:
        return None
    return ticket if status in {None, ticket.status} else None
