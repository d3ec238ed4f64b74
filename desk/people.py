"""Who else is in a ticket: staff adds participants and takes them out."""

from collections.abc import Iterable

from desk.actor import Actor
from desk.asking import look_to
from desk.changes import TicketChange
from desk.models import Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.tickets import update


def add_person(tx: Tx, actor: Actor, ticket_id: int, user_id: int) -> Ticket:
    """Let that member see the ticket and reply in it. Raises NotFound, Forbidden, or Invalid for one too many."""
    look_to(tx, actor, ticket_id, Action.SORT)
    return update(tx, actor, ticket_id, TicketChange(participants=(*tx.participants.of(ticket_id), user_id)))


def remove_person(tx: Tx, actor: Actor, ticket_id: int, user_id: int) -> Ticket:
    """Take a participant out again; who was none changes nothing. Raises NotFound or Forbidden."""
    look_to(tx, actor, ticket_id, Action.SORT)
    left = tuple(each for each in tx.participants.of(ticket_id) if each != user_id)
    return update(tx, actor, ticket_id, TicketChange(participants=left))


def set_people(tx: Tx, actor: Actor, ticket_id: int, user_ids: Iterable[int]) -> Ticket:
    """Make those members, and no others, the participants. Raises NotFound, Forbidden or Invalid."""
    return update(tx, actor, ticket_id, TicketChange(participants=tuple(user_ids)))


def people_to_change(tx: Tx, actor: Actor, ticket_id: int) -> tuple[int, ...]:
    """The ids of the participants, when the actor may change who they are. Raises NotFound or Forbidden."""
    look_to(tx, actor, ticket_id, Action.SORT)
    return tuple(tx.participants.of(ticket_id))
