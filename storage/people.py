"""SQL of the members in tickets, added or leaving, of what guilds wish for themselves, and of setting them up."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

from desk.exchange import SeenRole
from desk.models import GuildSettings, Ticket
from storage import rows
from storage.recall import recalled

_INVOLVED: Final = """
SELECT user_id, min(at) FROM (
    SELECT owner_id AS user_id, created_at AS at FROM ticket
        WHERE guild_id = ?1 AND state IN (0, 1) AND owner_left_at IS NULL
    UNION ALL SELECT claimed_by, '9999' FROM ticket WHERE guild_id = ?1 AND state = 1
    UNION ALL SELECT p.user_id, p.at FROM participant AS p JOIN ticket AS t ON t.id = p.ticket_id
        WHERE p.guild_id = ?1 AND t.status = 'open'
) GROUP BY user_id
"""


class SqlParticipants:
    """See desk.store.people.Participants."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def add(self, guild_id: int, ticket_id: int, user_id: int, at: str) -> bool:
        """See desk.store.people.Participants."""
        sql = "INSERT INTO participant (ticket_id, guild_id, user_id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
        return self._db.execute(sql, (ticket_id, guild_id, user_id, at)).rowcount == 1

    def remove(self, ticket_id: int, user_id: int) -> bool:
        """See desk.store.people.Participants."""
        sql = "DELETE FROM participant WHERE ticket_id = ? AND user_id = ?"
        return self._db.execute(sql, (ticket_id, user_id)).rowcount == 1

    def has(self, ticket_id: int, user_id: int) -> bool:
        """See desk.store.people.Participants."""
        sql = "SELECT 1 FROM participant WHERE ticket_id = ? AND user_id = ?"
        return rows.one(self._db, sql, ticket_id, user_id) is not None

    def of(self, ticket_id: int) -> Sequence[int]:
        """See desk.store.people.Participants."""
        sql = "SELECT user_id FROM participant WHERE ticket_id = ? ORDER BY at, user_id"
        return [row[0] for row in self._db.execute(sql, (ticket_id,)).fetchall()]

    def tickets_of(self, guild_id: int, user_id: int) -> Sequence[int]:
        """See desk.store.people.Participants."""
        sql = "SELECT ticket_id FROM participant WHERE guild_id = ? AND user_id = ? ORDER BY ticket_id"

        def read() -> Sequence[int]:
            return tuple(row[0] for row in self._db.execute(sql, (guild_id, user_id)).fetchall())

        return recalled(self._db, ("added to", guild_id, user_id), read)


class SqlPeople:
    """See desk.store.people.People."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.marked = 0
        """Rows changed to remember who was seen: of that nobody needs to hear."""

    def open_tickets(self, guild_id: int, user_id: int) -> Sequence[Ticket]:
        """See desk.store.people.People."""
        sql = rows.TICKETS + (
            "WHERE t.id IN (SELECT id FROM ticket WHERE guild_id = ?1 AND owner_id = ?2 AND state IN (0, 1)"
            " UNION SELECT id FROM ticket WHERE guild_id = ?1 AND state = 1 AND claimed_by = ?2"
            " UNION SELECT ticket_id FROM participant WHERE guild_id = ?1 AND user_id = ?2)"
            " AND t.status = 'open' ORDER BY t.id"
        )
        return [rows.ticket(row) for row in self._db.execute(sql, (guild_id, user_id)).fetchall()]

    def involved(self, guild_id: int) -> Mapping[int, str]:
        """See desk.store.people.People."""
        return dict(self._db.execute(_INVOLVED, (guild_id,)).fetchall())

    def joined(self, guild_id: int) -> Mapping[int, str]:
        """See desk.store.people.People."""
        sql = "SELECT user_id, joined_at FROM seen_member WHERE guild_id = ?"
        return dict(self._db.execute(sql, (guild_id,)).fetchall())

    def see_joined(self, guild_id: int, user_id: int, joined_at: str | None) -> None:
        """See desk.store.people.People."""
        if joined_at is None:
            self._mark("DELETE FROM seen_member WHERE guild_id = ? AND user_id = ?", guild_id, user_id)
            return
        sql = "INSERT INTO seen_member VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET joined_at = excluded.joined_at"
        self._mark(sql, guild_id, user_id, joined_at)

    def holders(self, guild_id: int, category_id: int | None) -> frozenset[int]:
        """See desk.store.people.People."""
        sql = (
            "SELECT DISTINCT claimed_by FROM ticket"
            " WHERE guild_id = ?1 AND state = 1 AND category_id = ifnull(?2, category_id)"
        )
        return frozenset(row[0] for row in self._db.execute(sql, (guild_id, category_id)).fetchall())

    def left_owners(self, guild_id: int) -> frozenset[int]:
        """See desk.store.people.People."""
        sql = "SELECT owner_id FROM ticket WHERE guild_id = ? AND state IN (0, 1) AND owner_left_at IS NOT NULL"
        return frozenset(row[0] for row in self._db.execute(sql, (guild_id,)).fetchall())

    def left(self, ticket_id: int, at: str) -> bool:
        """See desk.store.people.People."""
        sql = "UPDATE ticket SET owner_left_at = ? WHERE id = ? AND owner_left_at IS NULL"
        return self._db.execute(sql, (at, ticket_id)).rowcount == 1

    def owner_left(self, ticket_id: int) -> bool:
        """See desk.store.people.People."""
        sql = "SELECT 1 FROM ticket WHERE id = ? AND owner_left_at IS NOT NULL"
        return rows.one(self._db, sql, ticket_id) is not None

    def back(self, guild_id: int, owner_id: int) -> None:
        """See desk.store.people.People."""
        sql = "UPDATE ticket SET owner_left_at = NULL WHERE guild_id = ? AND owner_id = ? AND owner_left_at IS NOT NULL"
        self._db.execute(sql, (guild_id, owner_id))

    def seen_roles(self, guild_id: int) -> Mapping[int, SeenRole]:
        """See desk.store.people.People."""
        sql = "SELECT role_id, holders, administrator FROM seen_role WHERE guild_id = ?"
        found = self._db.execute(sql, (guild_id,)).fetchall()
        return {role: SeenRole(frozenset(json.loads(holders)), bool(admin)) for role, holders, admin in found}

    def see_role(self, guild_id: int, role_id: int, seen: SeenRole | None) -> None:
        """See desk.store.people.People."""
        self._mark("DELETE FROM seen_role WHERE guild_id = ? AND role_id = ?", guild_id, role_id)
        if seen is not None:
            sql = "INSERT INTO seen_role (guild_id, role_id, administrator, holders) VALUES (?, ?, ?, ?)"
            self._mark(sql, guild_id, role_id, int(seen.administrator), json.dumps(sorted(seen.holders)))

    def _mark(self, sql: str, *values: object) -> None:
        self.marked += self._db.execute(sql, values).rowcount


UNSURE: Final = "numbers_unsure:"
"""With a guild's id behind it, the name under which it is kept since when its numbers are not all known."""


class SqlGuilds:
    """See desk.store.guilds.Guilds."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.marked = 0
        """Rows changed to remember what the log tells: of that nobody needs to hear."""

    def get(self, guild_id: int) -> GuildSettings:
        """See desk.store.guilds.Guilds."""
        row = rows.one(self._db, "SELECT language, log_channel_id FROM guild WHERE id = ?", guild_id)
        return GuildSettings(guild_id, *row) if row else GuildSettings(guild_id)

    def save(self, settings: GuildSettings) -> None:
        """See desk.store.guilds.Guilds."""
        self._db.execute(
            "INSERT INTO guild (id, language, log_channel_id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET language = excluded.language, log_channel_id = excluded.log_channel_id",
            (settings.guild_id, settings.language, settings.log_channel_id),
        )

    def with_log(self) -> Sequence[int]:
        """See desk.store.guilds.Guilds."""
        sql = (
            "SELECT id FROM guild WHERE log_channel_id IS NOT NULL"
            " UNION SELECT guild_id FROM category WHERE log_channel_id IS NOT NULL"
        )
        return [row[0] for row in self._db.execute(sql).fetchall()]

    def logged(self, guild_id: int) -> tuple[int, int]:
        """See desk.store.guilds.Guilds."""
        row = rows.one(self._db, "SELECT logged_seq, logging_seq FROM guild WHERE id = ?", guild_id)
        return (row[0], row[1]) if row else (0, 0)

    def set_logged(self, guild_id: int, done: int, doing: int) -> None:
        """See desk.store.guilds.Guilds."""
        sql = (
            "INSERT INTO guild (id, logged_seq, logging_seq) VALUES (?, ?, ?) ON CONFLICT DO UPDATE"
            " SET logged_seq = excluded.logged_seq, logging_seq = excluded.logging_seq"
        )
        self.marked += self._db.execute(sql, (guild_id, done, doing)).rowcount

    def numbers_unsure_since(self, guild_id: int) -> str | None:
        """See desk.store.guilds.Guilds. Written down by a restore."""
        row = rows.one(self._db, "SELECT value FROM meta WHERE name = ?", f"{UNSURE}{guild_id}")
        return bytes(row[0]).decode() if row else None

    def numbers_seen(self, guild_id: int, highest: int) -> None:
        """See desk.store.guilds.Guilds."""
        self._db.execute("UPDATE guild SET last_number = max(last_number, ?) WHERE id = ?", (highest, guild_id))
        self._db.execute("DELETE FROM meta WHERE name = ?", (f"{UNSURE}{guild_id}",))


class SqlSetups:
    """See desk.store.guilds.Setups."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, guild_id: int, user_id: int) -> str | None:
        """See desk.store.guilds.Setups."""
        sql = "SELECT draft FROM setup_draft WHERE guild_id = ? AND user_id = ?"
        row = rows.one(self._db, sql, guild_id, user_id)
        return row[0] if row else None

    def put(self, guild_id: int, user_id: int, draft: str) -> None:
        """See desk.store.guilds.Setups."""
        sql = "INSERT INTO setup_draft VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET draft = excluded.draft"
        self._db.execute(sql, (guild_id, user_id, draft))

    def drop(self, guild_id: int, user_id: int) -> None:
        """See desk.store.guilds.Setups."""
        self._db.execute("DELETE FROM setup_draft WHERE guild_id = ? AND user_id = ?", (guild_id, user_id))
