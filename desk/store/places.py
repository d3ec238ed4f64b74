"""Where tickets, categories and panels are in Discord."""

from collections.abc import Sequence
from typing import Protocol

from desk.models import Category, Panel, Place, Ticket


class Places(Protocol):
    """Where tickets, categories and panels are in Discord."""

    def save(self, ticket_id: int, place: Place) -> None:
        """Write the ticket's place. It is no change of the ticket."""

    def of_category(self, category_id: int) -> Sequence[Ticket]:
        """The tickets of that category that have a made place, with it."""

    def in_hand(self, guild_id: int, user_id: int) -> Sequence[Ticket]:
        """The guild's tickets with a place that are open or that this member has claimed, oldest first."""

    def in_use(self, guild_id: int, closed_since: str) -> Sequence[tuple[Ticket, int]]:
        """The guild's tickets with a made place that are open or have changed since that time, last changed first.

        With each, what `heard` says of it.
        """

    def heard(self, ticket_id: int) -> int:
        """The last Discord message in the ticket's place up to which all that people said is known; 0 for none."""

    def lies_under(self, ticket_id: int) -> int | None:
        """The id of the category under whose channel the ticket's thread was made, whatever its category is now."""

    def guests(self, category_id: int) -> Sequence[int]:
        """The ids of other categories with tickets whose threads lie under this category's channel."""

    def writers(self, category_id: int) -> frozenset[int]:
        """The ids of owners and participants of the open tickets whose threads lie, or are to, under its channel."""

    def channels(self, guild_id: int) -> Sequence[Ticket]:
        """The guild's tickets whose places are channels of their own, oldest first."""

    def hear(self, ticket_id: int, discord_id: int) -> None:
        """All that people said in the ticket's place up to that Discord message is known."""

    def set_parent(self, category_id: int, channel_id: int | None) -> None:
        """Write the category's parent channel."""

    def overflow(self, category_id: int, *, archive: bool) -> Sequence[int]:
        """The channel categories of Discord that were made for the category's tickets, or closed ones, oldest first."""

    def add_overflow(self, category_id: int, channel_id: int, *, archive: bool) -> None:
        """Remember one more."""

    def by_parent(self, guild_id: int, channel_id: int) -> Category | None:
        """The category whose places lie under that channel."""

    def add_panel(self, guild_id: int, channel_id: int) -> Panel:
        """A panel that is still to be posted."""

    def panel(self, panel_id: int) -> Panel | None:
        """The panel with that id."""

    def panels(self, guild_id: int) -> Sequence[Panel]:
        """All panels of the guild."""

    def save_panel(self, panel: Panel) -> None:
        """Write its message id."""

    def delete_panel(self, panel_id: int) -> None:
        """Forget it."""
