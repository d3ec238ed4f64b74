"""Tickets that belong together: each shows the others, to whoever sees them."""

from desk.actor import Actor
from desk.asking import look_to
from desk.changes import TicketChange
from desk.models import Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.surroundings import links_of
from desk.tickets import update


def link(tx: Tx, actor: Actor, ticket_id: int, other_id: int) -> Ticket:
    """Link the ticket to another that the actor sees. Raises NotFound, Forbidden or Invalid."""
    return update(tx, actor, ticket_id, TicketChange(links=(*_linked(tx, actor, ticket_id), other_id)))


def unlink(tx: Tx, actor: Actor, ticket_id: int, other_id: int) -> Ticket:
    """Part the two again; where there is no link, nothing changes. Raises NotFound or Forbidden."""
    left = tuple(each for each in _linked(tx, actor, ticket_id) if each != other_id)
    return update(tx, actor, ticket_id, TicketChange(links=left))


def _linked(tx: Tx, actor: Actor, ticket_id: int) -> tuple[int, ...]:
    look_to(tx, actor, ticket_id, Action.SORT)
    return tuple(each.id for each in links_of(tx, actor, ticket_id))
