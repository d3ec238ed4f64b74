"""SQL of the queue: open tickets in the order in which they press, and the messages that show them live."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from desk.exchange import LiveQueue, Slice, TicketFilter
from desk.models import Status, Ticket
from desk.permissions import Visibility
from storage import rows
from storage.visibility import CLOSED, Params, conditions_of, states_of

# Four keys, each the smaller the more a ticket presses; the id makes the order whole. One parameter: the time.
_KEYS: Final = """
    CASE WHEN due_at <= ? THEN 0 ELSE 1 END AS punctual, waiting = 'member' AS theirs,
    CASE priority WHEN 'urgent' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END AS rank, waiting_since
"""
_ORDER: Final = "punctual, theirs, rank, waiting_since, id"


def scope_sql(visible: Visibility, wanted: TicketFilter) -> tuple[str, Params] | None:
    """The FROM and WHERE of the open tickets in visible categories that fit `wanted`; None when nothing can fit."""
    states = [state for state in states_of(wanted) if state != CLOSED]
    if wanted.status is Status.CLOSED or not states:
        return None
    where, params = "guild_id = ?", [visible.guild_id]
    if wanted.category_id is not None:
        if not visible.everything and wanted.category_id not in visible.category_ids:
            return None
        where, params = "category_id = ? AND +guild_id = ?", [wanted.category_id, visible.guild_id]
    elif not visible.everything:
        if not visible.category_ids:
            return None
        marks = ", ".join("?" * len(visible.category_ids))
        # With the sign no index of the guild's is taken: it would lead past the open tickets of all other categories.
        where, params = f"category_id IN ({marks}) AND +guild_id = ?", [*visible.category_ids, visible.guild_id]
    narrower, narrowing = conditions_of(wanted)
    in_state = f" AND state IN ({', '.join('?' * len(states))})"
    return f"FROM ticket WHERE {where}{in_state}{narrower}", [*params, *states, *narrowing]


def queue_sql(visible: Visibility, wanted: TicketFilter, now: str, part: Slice) -> tuple[str, Params] | None:
    """A query for the ids of that part, the most pressing first; None when nothing can fit."""
    scope = scope_sql(visible, wanted)
    if scope is None:
        return None
    sql = f"SELECT id, {_KEYS} {scope[0]} ORDER BY {_ORDER} LIMIT ? OFFSET ?"
    return sql, [now, *scope[1], part.limit, part.offset]


class SqlQueues:
    """See desk.store.overviews.Queues."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def page(self, visible: Visibility, wanted: TicketFilter, now: str, part: Slice) -> Sequence[Ticket]:
        """See desk.store.overviews.Queues."""
        query = queue_sql(visible, wanted, now, part)
        if query is None:
            return []
        ids = [row[0] for row in self._db.execute(*query).fetchall()]
        marks = ", ".join("?" * len(ids))
        found = self._db.execute(rows.TICKETS + f"WHERE t.id IN ({marks})", ids).fetchall()
        by_id = {row[0]: rows.ticket(row) for row in found}
        return [by_id[ticket_id] for ticket_id in ids]

    def count(self, visible: Visibility, wanted: TicketFilter) -> int:
        """See desk.store.overviews.Queues."""
        scope = scope_sql(visible, wanted)
        row = rows.one(self._db, f"SELECT count(*) {scope[0]}", *scope[1]) if scope else None
        return row[0] if row else 0

    def tags(self, visible: Visibility, limit: int) -> Sequence[str]:
        """See desk.store.overviews.Queues."""
        scope = scope_sql(visible, TicketFilter(status=Status.OPEN))
        if scope is None:
            return []
        sql = (
            f"SELECT g.tag FROM (SELECT id {scope[0]}) AS it CROSS JOIN ticket_tag AS g ON g.ticket_id = it.id"
            " GROUP BY g.tag ORDER BY count(*) DESC, g.tag LIMIT ?"
        )
        return [row[0] for row in self._db.execute(sql, (*scope[1], limit)).fetchall()]

    def ahead(self, ticket: Ticket, now: str) -> int:
        """See desk.store.overviews.Queues."""
        sql = (
            f"WITH line AS MATERIALIZED (SELECT id, {_KEYS} FROM ticket WHERE category_id = ? AND state = 0"
            f" AND waiting = 'staff' AND snoozed_until IS NULL) SELECT count(*) FROM line"
            f" WHERE ({_ORDER}) < (SELECT {_ORDER} FROM line WHERE id = ?)"
        )
        row = rows.one(self._db, sql, now, ticket.category_id, ticket.id)
        return row[0] if row else 0

    def waits(self, category_id: int, limit: int) -> Sequence[int]:
        """See desk.store.overviews.Queues."""
        sql = (
            "SELECT unixepoch(first_reply_at) - unixepoch(created_at) FROM ticket"
            " WHERE category_id = ? AND first_reply_at IS NOT NULL ORDER BY first_reply_at DESC LIMIT ?"
        )
        return [row[0] for row in self._db.execute(sql, (category_id, limit)).fetchall()]

    def live(self) -> Sequence[LiveQueue]:
        """See desk.store.overviews.Queues."""
        sql = (
            "SELECT guild_id, id, CASE WHEN deleted_at IS NULL THEN queue_channel_id END, queue_shown_in,"
            " queue_message_id FROM category WHERE queue_channel_id IS NOT NULL OR queue_message_id IS NOT NULL"
            " ORDER BY id"
        )
        return [LiveQueue(*row) for row in self._db.execute(sql).fetchall()]

    def shown(self, category_id: int, channel_id: int | None, message_id: int | None) -> None:
        """See desk.store.overviews.Queues."""
        sql = "UPDATE category SET queue_shown_in = ?, queue_message_id = ? WHERE id = ?"
        self._db.execute(sql, (channel_id, message_id, category_id))

    def forget(self, category_id: int) -> None:
        """See desk.store.overviews.Queues."""
        sql = "UPDATE category SET queue_channel_id = NULL WHERE id = ?"
        self._db.execute(sql, (category_id,))
        self.shown(category_id, None, None)

    def moved_since(self, seq: int | None) -> tuple[int, frozenset[int]]:
        """See desk.store.overviews.Queues."""
        [[last]] = self._db.execute("SELECT coalesce(max(seq), 0) FROM event").fetchall()
        since = last if seq is None else seq
        found = self._db.execute("SELECT DISTINCT guild_id FROM event WHERE seq > ?", (since,)).fetchall()
        return last, frozenset(row[0] for row in found)
