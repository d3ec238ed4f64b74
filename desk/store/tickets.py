"""Tickets: by their ids and in lists, how they are tied to each other, and how they are to end."""

from collections.abc import Sequence
from typing import Protocol

from desk.ending import Ending, Found
from desk.exchange import NewTicket, Slice, TicketFilter
from desk.models import Ticket
from desk.permissions import Visibility


class Tickets(Protocol):
    """The tickets of the store."""

    def insert(self, new: NewTicket) -> Ticket:
        """Insert an open, unclaimed ticket with the guild's next number and a pending place."""

    def get(self, guild_id: int, ticket_id: int) -> Ticket | None:
        """The ticket with that id in that guild."""

    def by_number(self, guild_id: int, number: int) -> Ticket | None:
        """The ticket with that number in that guild."""

    def by_channel(self, guild_id: int, channel_id: int) -> Ticket | None:
        """The ticket whose place is that channel or thread."""

    def save(self, ticket: Ticket, *, expected_version: int) -> bool:
        """Write all that may change but the place, if the stored version is still `expected_version`."""

    def delete(self, ticket_id: int) -> None:
        """Remove the ticket with its messages and its place. Its number stays used."""

    def page(self, visible: Visibility, wanted: TicketFilter, part: Slice) -> Sequence[Ticket]:
        """That part of the visible tickets that fit `wanted`."""

    def count(self, visible: Visibility, wanted: TicketFilter) -> int:
        """How many `page` would give without end."""

    def open_of(self, owner_id: int, category_id: int) -> Sequence[Ticket]:
        """The member's open tickets in that category, oldest first."""

    def tags(self, visible: Visibility, prefix: str, limit: int) -> Sequence[str]:
        """The tags of visible tickets that begin with `prefix`, each once, in their order."""

    def rated_at(self, ticket_id: int) -> str | None:
        """When the ticket was first rated since it was closed last, None when it was not."""

    def set_rated_at(self, ticket_id: int, at: str) -> None:
        """Write that time."""

    def last_opened(self, guild_id: int, owner_id: int, category_id: int) -> str | None:
        """When the member's newest ticket in that category was opened; those count for nothing that got no place."""


class Links(Protocol):
    """Which tickets belong together."""

    def add(self, one_id: int, other_id: int) -> None:
        """Link the two, in either order; linking them twice changes nothing."""

    def remove(self, one_id: int, other_id: int) -> None:
        """Part them; where there is no link, nothing changes."""

    def of(self, ticket_id: int) -> Sequence[int]:
        """The ids of the tickets that are linked to that one, oldest first."""


class Endings(Protocol):
    """How tickets are to close by themselves. What a ticket had is over as soon as it is closed."""

    def of(self, ticket_id: int) -> Ending | None:
        """What was decided of that ticket."""

    def put(self, ending: Ending) -> None:
        """Write it, in place of what was decided before."""

    def drop(self, ticket_id: int, *, silent: bool = False) -> Ending | None:
        """Forget what was decided, or (`silent`) that its member's silence closes it; what is forgotten."""

    def drop_silent(self, category_id: int) -> None:
        """Forget of all tickets of the category that silence closes them."""

    def silent(self, now: str, limit: int) -> Sequence[Found]:
        """Open tickets of which it is time to say that their member's silence closes them.

        Only silence after an answer of staff counts. Resting tickets, and those without a place, are not among them.
        """

    def due(self, now: str, limit: int) -> Sequence[Found]:
        """Open tickets whose time has come, those first whose time came first.

        Where silence closes them, or nobody answered whether they may be closed, only after their notice was seen.
        """
