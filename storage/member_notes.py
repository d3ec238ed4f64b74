"""SQL of what staff wrote down about members."""

import sqlite3
from collections.abc import Sequence

from desk.models import MemberNote
from storage import rows

_NOTES = "SELECT id, guild_id, user_id, author_id, content, at FROM member_note"


class SqlMemberNotes:
    """See desk.store.people.MemberNotes."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, note: MemberNote) -> MemberNote:
        """See desk.store.people.MemberNotes."""
        made = self._db.execute(
            "INSERT INTO member_note (guild_id, user_id, author_id, content, at) VALUES (?, ?, ?, ?, ?)"
            " RETURNING id, guild_id, user_id, author_id, content, at",
            (note.guild_id, note.user_id, note.author_id, note.content, note.at),
        ).fetchall()
        return MemberNote(*made[0])

    def get(self, guild_id: int, note_id: int) -> MemberNote | None:
        """See desk.store.people.MemberNotes."""
        row = rows.one(self._db, _NOTES + " WHERE id = ? AND guild_id = ?", note_id, guild_id)
        return MemberNote(*row) if row else None

    def of(self, guild_id: int, user_id: int) -> Sequence[MemberNote]:
        """See desk.store.people.MemberNotes."""
        sql = _NOTES + " WHERE guild_id = ? AND user_id = ? ORDER BY id DESC"
        return [MemberNote(*row) for row in self._db.execute(sql, (guild_id, user_id)).fetchall()]

    def delete(self, note_id: int) -> None:
        """See desk.store.people.MemberNotes."""
        self._db.execute("DELETE FROM member_note WHERE id = ?", (note_id,))
