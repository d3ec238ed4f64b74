"""SQL of tickets that are to close by themselves."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from desk.ending import Ending, EndingKind, Found
from storage import rows

_ENDINGS: Final = "SELECT ticket_id, kind, at, due_at, shown_at, reason FROM ending WHERE ticket_id = ?"

# How long before the end it is told of is in desk.closing.notice_minutes, too.
_SILENT: Final = """
SELECT t.guild_id, t.id, t.channel_id FROM category AS c
    CROSS JOIN ticket AS t ON t.category_id = c.id LEFT JOIN ending AS e ON e.ticket_id = t.id
WHERE c.silence_minutes IS NOT NULL AND c.deleted_at IS NULL AND t.state IN (0, 1) AND t.waiting = 'member'
    AND t.snoozed_until IS NULL AND t.place_state = 'made' AND (e.kind IS NULL OR e.kind = 'kept')
    AND max(coalesce(t.waiting_since, t.created_at), coalesce(e.at, '')) <= strftime(
        '%Y-%m-%dT%H:%M:%fZ', ?, (min(1440, (c.silence_minutes + 1) / 2) - c.silence_minutes) || ' minutes')
ORDER BY t.waiting_since LIMIT ?
"""

_DUE: Final = """
SELECT t.guild_id, t.id, t.channel_id FROM ending AS e JOIN ticket AS t ON t.id = e.ticket_id
    JOIN category AS c ON c.id = t.category_id
WHERE e.due_at <= ? AND t.status = 'open' AND (e.kind = 'planned' OR e.shown_at IS NOT NULL)
    AND (e.kind <> 'silence' OR (c.silence_minutes IS NOT NULL AND t.waiting = 'member' AND t.snoozed_until IS NULL))
ORDER BY e.due_at LIMIT ?
"""


class SqlEndings:
    """See desk.store.tickets.Endings."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of(self, ticket_id: int) -> Ending | None:
        """See desk.store.tickets.Endings."""
        row = rows.one(self._db, _ENDINGS, ticket_id)
        return None if row is None else Ending(row[0], EndingKind(row[1]), *row[2:])

    def put(self, ending: Ending) -> None:
        """See desk.store.tickets.Endings."""
        values = (ending.ticket_id, ending.kind, ending.at, ending.due_at, ending.shown_at, ending.reason)
        sql = "INSERT OR REPLACE INTO ending (ticket_id, kind, at, due_at, shown_at, reason) VALUES (?, ?, ?, ?, ?, ?)"
        self._db.execute(sql, values)

    def drop(self, ticket_id: int, *, silent: bool = False) -> Ending | None:
        """See desk.store.tickets.Endings."""
        found = self.of(ticket_id)
        if found is None or (silent and found.kind is not EndingKind.SILENCE):
            return None
        self._db.execute("DELETE FROM ending WHERE ticket_id = ?", (ticket_id,))
        return found

    def drop_silent(self, category_id: int) -> None:
        """See desk.store.tickets.Endings."""
        sql = (
            "DELETE FROM ending WHERE kind = 'silence'"
            " AND ticket_id IN (SELECT id FROM ticket WHERE category_id = ? AND state IN (0, 1))"
        )
        self._db.execute(sql, (category_id,))

    def silent(self, now: str, limit: int) -> Sequence[Found]:
        """See desk.store.tickets.Endings."""
        return [Found(*row) for row in self._db.execute(_SILENT, (now, limit)).fetchall()]

    def due(self, now: str, limit: int) -> Sequence[Found]:
        """See desk.store.tickets.Endings."""
        return [Found(*row) for row in self._db.execute(_DUE, (now, limit)).fetchall()]
