"""SQL of the event sequence and its outbox."""

import json
import sqlite3
from collections.abc import Collection, Sequence
from typing import Final

from desk.exchange import NewEvent, Parked, Unshown, Work
from desk.models import Event
from storage import rows
from storage.recall import recalled

# The first waiting event of each lane whose time has come: of everybody who acts the oldest, of everybody the next, …
_IN_TURN: Final = """
    SELECT o.seq AS following,
        row_number() OVER (PARTITION BY e.guild_id, e.actor_id, e.via ORDER BY o.seq) AS turn
    FROM (SELECT min(seq) AS first FROM outbox WHERE state = 'pending' GROUP BY lane)
    JOIN outbox AS o ON o.seq = first JOIN event AS e ON e.seq = first
    WHERE o.due_at <= ? ORDER BY turn, following LIMIT ?
"""


class SqlEvents:
    """See desk.store.events.Events."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.marked = 0
        """Rows changed to remember what is shown: of that nobody needs to hear."""

    def append(self, event: NewEvent) -> int:
        """See desk.store.events.Events."""
        appended = self._db.execute(
            "INSERT INTO event (guild_id, type, ticket_id, category_id, actor_id, via, at, request_id, data)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event.guild_id,
                event.type,
                event.ticket_id,
                event.category_id,
                event.actor_id,
                event.via,
                event.at,
                event.request_id,
                json.dumps(dict(event.data or {})),
            ),
        )
        seq = appended.lastrowid or 0
        if event.lane is not None:
            due_at = event.due_at or event.at
            self._db.execute("INSERT INTO outbox (seq, lane, due_at) VALUES (?, ?, ?)", (seq, event.lane, due_at))
        return seq

    def get(self, seq: int) -> Event | None:
        """See desk.store.events.Events."""
        row = rows.one(self._db, rows.EVENTS + "WHERE e.seq = ?", seq)
        return rows.event(row) if row else None

    def after(self, guild_id: int, seq: int, limit: int) -> Sequence[Event]:
        """See desk.store.events.Events."""
        sql = rows.EVENTS + "WHERE e.guild_id = ? AND e.seq > ? ORDER BY e.seq LIMIT ?"
        return [rows.event(row) for row in self._db.execute(sql, (guild_id, seq, limit)).fetchall()]

    def of_ticket(self, ticket_id: int) -> Sequence[Event]:
        """See desk.store.events.Events."""
        sql = rows.EVENTS + "WHERE e.ticket_id = ? ORDER BY e.seq"
        return [rows.event(row) for row in self._db.execute(sql, (ticket_id,)).fetchall()]

    def last(self, guild_id: int) -> int:
        """See desk.store.events.Events."""
        row = rows.one(self._db, "SELECT max(seq) FROM event WHERE guild_id = ?", guild_id)
        return (row[0] if row else None) or 0

    def newest(self, guild_id: int, *, but: Collection[str]) -> Event | None:
        """See desk.store.events.Events."""
        marks = ", ".join("?" * len(but))
        sql = rows.EVENTS + f"WHERE e.guild_id = ? AND e.type NOT IN ({marks}) ORDER BY e.seq DESC LIMIT 1"
        row = recalled(self._db, ("newest event", guild_id, but), lambda: rows.one(self._db, sql, guild_id, *but))
        return rows.event(row) if row else None

    def due(self, now: str, limit: int) -> Sequence[Work]:
        """See desk.store.events.Events."""
        sql = (
            rows.EVENTS.replace("SELECT", "SELECT o.lane, o.attempts,")
            + f"JOIN ({_IN_TURN}) ON following = e.seq JOIN outbox AS o ON o.seq = e.seq ORDER BY turn, e.seq"
        )
        return [Work(rows.event(row[2:]), row[0], row[1]) for row in self._db.execute(sql, (now, limit)).fetchall()]

    def lane_due(self, lane: str) -> tuple[int, str] | None:
        """See desk.store.events.Events."""
        sql = "SELECT attempts, due_at FROM outbox WHERE lane = ? AND state = 'pending' ORDER BY seq LIMIT 1"
        row = rows.one(self._db, sql, lane)
        return (row[0], row[1]) if row else None

    def next_due(self) -> str | None:
        """See desk.store.events.Events."""
        row = rows.one(
            self._db,
            "SELECT min(o.due_at) FROM outbox AS o"
            " JOIN (SELECT min(seq) AS first FROM outbox WHERE state = 'pending' GROUP BY lane) ON first = o.seq",
        )
        return row[0] if row else None

    def delivered(self, seq: int) -> None:
        """See desk.store.events.Events."""
        sql = "UPDATE outbox SET state = 'delivered', error = NULL WHERE seq = ?"
        self.marked += self._db.execute(sql, (seq,)).rowcount

    def postpone(self, seq: int, due_at: str, error: str) -> None:
        """See desk.store.events.Events."""
        self._db.execute(
            "UPDATE outbox SET attempts = attempts + 1, due_at = ?, error = ? WHERE seq = ?", (due_at, error, seq)
        )

    def park(self, seq: int, error: str) -> None:
        """See desk.store.events.Events."""
        self._db.execute(
            "UPDATE outbox SET state = 'parked', attempts = attempts + 1, error = ? WHERE seq = ?", (error, seq)
        )

    def parked(self, guild_id: int) -> Sequence[Parked]:
        """See desk.store.events.Events."""
        sql = (
            rows.EVENTS.replace("SELECT", "SELECT o.error,")
            + "JOIN outbox AS o ON o.seq = e.seq WHERE o.state = 'parked' AND e.guild_id = ? ORDER BY e.seq DESC"
        )
        return [Parked(rows.event(row[1:]), row[0]) for row in self._db.execute(sql, (guild_id,)).fetchall()]

    def unshown(self, lane: str) -> Sequence[Unshown]:
        """See desk.store.events.Events."""
        sql = (
            rows.EVENTS.replace("SELECT", "SELECT o.error, o.state,")
            + "JOIN outbox AS o ON o.seq = e.seq WHERE o.state <> 'delivered' AND o.lane = ? ORDER BY e.seq"
        )
        found = self._db.execute(sql, (lane,)).fetchall()
        return [Unshown(rows.event(row[2:]), row[0], row[1] == "parked") for row in found]

    def try_again(self, seq: int, due_at: str) -> None:
        """See desk.store.events.Events."""
        sql = "UPDATE outbox SET state = 'pending', attempts = 0, due_at = ? WHERE seq = ? AND state = 'parked'"
        self._db.execute(sql, (due_at, seq))
