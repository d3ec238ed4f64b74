"""What an actor can do with one ticket beyond claiming and closing it: what a door need not offer to others."""

from dataclasses import dataclass

from desk.actor import Actor
from desk.asking import look
from desk.models import Ticket
from desk.permissions import Action, allowed
from desk.store import Tx


@dataclass(frozen=True, slots=True)
class Doable:
    """A ticket, and whether the actor may sort it, change its title and write notes in it, as far as rights go."""

    ticket: Ticket
    sort: bool
    rename: bool
    note: bool


def doable(tx: Tx, actor: Actor, ticket_id: int) -> Doable:
    """What the actor may do with the ticket. It is judged anew when they do it. Raises NotFound."""
    sight = look(tx, actor, ticket_id)
    may = [allowed(action, sight.who) for action in (Action.SORT, Action.EDIT_TITLE, Action.NOTE)]
    return Doable(sight.ticket, *may)
