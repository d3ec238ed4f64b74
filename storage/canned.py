"""SQL of the replies that staff has ready."""

import sqlite3
from collections.abc import Sequence

from desk.models import CannedReply
from storage import rows

_ALL = "SELECT id, guild_id, category_id, name, content FROM canned_reply WHERE guild_id = ?"


class SqlCanned:
    """See desk.store.messages.Canned."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def all(self, guild_id: int) -> Sequence[CannedReply]:
        """See desk.store.messages.Canned."""
        found = self._db.execute(_ALL, (guild_id,)).fetchall()
        return sorted((CannedReply(*row) for row in found), key=lambda it: (it.name.casefold(), it.id))

    def get(self, guild_id: int, reply_id: int) -> CannedReply | None:
        """See desk.store.messages.Canned."""
        row = rows.one(self._db, _ALL + " AND id = ?", guild_id, reply_id)
        return CannedReply(*row) if row else None

    def insert(self, new: CannedReply) -> CannedReply:
        """See desk.store.messages.Canned."""
        made = self._db.execute(
            "INSERT INTO canned_reply (guild_id, category_id, name, content) VALUES (?, ?, ?, ?)",
            (new.guild_id, new.category_id, new.name, new.content),
        )
        return CannedReply(made.lastrowid or 0, new.guild_id, new.category_id, new.name, new.content)

    def save(self, reply: CannedReply) -> None:
        """See desk.store.messages.Canned."""
        self._db.execute(
            "UPDATE canned_reply SET category_id = ?, name = ?, content = ? WHERE id = ?",
            (reply.category_id, reply.name, reply.content, reply.id),
        )

    def delete(self, reply_id: int) -> None:
        """See desk.store.messages.Canned."""
        self._db.execute("DELETE FROM canned_reply WHERE id = ?", (reply_id,))
