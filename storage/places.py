"""SQL of places: where tickets, categories and panels are in Discord."""

import sqlite3
from collections.abc import Sequence

from desk.models import Category, Panel, Place, Ticket
from storage import rows
from storage.categories import SqlCategories

# What the bot posts for others says nothing of what people said before it.
_HEARD = """
max(t.heard_id, (SELECT ifnull(max(m.discord_id), 0) FROM message AS m WHERE m.ticket_id = t.id AND m.by_bot = 0))
"""

# A thread that is still to be made will lie under the category's own channel.
_WRITERS = """
WITH here AS (
    SELECT id, owner_id FROM ticket WHERE place_category_id = ?1 AND status = 'open' AND place_style = 'thread'
    UNION ALL SELECT id, owner_id FROM ticket WHERE category_id = ?1 AND state IN (0, 1) AND place_category_id IS NULL
)
SELECT owner_id FROM here UNION SELECT p.user_id FROM here CROSS JOIN participant AS p ON p.ticket_id = here.id
"""


class SqlPlaces:
    """See desk.store.places.Places."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def save(self, ticket_id: int, place: Place) -> None:
        """See desk.store.places.Places."""
        self._db.execute(
            "UPDATE ticket SET place_state = ?, channel_id = ?, card_id = ?, place_error = ?, place_style = ?,"
            " place_category_id = CASE WHEN ? = channel_id THEN place_category_id ELSE category_id END WHERE id = ?",
            (place.state, place.channel_id, place.card_id, place.error, place.style, place.channel_id, ticket_id),
        )

    def of_category(self, category_id: int) -> Sequence[Ticket]:
        """See desk.store.places.Places."""
        sql = rows.TICKETS + "WHERE t.category_id = ? AND t.channel_id IS NOT NULL ORDER BY t.id"
        return [rows.ticket(row) for row in self._db.execute(sql, (category_id,)).fetchall()]

    def in_hand(self, guild_id: int, user_id: int) -> Sequence[Ticket]:
        """See desk.store.places.Places."""
        sql = rows.TICKETS + (
            "WHERE t.guild_id = ? AND t.channel_id IS NOT NULL "
            "AND (t.status = 'open' OR t.claimed_by = ?) ORDER BY t.id"
        )
        return [rows.ticket(row) for row in self._db.execute(sql, (guild_id, user_id)).fetchall()]

    def in_use(self, guild_id: int, closed_since: str) -> Sequence[tuple[Ticket, int]]:
        """See desk.store.places.Places."""
        sql = rows.TICKETS.replace("SELECT", f"SELECT {_HEARD},") + (
            "WHERE t.guild_id = ? AND t.place_state = 'made' AND (t.status = 'open' OR t.updated_at >= ?) "
            "ORDER BY t.updated_at DESC, t.id DESC"
        )
        found = self._db.execute(sql, (guild_id, closed_since)).fetchall()
        return [(rows.ticket(row[1:]), row[0]) for row in found]

    def heard(self, ticket_id: int) -> int:
        """See desk.store.places.Places."""
        row = rows.one(self._db, f"SELECT {_HEARD} FROM ticket AS t WHERE t.id = ?", ticket_id)
        return row[0] if row else 0

    def lies_under(self, ticket_id: int) -> int | None:
        """See desk.store.places.Places."""
        row = rows.one(self._db, "SELECT place_category_id FROM ticket WHERE id = ?", ticket_id)
        return row[0] if row else None

    def guests(self, category_id: int) -> Sequence[int]:
        """See desk.store.places.Places."""
        sql = (
            "SELECT DISTINCT category_id FROM ticket WHERE place_category_id = ? AND place_category_id <> category_id"
            " AND channel_id IS NOT NULL AND place_style = 'thread' ORDER BY category_id"
        )
        return [row[0] for row in self._db.execute(sql, (category_id,)).fetchall()]

    def writers(self, category_id: int) -> frozenset[int]:
        """See desk.store.places.Places."""
        return frozenset(row[0] for row in self._db.execute(_WRITERS, (category_id,)).fetchall())

    def channels(self, guild_id: int) -> Sequence[Ticket]:
        """See desk.store.places.Places."""
        sql = rows.TICKETS + (
            "WHERE t.guild_id = ? AND t.place_style = 'channel' AND t.channel_id IS NOT NULL ORDER BY t.id"
        )
        return [rows.ticket(row) for row in self._db.execute(sql, (guild_id,)).fetchall()]

    def hear(self, ticket_id: int, discord_id: int) -> None:
        """See desk.store.places.Places."""
        self._db.execute("UPDATE ticket SET heard_id = max(heard_id, ?) WHERE id = ?", (discord_id, ticket_id))

    def set_parent(self, category_id: int, channel_id: int | None) -> None:
        """See desk.store.places.Places."""
        SqlCategories(self._db).set_parent(category_id, channel_id)

    def overflow(self, category_id: int, *, archive: bool) -> Sequence[int]:
        """See desk.store.places.Places."""
        sql = "SELECT channel_id FROM overflow WHERE category_id = ? AND archive = ? ORDER BY channel_id"
        return [row[0] for row in self._db.execute(sql, (category_id, archive)).fetchall()]

    def add_overflow(self, category_id: int, channel_id: int, *, archive: bool) -> None:
        """See desk.store.places.Places."""
        sql = "INSERT INTO overflow (channel_id, category_id, archive) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
        self._db.execute(sql, (channel_id, category_id, archive))

    def by_parent(self, guild_id: int, channel_id: int) -> Category | None:
        """See desk.store.places.Places."""
        return SqlCategories(self._db).by_parent(guild_id, channel_id)

    def add_panel(self, guild_id: int, channel_id: int) -> Panel:
        """See desk.store.places.Places."""
        added = self._db.execute("INSERT INTO panel (guild_id, channel_id) VALUES (?, ?)", (guild_id, channel_id))
        return Panel(added.lastrowid or 0, guild_id, channel_id, None)

    def panel(self, panel_id: int) -> Panel | None:
        """See desk.store.places.Places."""
        row = rows.one(self._db, "SELECT id, guild_id, channel_id, message_id FROM panel WHERE id = ?", panel_id)
        return rows.panel(row) if row else None

    def panels(self, guild_id: int) -> Sequence[Panel]:
        """See desk.store.places.Places."""
        sql = "SELECT id, guild_id, channel_id, message_id FROM panel WHERE guild_id = ? ORDER BY id"
        return [rows.panel(row) for row in self._db.execute(sql, (guild_id,)).fetchall()]

    def save_panel(self, panel: Panel) -> None:
        """See desk.store.places.Places."""
        self._db.execute("UPDATE panel SET message_id = ? WHERE id = ?", (panel.message_id, panel.id))

    def delete_panel(self, panel_id: int) -> None:
        """See desk.store.places.Places."""
        self._db.execute("DELETE FROM panel WHERE id = ?", (panel_id,))
