"""Tickets seen together: as a queue, by the words in them, as figures."""

from collections.abc import Sequence
from typing import Protocol

from desk.exchange import Activity, Found, Gauges, LiveQueue, Load, Search, Slice, TicketFilter
from desk.models import Ticket
from desk.permissions import Visibility


class Queues(Protocol):
    """The open tickets in the order in which they press, and the messages that show them live."""

    def page(self, visible: Visibility, wanted: TicketFilter, now: str, part: Slice) -> Sequence[Ticket]:
        """That part of the open tickets in the visible categories that fit `wanted`, the most pressing first.

        Tickets that are visible as one's own or by being added to them are not among them.
        """

    def count(self, visible: Visibility, wanted: TicketFilter) -> int:
        """How many `page` would give without end."""

    def tags(self, visible: Visibility, limit: int) -> Sequence[str]:
        """The tags that most of those tickets have."""

    def ahead(self, ticket: Ticket, now: str) -> int:
        """How many tickets of its category that nobody has and that wait for staff press more than this one."""

    def waits(self, category_id: int, limit: int) -> Sequence[int]:
        """For how many seconds the category's tickets that were answered last had waited for their first answer."""

    def live(self) -> Sequence[LiveQueue]:
        """The live queues of all guilds that are wanted or shown."""

    def shown(self, category_id: int, channel_id: int | None, message_id: int | None) -> None:
        """Write by which message the category's queue is shown."""

    def forget(self, category_id: int) -> None:
        """The category has no live queue any more."""

    def moved_since(self, seq: int | None) -> tuple[int, frozenset[int]]:
        """The number of the last event, and the guilds of those after `seq`; of none when that is None."""


class Words(Protocol):
    """Tickets by the words in them."""

    def find(self, visible: Visibility, staffed: Visibility, search: Search, part: Slice) -> Found:
        """That part of the visible tickets with all the words of `search`, and how many there are.

        Notes are looked through in the tickets of `staffed` alone.
        """


class Figures(Protocol):
    """What figures are made of."""

    def loads(self, guild_id: int, now: str) -> Sequence[Load]:
        """How much is open in each category that has open tickets."""

    def activity(self, guild_id: int, since: str, now: str) -> Sequence[Activity]:
        """Each ticket of the guild that something happened to since then."""


class Meters(Protocol):
    """What an operator watches, of all guilds together."""

    def read(self, now: str) -> Gauges:
        """How much there is at this time."""
