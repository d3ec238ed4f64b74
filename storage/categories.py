"""SQL of categories and their roles."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from desk.models import Category, CategorySettings, ClaimMode, Style
from storage import rows
from storage.recall import recalled

_CATEGORIES: Final = """
SELECT c.id, c.guild_id, c.name, c.description, c.color, c.ticket_limit, c.parent_channel_id, c.deleted_at,
    c.emoji, c.position, c.style, c.under_channel_id, c.opening_message, c.claim_mode, c.anonymous, c.cooldown_minutes,
    c.reopen_hours, c.answer_minutes, c.hours, c.form, c.log_channel_id, c.archive_channel_id, c.queue_channel_id,
    c.silence_minutes, c.close_on_leave
FROM category AS c WHERE
"""

# Each branch is led by the categories that are meant: those of other guilds have roles, too.
_ROLES: Final = """
SELECT c.id, r.part, r.role_id FROM category AS c CROSS JOIN category_role AS r ON r.category_id = c.id WHERE {where}
UNION ALL SELECT c.id, 'opener', r.role_id
    FROM category AS c CROSS JOIN category_opener AS r ON r.category_id = c.id WHERE {where}
UNION ALL SELECT c.id, 'called', r.role_id
    FROM category AS c CROSS JOIN category_called AS r ON r.category_id = c.id WHERE {where}
"""

_PARTS: Final = ("responder", "viewer", "opener", "called")

_ORDER: Final = " ORDER BY c.position, c.id"

_SAVE: Final = """
UPDATE category SET name = ?, description = ?, color = ?, ticket_limit = ?, deleted_at = ?, emoji = ?, position = ?,
    style = ?, under_channel_id = ?, opening_message = ?, claim_mode = ?, anonymous = ?, cooldown_minutes = ?,
    reopen_hours = ?, answer_minutes = ?, hours = ?, form = ?, log_channel_id = ?, archive_channel_id = ?,
    queue_channel_id = ?, silence_minutes = ?, close_on_leave = ?
WHERE id = ?
"""


class SqlCategories:
    """See desk.store.categories.Categories."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def insert(self, category: Category) -> Category:
        """See desk.store.categories.Categories."""
        inserted = self._db.execute(
            "INSERT INTO category (guild_id, name) VALUES (?, ?)", (category.guild_id, category.name)
        )
        made = replace(category, id=inserted.lastrowid or 0)
        self.save(made)
        return made

    def get(self, guild_id: int, category_id: int) -> Category | None:
        """See desk.store.categories.Categories."""
        found = recalled(
            self._db,
            ("category", guild_id, category_id),
            lambda: self._all("c.id = ?1 AND c.guild_id = ?2", category_id, guild_id),
        )
        return found[0] if found else None

    def live(self, guild_id: int) -> Sequence[Category]:
        """See desk.store.categories.Categories."""
        return recalled(
            self._db,
            ("live categories", guild_id),
            lambda: self._all("c.guild_id = ?1 AND c.deleted_at IS NULL", guild_id),
        )

    def guilds(self) -> Sequence[int]:
        """See desk.store.categories.Categories."""
        rows = self._db.execute("SELECT DISTINCT guild_id FROM category WHERE deleted_at IS NULL ORDER BY 1").fetchall()
        return [int(row[0]) for row in rows]

    def anonymous(self, guild_id: int) -> Sequence[int]:
        """See desk.store.categories.Categories."""
        rows = self._db.execute("SELECT id FROM category WHERE guild_id = ? AND anonymous = 1", (guild_id,)).fetchall()
        return [int(row[0]) for row in rows]

    def by_parent(self, guild_id: int, channel_id: int) -> Category | None:
        """See desk.store.places.Places."""
        found = self._all("c.parent_channel_id = ?1 AND c.guild_id = ?2", channel_id, guild_id)
        return found[0] if found else None

    def save(self, category: Category) -> None:
        """See desk.store.categories.Categories."""
        it = category.settings
        self._db.execute(
            _SAVE,
            (
                category.name,
                category.description,
                category.color,
                category.ticket_limit,
                category.deleted_at,
                it.emoji,
                it.position,
                it.style,
                it.under_channel_id,
                it.opening_message,
                it.claim_mode,
                int(it.anonymous),
                it.cooldown_minutes,
                it.reopen_hours,
                it.answer_minutes,
                None if it.hours is None else rows.as_json({"zone": it.hours.zone, "days": it.hours.days}),
                rows.questions_text(it.form),
                it.log_channel_id,
                it.archive_channel_id,
                it.queue_channel_id,
                it.silence_minutes,
                int(it.close_on_leave),
                category.id,
            ),
        )
        self._db.execute("DELETE FROM category_role WHERE category_id = ?", (category.id,))
        self._db.execute("DELETE FROM category_opener WHERE category_id = ?", (category.id,))
        self._db.execute("DELETE FROM category_called WHERE category_id = ?", (category.id,))
        self._write_roles(category)

    def set_parent(self, category_id: int, channel_id: int | None) -> None:
        """See desk.store.places.Places."""
        self._db.execute("UPDATE category SET parent_channel_id = ? WHERE id = ?", (channel_id, category_id))

    def _write_roles(self, category: Category) -> None:
        self._db.executemany(
            "INSERT INTO category_role VALUES (?, ?, ?)",
            [
                *((category.id, role_id, "responder") for role_id in category.responder_role_ids),
                *((category.id, role_id, "viewer") for role_id in category.viewer_role_ids),
            ],
        )
        self._db.executemany(
            "INSERT INTO category_opener VALUES (?, ?)",
            [(category.id, role_id) for role_id in category.settings.opener_role_ids],
        )
        self._db.executemany(
            "INSERT INTO category_called VALUES (?, ?)",
            [(category.id, role_id) for role_id in category.settings.called_role_ids],
        )

    def _all(self, where: str, *params: int) -> tuple[Category, ...]:
        found = self._db.execute(_CATEGORIES + where + _ORDER, params).fetchall()
        if not found:
            return ()
        parts: dict[tuple[int, str], set[int]] = {}
        for category_id, part, role_id in self._db.execute(_ROLES.format(where=where), params).fetchall():
            parts.setdefault((category_id, part), set()).add(role_id)
        return tuple(_category(row, *(frozenset(parts.get((row[0], each), ())) for each in _PARTS)) for row in found)


@lru_cache(512)
def _category(
    row: rows.Row,
    responders: frozenset[int],
    viewers: frozenset[int],
    openers: frozenset[int],
    called: frozenset[int],
) -> Category:
    """As for tickets, it takes less time to know a category again than to make it."""
    return Category(
        id=row[0],
        guild_id=row[1],
        name=row[2],
        description=row[3],
        color=row[4],
        responder_role_ids=responders,
        viewer_role_ids=viewers,
        ticket_limit=row[5],
        parent_channel_id=row[6],
        deleted_at=row[7],
        settings=CategorySettings(
            emoji=row[8],
            position=row[9],
            style=Style(row[10]),
            under_channel_id=row[11],
            opening_message=row[12],
            claim_mode=ClaimMode(row[13]),
            anonymous=bool(row[14]),
            cooldown_minutes=row[15],
            reopen_hours=row[16],
            answer_minutes=row[17],
            hours=None if row[18] is None else rows.hours(row[18]),
            form=rows.questions(row[19]) if row[19] != "[]" else (),
            opener_role_ids=openers,
            log_channel_id=row[20],
            archive_channel_id=row[21],
            queue_channel_id=row[22],
            silence_minutes=row[23],
            close_on_leave=bool(row[24]),
            called_role_ids=called,
        ),
    )
