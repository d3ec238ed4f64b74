"""Handing a ticket over to another category: its team gains sight of it, and the old one loses it."""

from desk.actor import Actor
from desk.asking import look_to
from desk.changes import TicketChange
from desk.models import Category, Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.tickets import update


def move(tx: Tx, actor: Actor, ticket_id: int, category_id: int, holder: Actor | None = None) -> Ticket:
    """Move the ticket into that category, whatever its limits. Raises NotFound or Forbidden.

    `holder` is who has the claim, as Discord knows them: who cannot claim it there, or is not known, loses it.
    """
    return update(tx, actor, ticket_id, TicketChange(category_id=category_id), holder=holder)


def holder_of(tx: Tx, guild_id: int, ticket_id: int) -> int | None:
    """The id of the member who has the ticket's claim, for the door to find out what they may; no one is told it."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    return ticket.claimed_by if ticket else None


def may_move(tx: Tx, actor: Actor, ticket_id: int) -> tuple[Category, ...]:
    """The categories into which the actor may move the ticket. Raises NotFound or Forbidden."""
    ticket = look_to(tx, actor, ticket_id, Action.SORT).ticket
    return tuple(each for each in tx.categories.live(actor.guild_id) if each.id != ticket.category_id)
