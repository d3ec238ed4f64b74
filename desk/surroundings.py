"""What a change does around a ticket: its category and the claim there, its people, its links to other tickets."""

from collections.abc import Iterable
from dataclasses import replace

from desk import silence
from desk.actor import Actor
from desk.asking import guild_standing, look, sight_of
from desk.changes import Changed, TicketChange
from desk.errors import Fault, Invalid, NotFound
from desk.events import EventType, record_shown, set_alarm
from desk.models import Category, Status, Ticket, Waiting
from desk.permissions import Action, allowed, parts
from desk.store import Tx
from desk.versions import touched
from desk.waiting import due

PEOPLE_AT_MOST = 20
"""How many participants one ticket has at most: all of them fit a select."""

LINKS_AT_MOST = 10
"""How many tickets one is linked to at most."""

Data = dict[str, object]


def around(tx: Tx, actor: Actor, change: TicketChange, changed: Changed, known: Iterable[Actor]) -> Changed:
    """`changed` with what `change` asks beyond the ticket's own row; `known` are members as Discord knows them.

    Raises NotFound for a category or ticket that there is not, or Invalid.
    """
    if change.category_id is not None:
        changed = _moved(tx, changed, change.category_id, known)
    if change.participants is not None:
        changed = _peopled(tx, changed, frozenset(change.participants))
    if change.links is not None:
        changed = _linked(tx, actor, changed, frozenset(change.links))
    return changed


def carry_out(tx: Tx, actor: Actor, ticket: Ticket, event: EventType, data: Data) -> None:
    """Do beside the ticket's row what the event tells of, in the same transaction."""
    if event is EventType.PARTICIPANT_ADDED:
        tx.participants.add(ticket.guild_id, ticket.id, int(str(data["userId"])), actor.at)
    elif event is EventType.PARTICIPANT_REMOVED:
        tx.participants.remove(ticket.id, int(str(data["userId"])))
    elif event in {EventType.TICKET_LINKED, EventType.TICKET_UNLINKED}:
        _carry_link(tx, actor, ticket, event, int(str(data["otherId"])))
    elif event is EventType.TICKET_SNOOZED:
        set_alarm(tx, actor, ticket, str(data["until"]))
        silence.interrupted(tx, actor, ticket)
    elif event is EventType.TICKET_WOKEN:
        silence.begins_anew(tx, ticket.id, actor.at)


def could_claim(tx: Tx, member: Actor, ticket: Ticket, category: Category) -> bool:
    """Whether that member could claim the ticket if it were in that category."""
    return allowed(Action.CLAIM, parts(member, ticket, category, guild_standing(tx, member)))


def links_of(tx: Tx, actor: Actor, ticket_id: int) -> tuple[Ticket, ...]:
    """The tickets that are linked to that one, as far as the actor sees them."""
    found = (tx.tickets.get(actor.guild_id, other) for other in tx.links.of(ticket_id))
    return tuple(ticket for ticket in found if ticket is not None and _sees(tx, actor, ticket))


def _moved(tx: Tx, changed: Changed, category_id: int, known: Iterable[Actor]) -> Changed:
    ticket = changed.ticket
    target = tx.categories.get(ticket.guild_id, category_id)
    if target is None or target.deleted_at is not None:
        raise NotFound("category")
    if target.id == ticket.category_id:
        return changed
    after = replace(ticket, category_id=target.id, category_name=target.name, category_deleted=False)
    if ticket.status is Status.OPEN and ticket.waiting is Waiting.STAFF:
        after = replace(after, due_at=due(target.settings, ticket.waiting_since or ticket.created_at))
    moved = changed.to(after, EventType.TICKET_MOVED, was=str(ticket.category_id))
    holder = next((each for each in known if each.user_id == ticket.claimed_by), None)
    if ticket.claimed_by is None or (holder is not None and could_claim(tx, holder, after, target)):
        return moved
    facts: Data = {"was": str(ticket.claimed_by), "fromCategory": str(ticket.category_id)}
    return moved.to(replace(after, claimed_by=None), EventType.TICKET_RELEASED, **facts)


def _peopled(tx: Tx, changed: Changed, wanted: frozenset[int]) -> Changed:
    before, after = frozenset(tx.participants.of(changed.ticket.id)), wanted - {changed.ticket.owner_id}
    if len(after) > PEOPLE_AT_MOST and not after < before:
        raise Invalid({"participants": Fault("too_many_people", PEOPLE_AT_MOST)})
    for user_id in sorted(after - before):
        changed = changed.to(changed.ticket, EventType.PARTICIPANT_ADDED, userId=str(user_id))
    for user_id in sorted(before - after):
        changed = changed.to(changed.ticket, EventType.PARTICIPANT_REMOVED, userId=str(user_id))
    return changed


def _linked(tx: Tx, actor: Actor, changed: Changed, wanted: frozenset[int]) -> Changed:
    """Links to tickets that the actor does not see stay as they are."""
    ticket_id = changed.ticket.id
    before = frozenset(ticket.id for ticket in links_of(tx, actor, ticket_id))
    for other_id in sorted(wanted - before):
        if other_id == ticket_id:
            raise Invalid({"links": Fault("same_ticket")})
        look(tx, actor, other_id)
        changed = changed.to(changed.ticket, EventType.TICKET_LINKED, otherId=str(other_id))
    for other_id in sorted(before - wanted):
        changed = changed.to(changed.ticket, EventType.TICKET_UNLINKED, otherId=str(other_id))
    if wanted - before and len(tx.links.of(ticket_id)) + len(wanted - before) - len(before - wanted) > LINKS_AT_MOST:
        raise Invalid({"links": Fault("too_many_links", LINKS_AT_MOST)})
    return changed


def _carry_link(tx: Tx, actor: Actor, ticket: Ticket, event: EventType, other_id: int) -> None:
    """Link or part them; the other ticket shows it as well."""
    change = tx.links.add if event is EventType.TICKET_LINKED else tx.links.remove
    change(ticket.id, other_id)
    other = tx.tickets.get(ticket.guild_id, other_id)
    if other is not None:
        record_shown(tx, actor, event, touched(tx, other), otherId=str(ticket.id))


def _sees(tx: Tx, actor: Actor, ticket: Ticket) -> bool:
    try:
        sight_of(tx, actor, ticket)
    except NotFound:
        return False
    return True
