"""Members who left the guild and came back while nobody listened: Discord has put them out of all threads meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.events import EventType, Origin, record_shown
from desk.membership import member_joined
from desk.places import RolesChanged, roles_changed
from desk.store import Tx


@dataclass(frozen=True, slots=True)
class Present:
    """A member as Discord knows them now: when they joined (RFC 3339), and their roles."""

    joined_at: str
    role_ids: frozenset[int]


def members_seen(tx: Tx, origin: Origin, present: Mapping[int, Present]) -> None:
    """Follow those who joined again since they were seen last, as if Discord had told it; remember when each joined.

    `present` are all members of the guild that have a part in open tickets, or a role that gives one. Of who was never
    seen it is told by when their part began.
    """
    known, since = tx.people.joined(origin.guild_id), tx.people.involved(origin.guild_id)
    for user_id, member in present.items():
        before = known.get(user_id)
        if before == member.joined_at:
            continue
        if before is not None or member.joined_at > since.get(user_id, member.joined_at):
            _came_back(tx, origin, user_id, member)
        tx.people.see_joined(origin.guild_id, user_id, member.joined_at)
    for user_id in known.keys() - present.keys():
        tx.people.see_joined(origin.guild_id, user_id, None)


def _came_back(tx: Tx, origin: Origin, user_id: int, member: Present) -> None:
    """What they were added to they have left; what is theirs, and what a role of theirs gives, they find again."""
    for ticket in tx.people.open_tickets(origin.guild_id, user_id):
        if tx.participants.remove(ticket.id, user_id):
            record_shown(tx, origin, EventType.MEMBER_LEFT, ticket, userId=str(user_id))
    for ticket_id in tx.participants.tickets_of(origin.guild_id, user_id):
        tx.participants.remove(ticket_id, user_id)
    member_joined(tx, origin, user_id, member.joined_at)
    gained = RolesChanged(user_id, lost=frozenset(), gained=member.role_ids, administered=False)
    roles_changed(tx, origin, gained)
