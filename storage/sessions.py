"""SQL of the sessions."""

import sqlite3
from collections.abc import Mapping, Sequence

from desk.models import Session
from storage import rows


class SqlSessions:
    """See desk.store.callers.Sessions. `changed` tells that the picture in memory is old now."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.changed = False

    def insert(self, session: Session, digest: bytes) -> Session:
        """See desk.store.callers.Sessions."""
        self.changed = True
        values = (
            digest,
            session.guild_id,
            session.user_id,
            session.created_at,
            session.last_used_at,
            session.expires_at,
        )
        inserted = self._db.execute(
            "INSERT INTO session (digest, guild_id, user_id, created_at, last_used_at, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )
        return Session(inserted.lastrowid or 0, *values[1:])

    def of(self, user_id: int) -> Sequence[Session]:
        """See desk.store.callers.Sessions."""
        sql = rows.SESSIONS + "WHERE user_id = ? ORDER BY last_used_at DESC, id DESC"
        return [Session(*row) for row in self._db.execute(sql, (user_id,)).fetchall()]

    def move(self, session_id: int, guild_id: int) -> None:
        """See desk.store.callers.Sessions."""
        self._change("UPDATE session SET guild_id = ? WHERE id = ?", guild_id, session_id)

    def end(self, session_id: int) -> None:
        """See desk.store.callers.Sessions."""
        self._change("DELETE FROM session WHERE id = ?", session_id)

    def end_by_digest(self, digest: bytes) -> None:
        """See desk.store.callers.Sessions."""
        self._change("DELETE FROM session WHERE digest = ?", digest)

    def prune(self, at: str, unused_since: str) -> None:
        """See desk.store.callers.Sessions."""
        self._change("DELETE FROM session WHERE expires_at <= ? OR last_used_at <= ?", at, unused_since)

    def used(self, last_used: Mapping[int, str]) -> None:
        """See desk.store.callers.Sessions."""
        self._db.executemany(
            "UPDATE session SET last_used_at = ? WHERE id = ?", [(at, each) for each, at in last_used.items()]
        )

    def _change(self, sql: str, *params: object) -> None:
        self.changed = True
        self._db.execute(sql, params)
