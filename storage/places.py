"""SQL of places: where tickets, categories and panels are in Discord."""

import sqlite3
from collections.abc import Sequence

from desk.models import Category, Panel, Place, Ticket
from storage import rows
from storage.categories import SqlCategories


class SqlPlaces:
    """See desk.store.Places."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def save(self, ticket_id: int, place: Place) -> None:
        """See desk.store.Places."""
        self._db.execute(
            "UPDATE ticket SET place_state = ?, channel_id = ?, card_id = ?, place_error = ? WHERE id = ?",
            (place.state, place.channel_id, place.card_id, place.error, ticket_id),
        )

    def of_category(self, category_id: int) -> Sequence[Ticket]:
        """See desk.store.Places."""
        sql = rows.TICKETS + "WHERE t.category_id = ? AND t.channel_id IS NOT NULL ORDER BY t.id"
        return [rows.ticket(row) for row in self._db.execute(sql, (category_id,)).fetchall()]

    def in_hand(self, guild_id: int, user_id: int) -> Sequence[Ticket]:
        """See desk.store.Places."""
        sql = rows.TICKETS + (
            "WHERE t.guild_id = ? AND t.channel_id IS NOT NULL "
            "AND (t.status = 'open' OR t.claimed_by = ?) ORDER BY t.id"
        )
        return [rows.ticket(row) for row in self._db.execute(sql, (guild_id, user_id)).fetchall()]

    def set_parent(self, category_id: int, channel_id: int | None) -> None:
        """See desk.store.Places."""
        SqlCategories(self._db).set_parent(category_id, channel_id)

    def by_parent(self, guild_id: int, channel_id: int) -> Category | None:
        """See desk.store.Places."""
        return SqlCategories(self._db).by_parent(guild_id, channel_id)

    def add_panel(self, guild_id: int, channel_id: int) -> Panel:
        """See desk.store.Places."""
        added = self._db.execute("INSERT INTO panel (guild_id, channel_id) VALUES (?, ?)", (guild_id, channel_id))
        return Panel(added.lastrowid or 0, guild_id, channel_id, None)

    def panel(self, panel_id: int) -> Panel | None:
        """See desk.store.Places."""
        row = rows.one(self._db, "SELECT id, guild_id, channel_id, message_id FROM panel WHERE id = ?", panel_id)
        return rows.panel(row) if row else None

    def panels(self, guild_id: int) -> Sequence[Panel]:
        """See desk.store.Places."""
        sql = "SELECT id, guild_id, channel_id, message_id FROM panel WHERE guild_id = ? ORDER BY id"
        return [rows.panel(row) for row in self._db.execute(sql, (guild_id,)).fetchall()]

    def save_panel(self, panel: Panel) -> None:
        """See desk.store.Places."""
        self._db.execute("UPDATE panel SET message_id = ? WHERE id = ?", (panel.message_id, panel.id))

    def delete_panel(self, panel_id: int) -> None:
        """See desk.store.Places."""
        self._db.execute("DELETE FROM panel WHERE id = ?", (panel_id,))
