"""Lists and counts of tickets as SQL, built from the permission module's own answer to who sees what.

A list is a UNION of index ranges, one for each scope (own tickets, one category, the guild) and state: each is walked
newest first and the merge stops at the limit, so it costs the same with a thousand tickets as with a million. Every
condition is an equality, since an IN opens a table of its own each time.
"""

from collections.abc import Sequence
from typing import Final

from desk.exchange import Slice, TicketFilter
from desk.models import Status
from desk.permissions import Visibility

OPEN: Final = 0
OPEN_AND_CLAIMED: Final = 1
CLOSED: Final = 2

_TERMS_AT_MOST: Final = 450
"""SQLite takes 500 terms in a compound select."""

Params = list[object]


def states_of(wanted: TicketFilter) -> tuple[int, ...]:
    """The values of the state column that fit status and claim."""
    if wanted.status is Status.CLOSED:
        return (CLOSED,) if wanted.claimed is None else ()
    still_open = {None: (OPEN, OPEN_AND_CLAIMED), True: (OPEN_AND_CLAIMED,), False: (OPEN,)}[wanted.claimed]
    return still_open if wanted.status is Status.OPEN or wanted.claimed is not None else (*still_open, CLOSED)


def scopes_of(visible: Visibility, wanted: TicketFilter) -> list[tuple[str, Params]]:
    """The conditions, each over one index, whose union is what is visible and wanted, whatever the state."""
    own: tuple[str, Params] = ("guild_id = ? AND owner_id = ?", [visible.guild_id, visible.owner_id])
    added = _added(visible)
    sees_category = visible.everything or wanted.category_id in visible.category_ids
    if wanted.owner_id is not None:
        return _of_owner(visible, wanted, wanted.owner_id)
    if wanted.category_id is not None:
        if sees_category:
            return [("category_id = ? AND guild_id = ?", [wanted.category_id, visible.guild_id])]
        return [(sql + " AND category_id = ?", [*values, wanted.category_id]) for sql, values in (own, *added)]
    if visible.everything:
        return [("guild_id = ?", [visible.guild_id])]
    by_category: list[tuple[str, Params]] = [("category_id = ?", [each]) for each in visible.category_ids]
    return [own, *by_category, *added]


def _added(visible: Visibility) -> list[tuple[str, Params]]:
    """Those that the actor was added to: a few, each found by its id."""
    if not visible.ticket_ids or visible.everything:
        return []
    marks = ", ".join("?" * len(visible.ticket_ids))
    return [(f"id IN ({marks}) AND guild_id = ?", [*visible.ticket_ids, visible.guild_id])]


def conditions_of(wanted: TicketFilter) -> tuple[str, Params]:
    """What narrows every scope further, beyond what the indexes and the kept counts know; empty for most lists."""
    found: list[tuple[str, object]] = []
    if wanted.claimed_by is not None:
        found.append(("claimed_by = ?", wanted.claimed_by))
    if wanted.waiting is not None:
        found.append(("waiting = ?", wanted.waiting))
    if wanted.overdue_at is not None:
        found.append(("due_at <= ?", wanted.overdue_at))
    if wanted.priority is not None:
        found.append(("priority = ?", wanted.priority))
    if wanted.tag is not None:
        found.append(
            ("id IN (SELECT ticket_id FROM ticket_tag WHERE guild_id = ticket.guild_id AND tag = ?)", wanted.tag)
        )
    sql = "".join(f" AND {condition}" for condition, _ in found)
    if wanted.snoozed is not None:
        sql += f" AND snoozed_until IS {'NOT ' if wanted.snoozed else ''}NULL"
    if wanted.rated is not None:
        sql += f" AND rating IS {'NOT ' if wanted.rated else ''}NULL"
    return sql, [value for _, value in found]


def _of_owner(visible: Visibility, wanted: TicketFilter, owner_id: int) -> list[tuple[str, Params]]:
    sql, params = "guild_id = ? AND owner_id = ?", [visible.guild_id, owner_id]
    sees_all_of_them = visible.everything or owner_id == visible.owner_id
    if wanted.category_id is not None:
        seen = sees_all_of_them or wanted.category_id in visible.category_ids
        scopes = (
            [(sql, [*params])]
            if seen
            else [(f"{added} AND owner_id = ?", [*it, owner_id]) for added, it in _added(visible)]
        )
        return [(scope + " AND category_id = ?", [*values, wanted.category_id]) for scope, values in scopes]
    if sees_all_of_them:
        return [(sql, [*params])]
    theirs: list[tuple[str, Params]] = [
        (sql + " AND category_id = ?", [*params, category_id]) for category_id in visible.category_ids
    ]
    return [*theirs, *((f"{added} AND owner_id = ?", [*values, owner_id]) for added, values in _added(visible))]


def page_sql(visible: Visibility, wanted: TicketFilter, part: Slice) -> tuple[str, Params] | None:
    """A query for (id, updated_at) of that part, newest activity first; None when nothing can fit."""
    found = _all_sql(visible, wanted, part.after)
    if found is None:
        return None
    sql, params = found
    return sql + " ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?", [*params, part.limit, part.offset]


def ids_sql(visible: Visibility, wanted: TicketFilter) -> tuple[str, Params] | None:
    """A query for (id, updated_at) of every ticket that is visible and wanted, each once; None when nothing can fit."""
    return _all_sql(visible, wanted, None)


def _all_sql(visible: Visibility, wanted: TicketFilter, after: tuple[str, int] | None) -> tuple[str, Params] | None:
    scopes, states = scopes_of(visible, wanted), states_of(wanted)
    if not scopes or not states:
        return None
    narrower, narrowing = conditions_of(wanted)
    if after is not None:
        narrower, narrowing = narrower + " AND (updated_at, id) < (?, ?)", [*narrowing, *after]
    if len(scopes) * len(states) > _TERMS_AT_MOST:
        sql, params = _one_walk(scopes, states)
        return sql + narrower, [*params, *narrowing]
    branches: list[str] = []
    params = []
    for condition, values in scopes:
        for state in states:
            branches.append(f"SELECT id, updated_at FROM ticket WHERE {condition} AND state = ?{narrower}")
            params += [*values, state, *narrowing]
    return " UNION ".join(branches), params


def _one_walk(scopes: Sequence[tuple[str, Params]], states: Sequence[int]) -> tuple[str, Params]:
    """The same as one select, for more scopes than a compound select can have: right, but not flat."""
    any_scope = " OR ".join(f"({condition})" for condition, _ in scopes)
    any_state = " OR ".join("state = ?" for _ in states)
    params: Params = [value for _, values in scopes for value in values]
    return f"SELECT id, updated_at FROM ticket WHERE ({any_scope}) AND ({any_state})", [*params, *states]
