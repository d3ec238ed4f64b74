"""Who of the staff is named to whom: where a category answers without names, only its staff learns who did what."""

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import Final

from desk.actor import Actor
from desk.asking import guild_standing, sight_of
from desk.errors import NotFound
from desk.events import EventType
from desk.exchange import TicketFilter
from desk.models import Category, Event, Ticket
from desk.permissions import Action, Who, allowed, parts, staffing
from desk.store import Tx

HIDDEN: Final = 0
"""The id, beside an empty name, of staff without a name, for who may not know who it is."""


def named(user_id: int | None, known: Container[int | None]) -> int | None:
    """That member, if they are one of those who have a name there; HIDDEN else. Nobody stays nobody."""
    return user_id if user_id is None or user_id in known else HIDDEN


def scenes(event: Event) -> frozenset[int]:
    """The ids of the categories in which it happened: of what moves a ticket, and of what goes with that, both."""
    ids = {event.category_id, event.data.get("fromCategory")}
    if event.type == EventType.TICKET_MOVED:
        ids.add(event.data["was"])
    return frozenset(int(str(each)) for each in ids if each is not None)


def was_silent(tx: Tx, event: Event) -> bool:
    """Whether it happened where staff has no names, as the categories are now."""
    found = (tx.categories.get(event.guild_id, each) for each in scenes(event))
    return any(each is not None and each.settings.anonymous for each in found)


def for_all(category: Category, ticket: Ticket) -> Ticket:
    """The ticket as everybody may see it who meets it in its place in Discord."""
    return _without_holder(ticket, {ticket.owner_id}) if category.settings.anonymous else ticket


def for_member(category: Category, ticket: Ticket, who: frozenset[Who], user_id: int) -> Ticket:
    """The ticket as the member may see it who is `who` to it: staff knows all, everybody knows what they did."""
    if not category.settings.anonymous or allowed(Action.SEE_NOTES, who):
        return ticket
    return _without_holder(ticket, {ticket.owner_id, user_id})


def for_reader(tx: Tx, actor: Actor, tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
    """The tickets, which the actor sees, as they may see them; another that they do not see is not named either."""
    reader = _Reader(tx, actor)
    return tuple(map(reader.shown, tickets))


def one_for_reader(tx: Tx, actor: Actor, ticket: Ticket) -> Ticket:
    """As `for_reader`, for one."""
    return _Reader(tx, actor).shown(ticket)


def narrowed(tx: Tx, actor: Actor, wanted: TicketFilter) -> TicketFilter:
    """`wanted` so that nobody finds out by asking for somebody's tickets whose claim a ticket is."""
    if wanted.claimed_by in {None, actor.user_id}:
        return wanted
    staffed = staffing(actor, guild_standing(tx, actor), tx.categories.live(actor.guild_id))
    if staffed.everything:
        return wanted
    silent = frozenset(tx.categories.anonymous(actor.guild_id))
    return replace(wanted, not_in=tuple(sorted(silent.difference(staffed.category_ids))))


class _Reader:
    """One member in one transaction. What most tickets need not be asked for is asked when one needs it."""

    def __init__(self, tx: Tx, actor: Actor) -> None:
        self._tx, self._actor = tx, actor
        self._standing: frozenset[Who] | None = None
        self._categories: dict[int, Category | None] = {}

    def shown(self, ticket: Ticket) -> Ticket:
        """The ticket as this member may see it."""
        if ticket.claimed_by not in {None, self._actor.user_id, ticket.owner_id}:
            category = self._category(ticket)
            if category is not None and category.settings.anonymous:
                ticket = for_member(category, ticket, self._who(ticket, category), self._actor.user_id)
        if ticket.merged_into is not None and not self._sees(ticket.merged_into):
            ticket = replace(ticket, merged_into=None)
        return ticket

    def _category(self, ticket: Ticket) -> Category | None:
        if ticket.category_id not in self._categories:
            self._categories[ticket.category_id] = self._tx.categories.get(ticket.guild_id, ticket.category_id)
        return self._categories[ticket.category_id]

    def _who(self, ticket: Ticket, category: Category) -> frozenset[Who]:
        if self._standing is None:
            self._standing = guild_standing(self._tx, self._actor)
        return parts(self._actor, ticket, category, self._standing)

    def _sees(self, ticket_id: int) -> bool:
        try:
            sight_of(self._tx, self._actor, self._tx.tickets.get(self._actor.guild_id, ticket_id))
        except NotFound:
            return False
        return True


def _without_holder(ticket: Ticket, known: Container[int | None]) -> Ticket:
    return replace(ticket, claimed_by=named(ticket.claimed_by, known))
