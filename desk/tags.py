"""Tags of tickets: made by being used, offered while they are typed."""

from collections.abc import Sequence

from desk.actor import Actor
from desk.asking import look_to, what_is_visible
from desk.changes import TicketChange
from desk.errors import Fault, Invalid
from desk.models import Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.text import TAGS_AT_MOST, BadText
from desk.text import tag as checked_tag
from desk.tickets import update


def tag(tx: Tx, actor: Actor, ticket_id: int, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Ticket:
    """Put tags on the ticket and take others off. Raises NotFound, Forbidden or Invalid."""
    ticket = look_to(tx, actor, ticket_id, Action.SORT).ticket
    gone = set(_checked(remove))
    return set_tags(tx, actor, ticket_id, [*(each for each in ticket.tags if each not in gone), *add])


def set_tags(tx: Tx, actor: Actor, ticket_id: int, wanted: Sequence[str]) -> Ticket:
    """Give the ticket these tags and no others. Raises NotFound, Forbidden or Invalid."""
    tags = _checked(wanted)
    if len(tags) > TAGS_AT_MOST:
        raise Invalid({"tags": Fault("too_many_tags", TAGS_AT_MOST)})
    return update(tx, actor, ticket_id, TicketChange(tags=tags))


def suggest_tags(tx: Tx, actor: Actor, typed: str, limit: int) -> tuple[str, ...]:
    """At most `limit` tags of tickets that the actor sees, of those that begin with what was typed."""
    return tuple(tx.tickets.tags(what_is_visible(tx, actor), typed.strip().lower(), limit))


def _checked(tags: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(checked_tag(each) for each in tags if each.strip()))
    except BadText as bad:
        raise Invalid({"tags": bad.fault}) from bad
