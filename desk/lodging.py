"""What the relay asks about the channels under which threads lie: whose they are, and who is to write under them."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.models import Category, Ticket
from desk.store import Tx


@dataclass(frozen=True, slots=True)
class Lodging:
    """A category with a channel for threads, and the others whose tickets were moved and have threads there still."""

    category: Category
    guests: tuple[Category, ...]

    @property
    def categories(self) -> tuple[Category, ...]:
        """All of them, its own first."""
        return (self.category, *self.guests)

    @property
    def viewer_role_ids(self) -> frozenset[int]:
        """The roles that see tickets there."""
        return frozenset[int]().union(*(each.viewer_role_ids for each in self.categories))

    @property
    def responder_role_ids(self) -> frozenset[int]:
        """The roles that answer tickets there."""
        return frozenset[int]().union(*(each.responder_role_ids for each in self.categories))


def home(tx: Tx, ticket: Ticket) -> Category | None:
    """The category under whose channel the ticket's thread lies; that it was moved takes it nowhere else."""
    return tx.categories.get(ticket.guild_id, tx.places.lies_under(ticket.id) or ticket.category_id)


def lodging(tx: Tx, category: Category) -> Lodging:
    """The category as it is now, with those whose threads lie under its channel as well."""
    found = (tx.categories.get(category.guild_id, each) for each in tx.places.guests(category.id))
    present = tx.categories.get(category.guild_id, category.id) or category
    return Lodging(present, tuple(each for each in found if each is not None))


def writers(tx: Tx, category_id: int) -> frozenset[int]:
    """The ids of the members who own an open ticket whose thread lies under the category's channel, or are in one."""
    return tx.places.writers(category_id)


def homes(tx: Tx, tickets: Sequence[Ticket]) -> Sequence[Category]:
    """The categories under whose channels the threads of these tickets lie, each once."""
    found = {each.id: each for each in (home(tx, ticket) for ticket in tickets) if each is not None}
    return list(found.values())
