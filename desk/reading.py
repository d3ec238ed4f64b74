"""Tickets as their readers see them: one with its newest messages, a part of a list, how many are open."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from desk.actor import Actor
from desk.asking import Sight, look, sight_of, what_is_visible
from desk.errors import Fault, Invalid
from desk.exchange import Slice, TicketFilter
from desk.messages import for_reader
from desk.models import Message, Status, Ticket
from desk.permissions import Action, Visibility, allowed
from desk.search import find, terms_of
from desk.store import Tx
from desk.surroundings import links_of
from desk.veil import for_reader as veiled
from desk.veil import narrowed, one_for_reader

MESSAGES_SHOWN = 100
"""How many of a ticket's newest messages come with it."""

WALKED_AT_MOST = 10_000
"""How many rows of a list may be walked over to reach a page by its number."""


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """A ticket with its newest messages, ascending; `older` tells that there are more before them.

    `participants` are the ids of those who were added to it, `links` the tickets linked to it that the actor sees.
    """

    ticket: Ticket
    messages: tuple[Message, ...]
    older: bool
    with_notes: bool
    with_rating: bool
    participants: tuple[int, ...]
    links: tuple[Ticket, ...]


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One part of a list and how many tickets the whole list has; `more` tells that the list goes on."""

    tickets: tuple[Ticket, ...]
    total: int
    more: bool


Check = Callable[[TicketDetail], None]
"""Looks at a ticket as its actor sees it, and raises what stands against going on."""


def show(tx: Tx, actor: Actor, ticket_id: int) -> TicketDetail:
    """The ticket with its newest messages as the actor may see them. Raises NotFound."""
    return detail(tx, actor, look(tx, actor, ticket_id))


def show_number(tx: Tx, actor: Actor, number: int) -> TicketDetail:
    """As `show`, by the number that people use."""
    return detail(tx, actor, sight_of(tx, actor, tx.tickets.by_number(actor.guild_id, number)))


def id_of_number(tx: Tx, actor: Actor, number: int) -> int:
    """The id behind the number that people use. Raises NotFound for a hidden ticket as for none."""
    return sight_of(tx, actor, tx.tickets.by_number(actor.guild_id, number)).ticket.id


def id_of_channel(tx: Tx, actor: Actor, channel_id: int) -> int:
    """The id of the ticket whose place is that channel or thread. Raises NotFound for a hidden ticket as for none."""
    return sight_of(tx, actor, tx.tickets.by_channel(actor.guild_id, channel_id)).ticket.id


def detail(tx: Tx, actor: Actor, sight: Sight) -> TicketDetail:
    """The ticket of `sight` with its newest messages."""
    messages = tx.messages.newest(sight.ticket.id, notes=sight.with_notes, limit=MESSAGES_SHOWN + 1)
    return TicketDetail(
        ticket=one_for_reader(tx, actor, sight.ticket),
        messages=for_reader(tx, sight, messages[-MESSAGES_SHOWN:]),
        older=len(messages) > MESSAGES_SHOWN,
        with_notes=sight.with_notes,
        with_rating=allowed(Action.SEE_RATING, sight.who),
        participants=tuple(tx.participants.of(sight.ticket.id)),
        links=links_of(tx, actor, sight.ticket.id),
    )


def list_tickets(
    tx: Tx, actor: Actor, wanted: TicketFilter, part: Slice, visible: Visibility | None = None
) -> TicketPage:
    """That part of the visible tickets that fit `wanted`, and how many fit in all.

    `visible` is what the actor sees, where that is known already. Raises Invalid for a part that begins so deep in the
    list that only a cursor reaches it without a long walk.
    """
    visible, wanted = visible or what_is_visible(tx, actor), narrowed(tx, actor, wanted)
    total = tx.tickets.count(visible, wanted)
    if part.after is None and part.offset >= total:
        return TicketPage((), total, more=False)
    _demand_near(part)
    rows = tx.tickets.page(visible, wanted, replace(part, limit=part.limit + 1))
    return TicketPage(veiled(tx, actor, rows[: part.limit]), total, more=len(rows) > part.limit)


def list_found(tx: Tx, actor: Actor, query: str, wanted: TicketFilter, part: Slice) -> TicketPage:
    """As `list_tickets`, of those alone that have every word of `query` where the actor may read it.

    Raises Invalid for a query in which there is nothing to be found by, too.
    """
    found = find(tx, actor, terms_of(query, "q"), wanted, replace(part, limit=part.limit + 1))
    if found.hits:
        _demand_near(part)
    shown = tuple(hit.ticket for hit in found.hits[: part.limit])
    return TicketPage(shown, found.total, more=len(found.hits) > part.limit)


def _demand_near(part: Slice) -> None:
    if part.offset >= WALKED_AT_MOST:
        raise Invalid({"page": Fault("too_deep", WALKED_AT_MOST)})


def count_open(tx: Tx, actor: Actor) -> int:
    """How many open tickets the actor sees."""
    return tx.tickets.count(what_is_visible(tx, actor), TicketFilter(status=Status.OPEN))
