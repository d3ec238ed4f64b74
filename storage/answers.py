"""SQL of first answers to requests with an Idempotency-Key."""

import sqlite3

from desk.exchange import Shows, StoredAnswer
from storage import rows


class SqlAnswers:
    """See desk.store.callers.Answers."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def get(self, caller: str, key: str, not_before: str) -> StoredAnswer | None:
        """See desk.store.callers.Answers."""
        row = rows.one(
            self._db,
            "SELECT fingerprint, answer, ticket_id, message_id, category_id, webhook_id FROM answer"
            " WHERE caller = ? AND key = ? AND at >= ?",
            caller,
            key,
            not_before,
        )
        return StoredAnswer(row[0], row[1], Shows(*row[2:])) if row else None

    def put(self, caller: str, key: str, at: str, answer: StoredAnswer) -> None:
        """See desk.store.callers.Answers."""
        self._db.execute(
            "INSERT OR REPLACE INTO answer (caller, key, at, fingerprint, answer, ticket_id, message_id, category_id,"
            " webhook_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                caller,
                key,
                at,
                answer.fingerprint,
                answer.answer,
                answer.shows.ticket_id,
                answer.shows.message_id,
                answer.shows.category_id,
                answer.shows.webhook_id,
            ),
        )

    def forget(self, before: str) -> None:
        """See desk.store.callers.Answers."""
        self._db.execute("DELETE FROM answer WHERE at < ?", (before,))
