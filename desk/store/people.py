"""People: who is in tickets or left, what they chose, what staff wrote down about them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from desk.exchange import SeenRole
from desk.models import MemberNote, Ticket


class Participants(Protocol):
    """The members who were added to tickets."""

    def add(self, guild_id: int, ticket_id: int, user_id: int, at: str) -> bool:
        """Add the member; False when they were in it already."""

    def remove(self, ticket_id: int, user_id: int) -> bool:
        """Take the member out; False when they were not in it."""

    def has(self, ticket_id: int, user_id: int) -> bool:
        """Whether the member was added to the ticket."""

    def of(self, ticket_id: int) -> Sequence[int]:
        """The ids of the members who were added to the ticket, in the order in which they came."""

    def tickets_of(self, guild_id: int, user_id: int) -> Sequence[int]:
        """The ids of the tickets of the guild that the member was added to."""


class People(Protocol):
    """The members in whom the desk takes an interest, who may leave the guild and come back."""

    def open_tickets(self, guild_id: int, user_id: int) -> Sequence[Ticket]:
        """The open tickets that the member owns, has claimed or was added to, oldest first."""

    def involved(self, guild_id: int) -> Mapping[int, str]:
        """All who own an open ticket of the guild, have claimed one or were added to one: since when, by their ids.

        Owners who are known to have left are not among them. A claim alone counts from the end of time.
        """

    def joined(self, guild_id: int) -> Mapping[int, str]:
        """When those who matter joined the guild, as far as the desk has acted on it, by their ids."""

    def see_joined(self, guild_id: int, user_id: int, joined_at: str | None) -> None:
        """Write when the member joined, or (None) that they are gone."""

    def holders(self, guild_id: int, category_id: int | None) -> frozenset[int]:
        """The ids of all who have claimed an open ticket of the guild, or of that category."""

    def left_owners(self, guild_id: int) -> frozenset[int]:
        """The ids of the owners of open tickets who are known to have left."""

    def left(self, ticket_id: int, at: str) -> bool:
        """The ticket's owner left at that time; False when that was known."""

    def owner_left(self, ticket_id: int) -> bool:
        """Whether the ticket's owner is known to have left."""

    def back(self, guild_id: int, owner_id: int) -> None:
        """That owner is there again, of open tickets and closed ones."""

    def seen_roles(self, guild_id: int) -> Mapping[int, SeenRole]:
        """By role id, who held the roles that matter when Discord told of it last."""

    def see_role(self, guild_id: int, role_id: int, seen: SeenRole | None) -> None:
        """Write who holds it now, or (None) that it matters no more."""


class Choices(Protocol):
    """What members have chosen for themselves, and what they were told of."""

    def notify(self, guild_id: int, user_id: int) -> bool | None:
        """Whether the member wants to be told by direct message; None when they have not chosen."""

    def asked(self, guild_id: int, user_id: int) -> bool:
        """Whether they were asked, or have chosen without."""

    def set_notify(self, guild_id: int, user_id: int, *, on: bool | None) -> None:
        """Write what they want; None that they were asked."""

    def set_closed(self, guild_id: int, user_id: int, *, closed: bool) -> bool:
        """Write whether Discord refused the last direct message to them; False when that was so before."""

    def told(self, ticket_id: int) -> tuple[str, int] | None:
        """When the ticket's owner was told last, and of which message."""

    def set_told(self, ticket_id: int, at: str, message_id: int) -> None:
        """Write that."""


class MemberNotes(Protocol):
    """What staff wrote down about members."""

    def add(self, note: MemberNote) -> MemberNote:
        """Add it and return it with its id; the given id is not used."""

    def get(self, guild_id: int, note_id: int) -> MemberNote | None:
        """The note with that id in that guild."""

    def of(self, guild_id: int, user_id: int) -> Sequence[MemberNote]:
        """All notes about the member, newest first."""

    def delete(self, note_id: int) -> None:
        """Remove it."""
