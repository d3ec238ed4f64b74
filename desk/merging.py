"""A duplicate gives way to another ticket: it closes, and its people go on in that one."""

from dataclasses import dataclass, replace

from desk.actor import Actor
from desk.asking import look_to
from desk.changes import TicketChange
from desk.errors import Fault, Invalid, TicketClosed
from desk.events import EventType, record, record_shown
from desk.models import Status, Ticket
from desk.permissions import Action
from desk.store import Tx
from desk.surroundings import PEOPLE_AT_MOST
from desk.tickets import update

MERGED = "merged"
"""Why a duplicate is closed."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A duplicate, the ticket into which it goes, and the ids of the members who come into that one by it."""

    duplicate: Ticket
    target: Ticket
    people: tuple[int, ...]


def may_merge(tx: Tx, actor: Actor, ticket_id: int, into_id: int) -> Merge:
    """What merging would do. Raises NotFound, Forbidden, Invalid, or TicketClosed for a target that is closed.

    Who has left the guild does not come along.
    """
    duplicate = look_to(tx, actor, ticket_id, Action.SORT).ticket
    target = look_to(tx, actor, into_id, Action.SORT).ticket
    if target.id in {duplicate.id, duplicate.merged_into}:
        raise Invalid({"into": Fault("same_ticket")})
    if target.status is Status.CLOSED:
        raise TicketClosed(target.id)
    inside = {target.owner_id, *tx.participants.of(target.id)}
    owner = set() if tx.people.owner_left(duplicate.id) else {duplicate.owner_id}
    coming = {*owner, *tx.participants.of(duplicate.id)} - inside
    if coming and len(inside | coming) - 1 > PEOPLE_AT_MOST:
        raise Invalid({"participants": Fault("too_many_people", PEOPLE_AT_MOST)})
    return Merge(duplicate, target, tuple(sorted(coming)))


def merge(tx: Tx, actor: Actor, ticket_id: int, into_id: int) -> Merge:
    """Close the ticket in favour of the other, link the two, and let its people into it. Raises as `may_merge` does.

    What was said in either stays where it was said, and can be read and found there.
    """
    plan = may_merge(tx, actor, ticket_id, into_id)
    target = update(
        tx,
        actor,
        into_id,
        TicketChange(participants=(*tx.participants.of(into_id), *plan.people)),
    )
    tx.links.add(ticket_id, into_id)
    duplicate = tx.tickets.get(actor.guild_id, ticket_id) or plan.duplicate
    was_open = duplicate.status is Status.OPEN
    after = replace(
        duplicate,
        status=Status.CLOSED,
        closed_at=duplicate.closed_at or actor.at,
        close_reason=MERGED,
        merged_into=target.id,
        due_at=None,
        snoozed_until=None,
        updated_at=max(actor.at, duplicate.updated_at),
        version=duplicate.version + 1,
    )
    tx.tickets.save(after, expected_version=duplicate.version)
    if was_open:
        record(tx, actor, EventType.TICKET_CLOSED, ticket=after)
    record_shown(tx, actor, EventType.TICKET_MERGED, after, into=str(target.id), closed=was_open)
    record_shown(tx, actor, EventType.TICKET_MERGED, target, duplicate=str(after.id))
    return Merge(after, target, plan.people)
