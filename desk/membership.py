"""Members who leave the guild and come back, and roles that changed hands while nobody listened.

Nothing closes because somebody leaves. Each of these changes nothing when it is said twice.
"""

from collections.abc import Mapping, Sequence

from desk.closing import OWNER_LEFT, close_by_desk
from desk.events import EventType, Origin, member_lane, record, record_shown
from desk.exchange import SeenRole
from desk.holding import free
from desk.models import Ticket
from desk.places import RolesChanged, giving_roles, note_roles, roles_changed
from desk.store import Tx


def member_left(tx: Tx, origin: Origin, user_id: int, name: str | None = None) -> None:
    """The member is gone: noted on the tickets that they own or were added to, and what they claimed is free again.

    `name` is what they were called, where Discord told; nobody can ask it for that any more.
    """
    for ticket in tx.people.open_tickets(origin.guild_id, user_id):
        added = tx.participants.remove(ticket.id, user_id)
        owned = ticket.owner_id == user_id and tx.people.left(ticket.id, origin.at)
        if added or owned:
            known = name or tx.messages.name_of(ticket.id, user_id)
            record_shown(tx, origin, EventType.MEMBER_LEFT, ticket, userId=str(user_id), name=known)
        if ticket.claimed_by == user_id:
            free(tx, origin, ticket, why="left", name=name)
        if owned:
            _close(tx, origin, ticket)
    for ticket_id in tx.participants.tickets_of(origin.guild_id, user_id):
        tx.participants.remove(ticket_id, user_id)
        closed = tx.tickets.get(origin.guild_id, ticket_id)
        record(tx, origin, EventType.PARTICIPANT_REMOVED, ticket=closed, userId=str(user_id))
    tx.people.see_joined(origin.guild_id, user_id, None)
    seen = frozenset(tx.people.seen_roles(origin.guild_id))
    note_roles(tx, origin.guild_id, RolesChanged(user_id, lost=seen, gained=frozenset(), administered=False))


def member_joined(tx: Tx, origin: Origin, user_id: int, joined_at: str | None = None) -> bool:
    """The member is there (again): they are to come into the places of the tickets that they own, if they own any."""
    owned = owned_open(tx, origin.guild_id, user_id)
    tx.people.back(origin.guild_id, user_id)
    if owned:
        tx.people.see_joined(origin.guild_id, user_id, joined_at)
        lane = member_lane(origin.guild_id, user_id)
        record(tx, origin, EventType.MEMBER_JOINED, lane=lane, userId=str(user_id))
    return bool(owned)


def owned_open(tx: Tx, guild_id: int, user_id: int) -> Sequence[Ticket]:
    """The open tickets that the member owns."""
    return [each for each in tx.people.open_tickets(guild_id, user_id) if each.owner_id == user_id]


def people_to_look_for(tx: Tx, guild_id: int) -> tuple[frozenset[int], frozenset[int]]:
    """Those who have a part in open tickets and are in the guild as far as the desk knows; and owners who had left."""
    return frozenset(tx.people.involved(guild_id)), tx.people.left_owners(guild_id)


def roles_to_look_at(tx: Tx, guild_id: int) -> frozenset[int]:
    """The roles that give sight of tickets, or did when they were looked at last."""
    return giving_roles(tx, guild_id) | frozenset(tx.people.seen_roles(guild_id))


def roles_seen(tx: Tx, origin: Origin, roles: Mapping[int, SeenRole]) -> None:
    """Follow what became of roles since they were seen last: as if Discord had told each change at its time.

    `roles` are those of `roles_to_look_at` that still exist, and all that make Administrators. A role that is seen for
    the first time changes nothing: whoever came to matter by it was let in by what made it matter.
    """
    before = tx.people.seen_roles(origin.guild_id)
    nobody = SeenRole(frozenset(), administrator=False)
    for changed in _changes(before, {role_id: roles.get(role_id, nobody) for role_id in before}):
        roles_changed(tx, origin, changed)
    giving = giving_roles(tx, origin.guild_id)
    now = {role_id: seen for role_id, seen in roles.items() if seen.administrator or role_id in giving}
    for role_id in before.keys() | now.keys():
        if before.get(role_id) != now.get(role_id):
            tx.people.see_role(origin.guild_id, role_id, now.get(role_id))


def _changes(before: Mapping[int, SeenRole], now: Mapping[int, SeenRole]) -> list[RolesChanged]:
    lost, gained = _pairs(before, now), _pairs(now, before)
    demoted: set[int] = set()
    for role_id, was in before.items():
        if was.administrator:
            demoted |= was.holders - now[role_id].holders if now[role_id].administrator else was.holders
    return [
        RolesChanged(
            user_id,
            lost=frozenset(role for user, role in lost if user == user_id),
            gained=frozenset(role for user, role in gained if user == user_id),
            administered=user_id in demoted,
        )
        for user_id in sorted({user for user, _ in lost | gained} | demoted)
    ]


def _pairs(some: Mapping[int, SeenRole], others: Mapping[int, SeenRole]) -> set[tuple[int, int]]:
    """Who holds a role in `some` and not in `others`, as (member, role)."""
    return {(user_id, role_id) for role_id, seen in some.items() for user_id in seen.holders - others[role_id].holders}


def _close(tx: Tx, origin: Origin, ticket: Ticket) -> None:
    category = tx.categories.get(ticket.guild_id, ticket.category_id)
    if category is not None and category.settings.close_on_leave:
        close_by_desk(tx, origin, ticket.id, OWNER_LEFT)
