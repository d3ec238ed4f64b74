"""SQL of the links between tickets."""

import sqlite3
from collections.abc import Sequence


class SqlLinks:
    """See desk.store.tickets.Links. Of two tickets the smaller id stands first."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, one_id: int, other_id: int) -> None:
        """See desk.store.tickets.Links."""
        pair = (min(one_id, other_id), max(one_id, other_id))
        self._db.execute("INSERT INTO ticket_link (one_id, other_id) VALUES (?, ?) ON CONFLICT DO NOTHING", pair)

    def remove(self, one_id: int, other_id: int) -> None:
        """See desk.store.tickets.Links."""
        pair = (min(one_id, other_id), max(one_id, other_id))
        self._db.execute("DELETE FROM ticket_link WHERE one_id = ? AND other_id = ?", pair)

    def of(self, ticket_id: int) -> Sequence[int]:
        """See desk.store.tickets.Links."""
        sql = (
            "SELECT other_id AS id FROM ticket_link WHERE one_id = ?"
            " UNION ALL SELECT one_id FROM ticket_link WHERE other_id = ? ORDER BY id"
        )
        return [row[0] for row in self._db.execute(sql, (ticket_id, ticket_id)).fetchall()]
