"""SQL of webhooks and their deliveries."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Final

from desk.models import Delivery, DeliveryState, Off, Webhook
from desk.store.webhooks import Queue
from storage import rows

_WEBHOOKS: Final = """
SELECT w.id, w.guild_id, w.user_id, w.url, w.types, w.description, w.created_at, w.updated_at, w.salt, w.looked_to,
    w.old_salt, w.old_until, w.off, w.off_at, w.failing_since, w.failures, w.not_before
"""
_DELIVERIES: Final = """
SELECT id, webhook_id, message_id, seq, type, state, created_at, due_at, give_up_at, attempts, tried_at, status, error
FROM delivery
"""
_FORGOTTEN_AT_ONCE: Final = 500
"""So many old deliveries are dropped in one transaction, so that it stays short."""


def _webhook(row: rows.Row) -> Webhook:
    """A row of _WEBHOOKS."""
    off = None if row[12] is None else Off(row[12])
    values: rows.Row = (*row[:4], tuple(json.loads(row[4])), *row[5:12], off, *row[13:17])
    return Webhook(*values)


def _delivery(row: rows.Row) -> Delivery:
    """A row of _DELIVERIES."""
    values: rows.Row = (*row[:5], DeliveryState(row[5]), *row[6:])
    return Delivery(*values)


class SqlWebhooks:
    """See desk.store.webhooks.Webhooks."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def insert(self, webhook: Webhook) -> Webhook:
        """See desk.store.webhooks.Webhooks."""
        inserted = self._db.execute(
            "INSERT INTO webhook (guild_id, user_id, url, types, description, created_at, updated_at, salt, looked_to)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                webhook.guild_id,
                webhook.user_id,
                webhook.url,
                json.dumps(webhook.types),
                webhook.description,
                webhook.created_at,
                webhook.updated_at,
                webhook.salt,
                webhook.looked_to,
            ),
        )
        return self.get(inserted.lastrowid or 0) or webhook

    def get(self, webhook_id: int) -> Webhook | None:
        """See desk.store.webhooks.Webhooks."""
        row = rows.one(self._db, _WEBHOOKS + "FROM webhook AS w WHERE w.id = ?", webhook_id)
        return _webhook(row) if row else None

    def of(self, guild_id: int) -> Sequence[Webhook]:
        """See desk.store.webhooks.Webhooks."""
        sql = _WEBHOOKS + "FROM webhook AS w WHERE w.guild_id = ? ORDER BY w.id"
        return [_webhook(row) for row in self._db.execute(sql, (guild_id,)).fetchall()]

    def save(self, webhook: Webhook) -> None:
        """See desk.store.webhooks.Webhooks."""
        self._db.execute(
            "UPDATE webhook SET user_id = ?, url = ?, types = ?, description = ?, updated_at = ?, salt = ?,"
            " looked_to = ?, old_salt = ?, old_until = ?, off = ?, off_at = ?, failing_since = ?, failures = ?,"
            " not_before = ? WHERE id = ?",
            (
                webhook.user_id,
                webhook.url,
                json.dumps(webhook.types),
                webhook.description,
                webhook.updated_at,
                webhook.salt,
                webhook.looked_to,
                webhook.old_salt,
                webhook.old_until,
                webhook.off,
                webhook.off_at,
                webhook.failing_since,
                webhook.failures,
                webhook.not_before,
                webhook.id,
            ),
        )

    def delete(self, webhook_id: int) -> None:
        """See desk.store.webhooks.Webhooks."""
        self._db.execute("DELETE FROM webhook WHERE id = ?", (webhook_id,))

    def queues(self) -> Sequence[Queue]:
        """See desk.store.webhooks.Webhooks."""
        sql = (
            _WEBHOOKS + ", ifnull((SELECT max(seq) FROM event WHERE guild_id = w.guild_id), 0),"
            " (SELECT min(due_at) FROM delivery WHERE webhook_id = w.id AND state = 'pending')"
            " FROM webhook AS w WHERE w.off IS NULL ORDER BY w.id"
        )
        return [Queue(_webhook(row[:17]), row[17], row[18]) for row in self._db.execute(sql).fetchall()]


class SqlDeliveries:
    """See desk.store.webhooks.Deliveries."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def insert(self, new: Delivery) -> Delivery:
        """See desk.store.webhooks.Deliveries."""
        inserted = self._db.execute(
            "INSERT INTO delivery (webhook_id, message_id, seq, type, state, created_at, due_at, give_up_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                new.webhook_id,
                new.message_id,
                new.seq,
                new.type,
                new.state,
                new.created_at,
                new.due_at,
                new.give_up_at,
            ),
        )
        row = rows.one(self._db, _DELIVERIES + "WHERE id = ?", inserted.lastrowid)
        return _delivery(row) if row else new

    def get(self, webhook_id: int, message_id: str) -> Delivery | None:
        """See desk.store.webhooks.Deliveries."""
        row = rows.one(self._db, _DELIVERIES + "WHERE message_id = ? AND webhook_id = ?", message_id, webhook_id)
        return _delivery(row) if row else None

    def page(self, webhook_id: int, state: DeliveryState | None, limit: int, before: int | None) -> Sequence[Delivery]:
        """See desk.store.webhooks.Deliveries."""
        sql, params = _DELIVERIES + "WHERE webhook_id = ?", [webhook_id]
        narrowed: list[tuple[str, object]] = [("state = ?", state), ("id < ?", before)]
        given = [(condition, value) for condition, value in narrowed if value is not None]
        sql += "".join(f" AND {condition}" for condition, _ in given) + " ORDER BY id DESC LIMIT ?"
        found = self._db.execute(sql, (*params, *(value for _, value in given), limit)).fetchall()
        return [_delivery(row) for row in found]

    def next(self, webhook_id: int, now: str) -> Delivery | None:
        """See desk.store.webhooks.Deliveries."""
        sql = "WHERE webhook_id = ? AND state = 'pending' AND due_at <= ? ORDER BY due_at, id LIMIT 1"
        row = rows.one(self._db, _DELIVERIES + sql, webhook_id, now)
        return _delivery(row) if row else None

    def save(self, delivery: Delivery) -> None:
        """See desk.store.webhooks.Deliveries."""
        self._db.execute(
            "UPDATE delivery SET state = ?, due_at = ?, give_up_at = ?, attempts = ?, tried_at = ?, status = ?,"
            " error = ? WHERE id = ?",
            (
                delivery.state,
                delivery.due_at,
                delivery.give_up_at,
                delivery.attempts,
                delivery.tried_at,
                delivery.status,
                delivery.error,
                delivery.id,
            ),
        )

    def failed_since(self, webhook_id: int, since: str, limit: int) -> Sequence[Delivery]:
        """See desk.store.webhooks.Deliveries."""
        sql = "WHERE webhook_id = ? AND state = 'failed' AND created_at >= ? ORDER BY id LIMIT ?"
        found = self._db.execute(_DELIVERIES + sql, (webhook_id, since, limit)).fetchall()
        return [_delivery(row) for row in found]

    def forget(self, before: str) -> None:
        """See desk.store.webhooks.Deliveries."""
        self._db.execute(
            "DELETE FROM delivery WHERE id IN (SELECT id FROM delivery WHERE state <> 'pending' AND created_at < ?"
            " LIMIT ?)",
            (before, _FORGOTTEN_AT_ONCE),
        )
