"""SQL of what members have chosen for themselves, and of what they were told."""

import sqlite3

from storage import rows


class SqlChoices:
    """See desk.store.people.Choices."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def notify(self, guild_id: int, user_id: int) -> bool | None:
        """See desk.store.people.Choices."""
        sql = "SELECT notify FROM member_choice WHERE guild_id = ? AND user_id = ?"
        row = rows.one(self._db, sql, guild_id, user_id)
        return None if row is None or row[0] is None else bool(row[0])

    def asked(self, guild_id: int, user_id: int) -> bool:
        """See desk.store.people.Choices."""
        sql = "SELECT 1 FROM member_choice WHERE guild_id = ? AND user_id = ?"
        return rows.one(self._db, sql, guild_id, user_id) is not None

    def set_notify(self, guild_id: int, user_id: int, *, on: bool | None) -> None:
        """See desk.store.people.Choices."""
        self._db.execute(
            "INSERT INTO member_choice (guild_id, user_id, notify) VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET notify = ?3, closed = 0",
            (guild_id, user_id, None if on is None else int(on)),
        )

    def set_closed(self, guild_id: int, user_id: int, *, closed: bool) -> bool:
        """See desk.store.people.Choices."""
        sql = "UPDATE member_choice SET closed = ?3 WHERE guild_id = ?1 AND user_id = ?2 AND closed <> ?3"
        return self._db.execute(sql, (guild_id, user_id, int(closed))).rowcount == 1

    def told(self, ticket_id: int) -> tuple[str, int] | None:
        """See desk.store.people.Choices."""
        row = rows.one(self._db, "SELECT at, message_id FROM ticket_notice WHERE ticket_id = ?", ticket_id)
        return (row[0], row[1]) if row else None

    def set_told(self, ticket_id: int, at: str, message_id: int) -> None:
        """See desk.store.people.Choices."""
        self._db.execute(
            "INSERT INTO ticket_notice (ticket_id, at, message_id) VALUES (?1, ?2, ?3)"
            " ON CONFLICT DO UPDATE SET at = ?2, message_id = ?3",
            (ticket_id, at, message_id),
        )
