"""SQL of forms that are not filled in to the end, and of files that the relay has still to show."""

import json
import sqlite3
from collections.abc import Sequence

from desk.models import Draft, Upload
from storage import rows

KEPT_EACH = 5
"""How many unfinished forms of one member are kept: the newest."""


class SqlDrafts:
    """See desk.store.forms.Drafts."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, guild_id: int, user_id: int, form_id: str, not_before: str) -> Draft | None:
        """See desk.store.forms.Drafts."""
        row = rows.one(
            self._db,
            "SELECT guild_id, user_id, form_id, category_id, at, title, message, answers, uploads FROM draft"
            " WHERE guild_id = ? AND user_id = ? AND form_id = ? AND at >= ?",
            guild_id,
            user_id,
            form_id,
            not_before,
        )
        if row is None:
            return None
        answers = {key: tuple(values) for key, values in json.loads(row[7]).items()}
        uploads = tuple(Upload(*each) for each in json.loads(row[8]))
        return Draft(row[0], row[1], row[2], row[3], row[4], row[5], row[6], answers, uploads)

    def put(self, draft: Draft) -> None:
        """See desk.store.forms.Drafts."""
        uploads = [(each.question, each.name, each.size, each.url) for each in draft.uploads]
        self._db.execute(
            "INSERT OR REPLACE INTO draft (guild_id, user_id, form_id, category_id, at, title, message, answers,"
            " uploads) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                draft.guild_id,
                draft.user_id,
                draft.form_id,
                draft.category_id,
                draft.at,
                draft.title,
                draft.message,
                rows.as_json(dict(draft.answers)),
                rows.as_json(uploads),
            ),
        )
        self._db.execute(
            "DELETE FROM draft WHERE guild_id = ? AND user_id = ? AND form_id NOT IN (SELECT form_id FROM draft"
            " WHERE guild_id = ? AND user_id = ? ORDER BY at DESC, form_id DESC LIMIT ?)",
            (*(draft.guild_id, draft.user_id) * 2, KEPT_EACH),
        )

    def drop(self, draft: Draft) -> None:
        """See desk.store.forms.Drafts."""
        self._db.execute(
            "DELETE FROM draft WHERE guild_id = ? AND user_id = ? AND form_id = ?",
            (draft.guild_id, draft.user_id, draft.form_id),
        )

    def forget(self, before: str) -> None:
        """See desk.store.forms.Drafts."""
        self._db.execute("DELETE FROM draft WHERE at < ?", (before,))


class SqlUploads:
    """See desk.store.forms.Uploads."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, ticket_id: int, uploads: Sequence[Upload]) -> None:
        """See desk.store.forms.Uploads."""
        self._db.executemany(
            "INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?)",
            [(ticket_id, place, it.question, it.name, it.size, it.url) for place, it in enumerate(uploads)],
        )

    def drop(self, ticket_id: int) -> None:
        """See desk.store.forms.Uploads."""
        self._db.execute("DELETE FROM upload WHERE ticket_id = ?", (ticket_id,))

    def of(self, ticket_id: int) -> Sequence[Upload]:
        """See desk.store.forms.Uploads."""
        sql = "SELECT question, name, size, url FROM upload WHERE ticket_id = ? ORDER BY place"
        return [Upload(*row) for row in self._db.execute(sql, (ticket_id,)).fetchall()]
