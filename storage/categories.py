"""SQL of categories and their roles."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from desk.models import Category
from storage import rows

_CATEGORIES: Final = """
SELECT c.id, c.guild_id, c.name, c.description, c.color, c.ticket_limit, c.parent_channel_id, c.deleted_at,
    r.role_id, r.part
FROM category AS c LEFT JOIN category_role AS r ON r.category_id = c.id
"""


class SqlCategories:
    """See desk.store.Categories."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def insert(self, category: Category) -> Category:
        """See desk.store.Categories."""
        inserted = self._db.execute(
            "INSERT INTO category (guild_id, name, description, color, ticket_limit) VALUES (?, ?, ?, ?, ?)",
            (category.guild_id, category.name, category.description, category.color, category.ticket_limit),
        )
        made = replace(category, id=inserted.lastrowid or 0)
        self._write_roles(made)
        return made

    def get(self, guild_id: int, category_id: int) -> Category | None:
        """See desk.store.Categories."""
        found = self._all("WHERE c.id = ? AND c.guild_id = ?", category_id, guild_id)
        return found[0] if found else None

    def live(self, guild_id: int) -> Sequence[Category]:
        """See desk.store.Categories."""
        return self._all("WHERE c.guild_id = ? AND c.deleted_at IS NULL ORDER BY c.id", guild_id)

    def by_parent(self, guild_id: int, channel_id: int) -> Category | None:
        """See desk.store.Places."""
        found = self._all("WHERE c.parent_channel_id = ? AND c.guild_id = ?", channel_id, guild_id)
        return found[0] if found else None

    def save(self, category: Category) -> None:
        """See desk.store.Categories."""
        self._db.execute(
            "UPDATE category SET name = ?, description = ?, color = ?, ticket_limit = ?, deleted_at = ? WHERE id = ?",
            (
                category.name,
                category.description,
                category.color,
                category.ticket_limit,
                category.deleted_at,
                category.id,
            ),
        )
        self._db.execute("DELETE FROM category_role WHERE category_id = ?", (category.id,))
        self._write_roles(category)

    def set_parent(self, category_id: int, channel_id: int | None) -> None:
        """See desk.store.Places."""
        self._db.execute("UPDATE category SET parent_channel_id = ? WHERE id = ?", (channel_id, category_id))

    def _write_roles(self, category: Category) -> None:
        self._db.executemany(
            "INSERT INTO category_role VALUES (?, ?, ?)",
            [
                *((category.id, role_id, "responder") for role_id in category.responder_role_ids),
                *((category.id, role_id, "viewer") for role_id in category.viewer_role_ids),
            ],
        )

    def _all(self, where: str, *params: int) -> list[Category]:
        found: dict[int, rows.Row] = {}
        roles: dict[int, dict[str, set[int]]] = {}
        for row in self._db.execute(_CATEGORIES + where, params).fetchall():
            found[row[0]] = row
            parts = roles.setdefault(row[0], {"responder": set(), "viewer": set()})
            if row[8] is not None:
                parts[row[9]].add(row[8])
        return [
            Category(
                id=row[0],
                guild_id=row[1],
                name=row[2],
                description=row[3],
                color=row[4],
                responder_role_ids=frozenset(roles[row[0]]["responder"]),
                viewer_role_ids=frozenset(roles[row[0]]["viewer"]),
                ticket_limit=row[5],
                parent_channel_id=row[6],
                deleted_at=row[7],
            )
            for row in found.values()
        ]
