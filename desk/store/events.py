"""What happened, and which of it is still to be shown."""

from collections.abc import Collection, Sequence
from typing import Protocol

from desk.exchange import NewEvent, Parked, Unshown, Work
from desk.models import Event


class Events(Protocol):
    """The numbered sequence of what happened, and which of it Discord has still to show."""

    def append(self, event: NewEvent) -> int:
        """Append it and return its number; with a lane it is also work."""

    def get(self, seq: int) -> Event | None:
        """The event with that number."""

    def after(self, guild_id: int, seq: int, limit: int) -> Sequence[Event]:
        """The guild's events with greater numbers, ascending."""

    def of_ticket(self, ticket_id: int) -> Sequence[Event]:
        """All events of that ticket, ascending."""

    def last(self, guild_id: int) -> int:
        """The number of the guild's last event, 0 for none."""

    def newest(self, guild_id: int, *, but: Collection[str]) -> Event | None:
        """The guild's last event that is not of those types."""

    def due(self, now: str, limit: int) -> Sequence[Work]:
        """The first waiting event of each lane whose time has come.

        In turns: of everybody who acts through a door the oldest, oldest first, then of everybody the next; so who made
        much work keeps nobody else waiting.
        """

    def lane_due(self, lane: str) -> tuple[int, str] | None:
        """How often the first waiting event of the lane was tried, and when it is due; None when nothing waits."""

    def next_due(self) -> str | None:
        """When the next lane's first event is due, None when nothing waits."""

    def delivered(self, seq: int) -> None:
        """Mark it as shown."""

    def postpone(self, seq: int, due_at: str, error: str) -> None:
        """It failed for now: count the try and wait until `due_at`."""

    def park(self, seq: int, error: str) -> None:
        """It can never succeed: set it aside where staff sees it, and let the lane go on."""

    def parked(self, guild_id: int) -> Sequence[Parked]:
        """What was set aside, newest first."""

    def unshown(self, lane: str) -> Sequence[Unshown]:
        """The events of the lane that Discord does not show, or not yet, oldest first."""

    def try_again(self, seq: int, due_at: str) -> None:
        """Take what was set aside up again, as if it were new."""
