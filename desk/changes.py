"""What a change does to a ticket, as pure steps: each gives the ticket after it, or raises what stands against it."""

from dataclasses import dataclass, replace

from desk.actor import Actor
from desk.errors import AlreadyClaimed, Fault, Invalid, TicketClosed
from desk.events import EventType
from desk.models import Priority, Status, Ticket
from desk.permissions import Action


@dataclass(frozen=True, slots=True)
class Unset:
    """The mark of a field that a change leaves alone, where None means "nobody"."""


UNSET = Unset()


@dataclass(frozen=True, slots=True)
class TicketChange:
    """What an update asks for; what is None (or UNSET) stays as it is.

    `claimed_by_me` is the wish "mine" or "not mine"; `claimed_by` names the holder, None for nobody, and is the
    manager's way past another's claim. `category_id` is where the ticket is to be moved; `snoozed_until` the time at
    which it comes back into the queue, None for now; `participants` and `links` are the ids of all members who shall
    be in it, and of all tickets that belong to it, as far as the caller sees them. `version` is the version that the
    caller saw.
    """

    status: Status | None = None
    claimed_by_me: bool | None = None
    claimed_by: int | Unset | None = UNSET
    title: str | None = None
    priority: Priority | None = None
    tags: tuple[str, ...] | None = None
    close_reason: str | None = None
    category_id: int | None = None
    snoozed_until: str | Unset | None = UNSET
    participants: tuple[int, ...] | None = None
    links: tuple[int, ...] | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A ticket on its way through the steps, with the events that tell of them."""

    ticket: Ticket
    events: tuple[tuple[EventType, dict[str, object]], ...] = ()

    def to(self, ticket: Ticket, event: EventType, **data: object) -> "Changed":
        """One step further."""
        return Changed(ticket, (*self.events, (event, data)))


def actions(change: TicketChange, actor: Actor, holder: int | None = None) -> list[Action]:
    """Every action, and at least one, that `change` needs of a ticket whose claim `holder` has."""
    needed = []
    if change.status is Status.CLOSED or change.close_reason is not None:
        needed.append(Action.CLOSE)
    if change.status is Status.OPEN:
        needed.append(Action.REOPEN)
    if change.claimed_by_me is not None:
        needed.append(Action.CLAIM)
    if not isinstance(change.claimed_by, Unset):
        own = change.claimed_by == actor.user_id or change.claimed_by is None
        others = holder not in {None, actor.user_id}
        needed.append(Action.CLAIM if own and not others else Action.TAKE_OVER)
    if change.title is not None:
        needed.append(Action.EDIT_TITLE)
    if _sorts(change):
        needed.append(Action.SORT)
    # Who may change nothing may not ask for nothing either; closing is what all others may, a blocked owner too.
    return needed or [Action.CLOSE]


def _sorts(change: TicketChange) -> bool:
    sorting = (change.priority, change.tags, change.category_id, change.participants, change.links)
    return not isinstance(change.snoozed_until, Unset) or any(wish is not None for wish in sorting)


def apply(change: TicketChange, ticket: Ticket, actor: Actor) -> Changed:
    """`ticket` with the whole change done to it, in the order that makes the most of it possible.

    Reopening comes before claiming and closing after it, so that "open and mine" and "mine and closed" both work.
    Raises AlreadyClaimed, TicketClosed or Invalid.
    """
    changed = Changed(ticket)
    stays_closed = change.status is Status.CLOSED
    if change.status is Status.OPEN:
        changed = _reopened(changed)
    if change.claimed_by_me is not None:
        changed = _wished(changed, actor, mine=change.claimed_by_me, stays_closed=stays_closed)
    if not isinstance(change.claimed_by, Unset):
        changed = _held_by(changed, change.claimed_by, stays_closed=stays_closed)
    changed = _sorted(_renamed(changed, change.title), change.priority, change.tags)
    if not isinstance(change.snoozed_until, Unset):
        changed = _snoozed(changed, change.snoozed_until, actor.at)
    return _closed(changed, change, actor)


def _reopened(changed: Changed) -> Changed:
    ticket = changed.ticket
    if ticket.status is Status.OPEN:
        return changed
    after = replace(ticket, status=Status.OPEN, closed_at=None, close_reason=None, merged_into=None)
    return changed.to(after, EventType.TICKET_REOPENED)


def _wished(changed: Changed, actor: Actor, *, mine: bool, stays_closed: bool) -> Changed:
    ticket = changed.ticket
    if mine and ticket.claimed_by not in {None, actor.user_id}:
        raise AlreadyClaimed(ticket.id, holder_id=ticket.claimed_by or 0)
    if not mine and ticket.claimed_by != actor.user_id:
        return changed
    return _held_by(changed, actor.user_id if mine else None, stays_closed=stays_closed)


def _held_by(changed: Changed, holder: int | None, *, stays_closed: bool) -> Changed:
    """The claim with `holder`. To ask for a closed ticket to be claimed is an error, unless it is as asked already."""
    ticket = changed.ticket
    if ticket.claimed_by == holder and (holder is None or stays_closed or ticket.status is Status.OPEN):
        return changed
    if ticket.status is Status.CLOSED:
        raise TicketClosed(ticket.id)
    after = replace(ticket, claimed_by=holder)
    if holder is None:
        return changed.to(after, EventType.TICKET_RELEASED, was=str(ticket.claimed_by))
    return changed.to(after, EventType.TICKET_CLAIMED, claimedBy=str(holder))


def _renamed(changed: Changed, title: str | None) -> Changed:
    if title is None or title == changed.ticket.title:
        return changed
    return changed.to(replace(changed.ticket, title=title), EventType.TICKET_RENAMED)


def _sorted(changed: Changed, priority: Priority | None, tags: tuple[str, ...] | None) -> Changed:
    ticket = changed.ticket
    after = replace(
        ticket,
        priority=ticket.priority if priority is None else priority,
        tags=ticket.tags if tags is None else tags,
    )
    return changed if after == ticket else changed.to(after, EventType.TICKET_SORTED)


def _snoozed(changed: Changed, until: str | None, now: str) -> Changed:
    ticket = changed.ticket
    if until == ticket.snoozed_until:
        return changed
    if until is None:
        return changed.to(replace(ticket, snoozed_until=None), EventType.TICKET_WOKEN, why="asked")
    if until <= now:
        raise Invalid({"snoozedUntil": Fault("past")})
    if ticket.status is Status.CLOSED:
        raise TicketClosed(ticket.id)
    return changed.to(replace(ticket, snoozed_until=until), EventType.TICKET_SNOOZED, until=until)


def _closed(changed: Changed, change: TicketChange, actor: Actor) -> Changed:
    ticket = changed.ticket
    reason = ticket.close_reason if change.close_reason is None else change.close_reason or None
    if change.status is Status.CLOSED and ticket.status is Status.OPEN:
        after = replace(ticket, status=Status.CLOSED, closed_at=actor.at, close_reason=reason, snoozed_until=None)
        return changed.to(after, EventType.TICKET_CLOSED)
    if reason != ticket.close_reason and ticket.status is Status.OPEN:
        raise Invalid({"closeReason": Fault("only_when_closing")})
    if reason != ticket.close_reason:
        return changed.to(replace(ticket, close_reason=reason), EventType.TICKET_REASON_CHANGED)
    return changed
