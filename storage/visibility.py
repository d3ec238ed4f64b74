"""Lists and counts of tickets as SQL, built from the permission module's own answer to who sees what.

A list is a UNION of index ranges, one for each scope (own tickets, one category, the guild) and state: each is walked
in the list's order and the merge stops at the limit, so it costs the same with a thousand tickets as with a million.
Every condition is an equality or the end of a range, since an IN opens a table of its own each time.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desk.exchange import Order, Slice, TicketFilter
from desk.models import Priority, Status
from desk.permissions import Visibility

OPEN: Final = 0
OPEN_AND_CLAIMED: Final = 1
CLOSED: Final = 2

_TERMS_AT_MOST: Final = 450
"""SQLite takes 500 terms in a compound select."""

_TAGGED: Final = (
    "EXISTS (SELECT 1 FROM ticket_tag AS g"
    " WHERE g.guild_id = ticket.guild_id AND g.tag = ? AND g.ticket_id = ticket.id)"
)

Params = list[object]


def states_of(wanted: TicketFilter) -> tuple[int, ...]:
    """The values of the state column that fit status and claim."""
    if wanted.status is Status.CLOSED:
        return (CLOSED,) if wanted.claimed is None else ()
    still_open = {None: (OPEN, OPEN_AND_CLAIMED), True: (OPEN_AND_CLAIMED,), False: (OPEN,)}[wanted.claimed]
    if wanted.unheld:
        still_open = tuple(state for state in still_open if state != OPEN_AND_CLAIMED)
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
    if wanted.updated_since is not None:
        found.append(("updated_at >= ?", wanted.updated_since))
    found += [(_TAGGED, tag) for tag in wanted.tags]
    found += [("category_id <> ?", category_id) for category_id in wanted.not_in]
    sql = "".join(f" AND {condition}" for condition, _ in found)
    if wanted.priority is not None:
        # Written out, and said twice: only so does SQLite see that the index of what is not normal has all of them.
        sql += f" AND priority = '{wanted.priority}'"
        sql += "" if wanted.priority is Priority.NORMAL else " AND priority <> 'normal'"
    if wanted.unheld and CLOSED in states_of(wanted):
        sql += " AND claimed_by IS NULL"
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
    """A query for (id, the order's time) of that part; None when nothing can fit."""
    found = _all_sql(visible, wanted, part.order, part.after)
    if found is None:
        return None
    sql, params = found
    return f"{sql} ORDER BY {order_sql(part.order)} LIMIT ? OFFSET ?", [*params, part.limit, part.offset]


def order_sql(order: Order, alias: str = "") -> str:
    """The order as ORDER BY takes it, the columns being those of `alias`."""
    direction = "DESC" if order.startswith("-") else "ASC"
    return f"{alias}{time_of(order)} {direction}, {alias}id {direction}"


def after_sql(order: Order) -> str:
    """The condition under which a row stands after (time, id) in that order."""
    return f"({time_of(order)}, id) {'<' if order.startswith('-') else '>'} (?, ?)"


def time_of(order: Order) -> str:
    """The column by whose time the order goes."""
    return "updated_at" if order in {Order.NEWEST_ACTIVITY, Order.OLDEST_ACTIVITY} else "created_at"


def ids_sql(visible: Visibility, wanted: TicketFilter) -> tuple[str, Params] | None:
    """A query for the id of every ticket that is visible and wanted, each once; None when nothing can fit."""
    return _all_sql(visible, wanted, Order.NEWEST_ACTIVITY, None)


def _all_sql(
    visible: Visibility, wanted: TicketFilter, order: Order, after: tuple[str, int] | None
) -> tuple[str, Params] | None:
    scopes, states = scopes_of(visible, wanted), states_of(wanted)
    if not scopes or not states:
        return None
    # The tags of a list lead to its tickets; to walk all others for those that have them would take far longer.
    narrower, narrowing = conditions_of(replace(wanted, tags=()) if wanted.tags else wanted)
    if after is not None:
        narrower, narrowing = f"{narrower} AND {after_sql(order)}", [*narrowing, *after]
    select = f"SELECT id, {time_of(order)} FROM"
    if wanted.tags or len(scopes) * len(states) > _TERMS_AT_MOST:
        source, params = _source(visible.guild_id, wanted.tags)
        where, values = _one_walk(scopes, states)
        return f"{select} {source} WHERE {where}{narrower}", [*params, *values, *narrowing]
    branches: list[str] = []
    params = []
    for condition, values in scopes:
        for state in states:
            branches.append(f"{select} ticket WHERE {condition} AND state = ?{narrower}")
            params += [*values, state, *narrowing]
    return " UNION ".join(branches), params


def _source(guild_id: int, tags: Sequence[str]) -> tuple[str, Params]:
    """The tickets with all these tags, found by them; without any all tickets."""
    if not tags:
        return "ticket", []
    tagged = " INTERSECT ".join("SELECT ticket_id FROM ticket_tag WHERE guild_id = ? AND tag = ?" for _ in tags)
    params: Params = [value for tag in tags for value in (guild_id, tag)]
    return f"({tagged}) AS tagged CROSS JOIN ticket ON ticket.id = tagged.ticket_id", params


def _one_walk(scopes: Sequence[tuple[str, Params]], states: Sequence[int]) -> tuple[str, Params]:
    """All scopes and states as one condition: right, but flat only over few rows."""
    any_scope = " OR ".join(f"({condition})" for condition, _ in scopes)
    any_state = " OR ".join("state = ?" for _ in states)
    params: Params = [value for _, values in scopes for value in values]
    return f"({any_scope}) AND ({any_state})", [*params, *states]
