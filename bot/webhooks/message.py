"""A message to a webhook: its body, and the headers by which the receiver knows it and trusts it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from pydantic_core import to_json
from standardwebhooks.webhooks import Webhook as Signer

from api import representations
from desk.clock import rfc3339
from desk.deliveries import Job
from desk.onlooker import Line
from desk.webhooks import TEST, secret

BYTES_AT_MOST: Final = 20_000
"""So long may a message be, as Standard Webhooks recommends; what is longer is told without its ticket and message."""


def body_of(job: Job) -> bytes:
    """The body: type, time of the event, and the event as `GET /api/events` tells it."""
    if job.line is None:
        told = {"webhookId": str(job.webhook.id), "deliveryId": job.delivery.message_id}
        return _body(TEST, job.delivery.created_at, told)
    event = representations.event(job.line)
    whole = _body(job.line.type, job.line.at, {**event, "truncated": False})
    return whole if len(whole) <= BYTES_AT_MOST else _short(job.line, event)


def _short(line: Line, event: Mapping[str, object]) -> bytes:
    left_out = {"ticket": None, "message": None, "category": None, "truncated": True}
    return _body(line.type, line.at, {**event, **left_out})


def _body(kind: str, at: str, data: Mapping[str, object]) -> bytes:
    return to_json({"type": kind, "timestamp": at, "data": data})


def headers_of(job: Job, body: bytes, now: datetime, of_store: bytes) -> Mapping[str, str]:
    """The headers: the same id at each try, the time of this one, and a signature by each secret that is good."""
    webhook, message_id = job.webhook, job.delivery.message_id
    salts = [webhook.salt]
    if webhook.old_salt is not None and (webhook.old_until or "") > rfc3339(now):
        salts.append(webhook.old_salt)
    signers = [Signer(secret(salt, of_store)) for salt in salts]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Accept-Encoding": "identity",
        "User-Agent": "support-desk",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(each.sign(message_id, now, body.decode()) for each in signers),
    }
