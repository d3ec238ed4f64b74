"""The queue: the open tickets of those categories that one sees, the most pressing first, and how long the line is.

Pressing is what is overdue, then what waits for staff before what waits for the member, then the priority, then the
longest wait. Tickets that rest are left out, and so are one's own that one sees as their owner alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from desk import tickets
from desk.actor import Actor
from desk.asking import guild_standing, what_is_visible
from desk.errors import Invalid, NotFound
from desk.exchange import LiveQueue, Slice, TicketFilter
from desk.models import Category, Priority, Status, Ticket, Waiting
from desk.permissions import Visibility, staffing
from desk.store import Tx
from desk.text import BadText
from desk.text import tag as checked_tag
from desk.veil import for_reader as veiled

TAGS_OFFERED = 10
"""How many tags a queue is narrowed by at most: those that most of its tickets have."""

ANSWERED_LOOKED_AT = 50
ANSWERED_AT_LEAST = 5
"""The usual wait is the median of so many tickets that were answered last; of fewer than five nothing is said."""

_LOOKED_AT = 25


class Show(StrEnum):
    """Which part of the queue is shown."""

    ALL = "all"
    UNCLAIMED = "unclaimed"
    MINE = "mine"
    FOR_STAFF = "for_staff"
    FOR_MEMBER = "for_member"
    OVERDUE = "overdue"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets of the queue are meant: a part of it, narrowed by what is not None."""

    show: Show = Show.ALL
    priority: Priority | None = None
    category_id: int | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One part of the queue, how many tickets the whole has, and what it can be narrowed by.

    `categories` are those whose tickets the actor sees in it; without any, nobody waits for this actor.
    """

    tickets: tuple[Ticket, ...]
    total: int
    categories: tuple[Category, ...]
    tags: tuple[str, ...]
    at: str


@dataclass(frozen=True, slots=True)
class LiveQueues:
    """The live queues that are to be shown or to be taken away, and in which guilds something happened up to `seq`."""

    queues: tuple[LiveQueue, ...]
    moved: frozenset[int]
    seq: int


@dataclass(frozen=True, slots=True)
class Line:
    """How a ticket stands: its place among those that wait for staff and nobody has, from 1; None when it does not.

    `usual` is the usual wait for a first answer in its category in seconds, None when too few are known.
    """

    place: int | None
    usual: int | None


@dataclass(frozen=True, slots=True)
class LiveView:
    """What a category's live queue shows: its most pressing tickets and how many there are in all."""

    category: Category
    tickets: tuple[Ticket, ...]
    total: int
    at: str


def tag_of(typed: str) -> str:
    """The tag that somebody typed, as it is kept. Raises Invalid."""
    try:
        return checked_tag(typed)
    except BadText as bad:
        raise Invalid({"tags": bad.fault}) from bad


def queue(tx: Tx, actor: Actor, wanted: Wanted, part: Slice) -> QueuePage:
    """The part of the queue that the actor wants, as far as they see it. Shows nothing to who sees no category."""
    visible = what_is_visible(tx, actor)
    live = tx.categories.live(actor.guild_id)
    seen = tuple(each for each in live if visible.everything or each.id in visible.category_ids)
    meant = _filter(actor, wanted)
    return QueuePage(
        tickets=veiled(tx, actor, tx.queues.page(visible, meant, actor.at, part)),
        total=tx.queues.count(visible, meant),
        categories=seen,
        tags=tuple(tx.queues.tags(visible, TAGS_OFFERED)),
        at=actor.at,
    )


def claim_next(tx: Tx, actor: Actor, category_id: int | None = None) -> Ticket:
    """Claim for the actor the most pressing ticket that nobody has, in that category or wherever they answer.

    Their own tickets are passed over. Raises NotFound (unclaimed) when there is none.
    """
    answered = staffing(actor, guild_standing(tx, actor), tx.categories.live(actor.guild_id))
    wanted = TicketFilter(status=Status.OPEN, claimed=False, category_id=category_id, snoozed=False)
    found: list[Ticket] = []
    for offset in range(0, tx.queues.count(answered, wanted), _LOOKED_AT):
        found = [
            each
            for each in tx.queues.page(answered, wanted, actor.at, Slice(_LOOKED_AT, offset))
            if each.owner_id != actor.user_id
        ]
        if found:
            return tickets.claim(tx, actor, found[0].id)
    raise NotFound("unclaimed")


def lines(tx: Tx, those: Iterable[Ticket], now: str) -> Mapping[int, Line]:
    """How the open ones of `those` stand, by their ids; for their owners, whose tickets they are."""
    usual: dict[int, int | None] = {}
    found: dict[int, Line] = {}
    for ticket in those:
        if ticket.status is Status.OPEN and ticket.waiting is Waiting.STAFF and ticket.first_reply_at is None:
            if ticket.category_id not in usual:
                usual[ticket.category_id] = usual_wait(tx, ticket.category_id)
            found[ticket.id] = Line(_place(tx, ticket, now), usual[ticket.category_id])
    return found


def line_of(tx: Tx, actor: Actor, ticket_id: int) -> Line | None:
    """How the actor's own ticket stands; None when it is not theirs or does not wait for a first answer."""
    ticket = tx.tickets.get(actor.guild_id, ticket_id)
    if ticket is None or ticket.owner_id != actor.user_id:
        return None
    return lines(tx, [ticket], actor.at).get(ticket.id)


def usual_wait(tx: Tx, category_id: int) -> int | None:
    """How long members of that category waited for their first answer, in seconds: the median of the last ones."""
    waits = tx.queues.waits(category_id, ANSWERED_LOOKED_AT)
    return round(median(waits)) if len(waits) >= ANSWERED_AT_LEAST else None


def _place(tx: Tx, ticket: Ticket, now: str) -> int | None:
    in_line = ticket.claimed_by is None and ticket.snoozed_until is None
    return tx.queues.ahead(ticket, now) + 1 if in_line else None


def _filter(actor: Actor, wanted: Wanted) -> TicketFilter:
    show = wanted.show
    turns = {Show.FOR_STAFF: Waiting.STAFF, Show.FOR_MEMBER: Waiting.MEMBER}
    return TicketFilter(
        status=Status.OPEN,
        claimed=False if show is Show.UNCLAIMED else None,
        claimed_by=actor.user_id if show is Show.MINE else None,
        waiting=turns.get(show),
        overdue_at=actor.at if show is Show.OVERDUE else None,
        snoozed=show is Show.SNOOZED,
        priority=wanted.priority,
        category_id=wanted.category_id,
        tags=() if wanted.tag is None else (wanted.tag,),
    )


def live_queues(tx: Tx, seq: int | None) -> LiveQueues:
    """The live queues of all guilds, and where something happened after event `seq`, if any. For the relay."""
    last, moved = tx.queues.moved_since(seq)
    return LiveQueues(tuple(tx.queues.live()), moved, last)


def live_view(tx: Tx, guild_id: int, category_id: int, now: str, limit: int) -> LiveView | None:
    """What the category's live queue shows; None when the category is gone. For the relay: staff chose who reads it."""
    category = tx.categories.get(guild_id, category_id)
    if category is None or category.deleted_at is not None:
        return None
    visible = Visibility(guild_id, owner_id=0, everything=False, category_ids=(category_id,))
    wanted = TicketFilter(status=Status.OPEN, category_id=category_id, snoozed=False)
    shown = tx.queues.page(visible, wanted, now, Slice(limit))
    return LiveView(category, tuple(shown), tx.queues.count(visible, wanted), now)


def queue_shown(tx: Tx, category_id: int, channel_id: int | None, message_id: int | None) -> None:
    """The category's live queue stands in that message, or (None) in none any more."""
    tx.queues.shown(category_id, channel_id, message_id)


def queue_channel_gone(tx: Tx, category_id: int) -> None:
    """The channel of the category's live queue is gone: it is shown nowhere until staff chooses another."""
    tx.queues.forget(category_id)
