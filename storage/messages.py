"""SQL of messages."""

import json
import sqlite3
from collections.abc import Sequence

from desk.exchange import NewMessage
from desk.models import Message
from storage import rows
from storage.recall import recalled


class SqlMessages:
    """See desk.store.messages.Messages."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def insert(self, new: NewMessage) -> Message:
        """See desk.store.messages.Messages."""
        inserted = self._db.execute(
            "INSERT INTO message (ticket_id, author_id, author_name, via, kind, content, attachments, created_at,"
            " opening, discord_id, forwarded, anonymous) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                new.ticket_id,
                new.author_id,
                new.author_name,
                new.via,
                new.kind,
                new.content,
                json.dumps([(file.name, file.size) for file in new.attachments]),
                new.at,
                int(new.opening),
                new.discord_id,
                int(new.forwarded),
                int(new.anonymous),
            ),
        )
        message_id = inserted.lastrowid or 0
        self._db.executemany(
            "UPDATE attachment SET message_id = ?, place = ? WHERE id = ? AND message_id IS NULL",
            [(message_id, place, file.id) for place, file in enumerate(new.attachments) if file.id is not None],
        )
        return Message(
            id=message_id,
            ticket_id=new.ticket_id,
            author_id=new.author_id,
            author_name=new.author_name,
            via=new.via,
            kind=new.kind,
            content=new.content,
            attachments=new.attachments,
            created_at=new.at,
            edited_at=None,
            opening=new.opening,
            discord_id=new.discord_id,
            by_bot=False,
            forwarded=new.forwarded,
            anonymous=new.anonymous,
        )

    def get(self, message_id: int) -> Message | None:
        """See desk.store.messages.Messages."""
        return self._one("WHERE id = ?", message_id)

    def by_discord(self, discord_id: int) -> Message | None:
        """See desk.store.messages.Messages."""
        return self._one("WHERE discord_id = ?", discord_id)

    def newest(self, ticket_id: int, *, notes: bool, limit: int, before: int | None = None) -> Sequence[Message]:
        """See desk.store.messages.Messages."""
        sql, params = rows.MESSAGES + "WHERE ticket_id = ?", [ticket_id]
        if not notes:
            sql += " AND kind <> 'note'"
        if before is not None:
            sql, params = sql + " AND id < ?", [*params, before]
        sql, params = sql + " ORDER BY id DESC LIMIT ?", [*params, limit]

        def read() -> Sequence[Message]:
            return tuple(rows.message(row) for row in reversed(self._db.execute(sql, params).fetchall()))

        return recalled(self._db, (sql, *params), read)

    def opening(self, ticket_id: int) -> Message | None:
        """See desk.store.messages.Messages."""
        return self._one("WHERE ticket_id = ? AND opening = 1", ticket_id)

    def shown(self, message_id: int, discord_id: int) -> None:
        """See desk.store.messages.Messages."""
        self._db.execute("UPDATE message SET discord_id = ?, by_bot = 1 WHERE id = ?", (discord_id, message_id))

    def edit(self, message_id: int, content: str, edited_at: str) -> None:
        """See desk.store.messages.Messages."""
        self._db.execute(
            "INSERT INTO message_edit (message_id, content, at) SELECT id, content, ? FROM message WHERE id = ?",
            (edited_at, message_id),
        )
        self._db.execute("UPDATE message SET content = ?, edited_at = ? WHERE id = ?", (content, edited_at, message_id))

    def name_of(self, ticket_id: int, user_id: int) -> str | None:
        """See desk.store.messages.Messages."""
        wrote = "SELECT author_name FROM message WHERE ticket_id = ? AND author_id = ? ORDER BY id DESC LIMIT 1"
        owned = "SELECT owner_name FROM ticket WHERE id = ? AND owner_id = ?"
        found = (self._db.execute(sql, (ticket_id, user_id)).fetchone() for sql in (wrote, owned))
        return next((str(row[0]) for row in found if row is not None), None)

    def earlier(self, message_id: int) -> Sequence[tuple[str, str]]:
        """See desk.store.messages.Messages."""
        sql = "SELECT content, at FROM message_edit WHERE message_id = ? ORDER BY id"
        return self._db.execute(sql, (message_id,)).fetchall()

    def delete(self, message_id: int) -> None:
        """See desk.store.messages.Messages."""
        self._db.execute("DELETE FROM message WHERE id = ?", (message_id,))
        # As for a deleted ticket: the request stays known, what it showed goes.
        self._db.execute("UPDATE answer SET answer = x'' WHERE message_id = ?", (message_id,))

    def bury(self, discord_id: int, at: str) -> None:
        """See desk.store.messages.Messages."""
        self._db.execute("INSERT INTO buried_message VALUES (?, ?) ON CONFLICT DO NOTHING", (discord_id, at))

    def buried(self, discord_id: int) -> bool:
        """See desk.store.messages.Messages."""
        return rows.one(self._db, "SELECT 1 FROM buried_message WHERE discord_id = ?", discord_id) is not None

    def _one(self, where: str, *params: int) -> Message | None:
        row = rows.one(self._db, rows.MESSAGES + where, *params)
        return rows.message(row) if row else None
