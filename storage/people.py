"""SQL of the members who were added to tickets, and of what guilds wish for themselves."""

import sqlite3
from collections.abc import Sequence

from desk.models import GuildSettings
from storage import rows


class SqlParticipants:
    """See desk.store.Participants."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, guild_id: int, ticket_id: int, user_id: int, at: str) -> bool:
        """See desk.store.Participants."""
        sql = "INSERT INTO participant (ticket_id, guild_id, user_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        return self._db.execute(sql, (ticket_id, guild_id, user_id, at)).rowcount == 1

    def remove(self, ticket_id: int, user_id: int) -> bool:
        """See desk.store.Participants."""
        sql = "DELETE FROM participant WHERE ticket_id = ? AND user_id = ?"
        return self._db.execute(sql, (ticket_id, user_id)).rowcount == 1

    def has(self, ticket_id: int, user_id: int) -> bool:
        """See desk.store.Participants."""
        sql = "SELECT 1 FROM participant WHERE ticket_id = ? AND user_id = ?"
        return rows.one(self._db, sql, ticket_id, user_id) is not None

    def of(self, ticket_id: int) -> Sequence[int]:
        """See desk.store.Participants."""
        sql = "SELECT user_id FROM participant WHERE ticket_id = ? ORDER BY at, user_id"
        return [row[0] for row in self._db.execute(sql, (ticket_id,)).fetchall()]

    def tickets_of(self, guild_id: int, user_id: int) -> Sequence[int]:
        """See desk.store.Participants."""
        sql = "SELECT ticket_id FROM participant WHERE guild_id = ? AND user_id = ? ORDER BY ticket_id"
        return [row[0] for row in self._db.execute(sql, (guild_id, user_id)).fetchall()]


class SqlGuilds:
    """See desk.store.Guilds."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, guild_id: int) -> GuildSettings:
        """See desk.store.Guilds."""
        row = rows.one(self._db, "SELECT language, log_channel_id FROM guild WHERE id = ?", guild_id)
        return GuildSettings(guild_id, *row) if row else GuildSettings(guild_id)

    def save(self, settings: GuildSettings) -> None:
        """See desk.store.Guilds."""
        self._db.execute(
            "INSERT INTO guild (id, language, log_channel_id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET language = excluded.language, log_channel_id = excluded.log_channel_id",
            (settings.guild_id, settings.language, settings.log_channel_id),
        )
