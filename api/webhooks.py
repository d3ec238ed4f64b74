"""The operations on webhooks: list, make, change, delete, a new secret, a test, what was sent, sending it again."""

import secrets
from dataclasses import replace

from pydantic_core import from_json

from api import representations
from api.call import Answer, Call, answer
from api.envelope import Data, success
from api.identifiers import NOTHING, to_id
from api.incoming import Nothing
from api.requests import (
    DeliveriesQuery,
    ReplayBody,
    WebhookBody,
    WebhookChangeBody,
    WebhookIdBody,
    WebhookIdQuery,
    WebhooksQuery,
)
from desk import webhooks
from desk.errors import Fault, Invalid
from desk.exchange import Shows
from desk.models import Delivery, Webhook
from desk.outward import Allowed, why_not
from desk.webhooks import WebhookChange, WebhookDraft

SALT_BYTES = 32


async def find_webhooks(call: Call[WebhooksQuery, None]) -> Answer:
    """All webhooks, or one."""
    if call.query.webhook_id is not None:
        webhook = await call.store.read(webhooks.get, call.actor, to_id(call.query.webhook_id))
        return answer({"webhook": representations.webhook(webhook, call.actor.at)})
    found = await call.store.read(webhooks.list_webhooks, call.actor)
    return answer({"webhooks": [representations.webhook(each, call.actor.at) for each in found]})


async def create_webhook(call: Call[Nothing, WebhookBody]) -> Answer:
    """Make a webhook, and show its secret."""
    _demand_public(call.body.url, call.receivers)
    draft = WebhookDraft(call.body.url, call.body.types or (), call.body.description)
    made = await call.once_only(
        lambda it: _with_salt(it, call.actor.at), _shows, webhooks.create, draft, secrets.token_bytes(SALT_BYTES)
    )
    return _with_secret(made, call.store.identities.secret)


async def update_webhook(call: Call[Nothing, WebhookChangeBody]) -> Answer:
    """Change what the body gives of a webhook."""
    body = call.body
    if body.url is not None:
        _demand_public(body.url, call.receivers)
    wish = WebhookChange(
        url=body.url,
        types=(body.types or ()) if body.gave("types") else None,
        description=body.description if body.gave("description") else None,
        enabled=body.enabled,
    )
    return await call.once_only(
        lambda it: {"webhook": representations.webhook(it, call.actor.at)},
        _shows,
        webhooks.change,
        to_id(body.webhook_id),
        wish,
    )


async def delete_webhook(call: Call[WebhookIdQuery, None]) -> Answer:
    """Remove a webhook."""
    last = await call.store.write(webhooks.delete, call.actor, to_id(call.query.webhook_id))
    shown = representations.webhook(last, call.actor.at)
    return answer({"webhook": representations.deleted(shown, call.actor.at)})


async def rotate_secret(call: Call[Nothing, WebhookIdBody]) -> Answer:
    """Give a webhook a new secret, and show it."""
    made = await call.once_only(
        lambda it: _with_salt(it, call.actor.at),
        _shows,
        webhooks.rotate,
        to_id(call.body.webhook_id),
        secrets.token_bytes(SALT_BYTES),
    )
    return _with_secret(made, call.store.identities.secret)


async def test_webhook(call: Call[Nothing, WebhookIdBody]) -> Answer:
    """Put a test into a webhook's queue."""
    return await call.once_only(
        _delivery, lambda it: Shows(webhook_id=it.webhook_id), webhooks.test, to_id(call.body.webhook_id)
    )


async def read_deliveries(call: Call[DeliveriesQuery, None]) -> Answer:
    """A part of what was sent to a webhook."""
    query = call.query
    before = None if query.cursor is None else to_id(query.cursor)
    if before == NOTHING:
        raise Invalid({"cursor": Fault("bad_cursor")})
    found = await call.store.read(
        webhooks.deliveries, call.actor, to_id(query.webhook_id), query.state, query.page_size, before
    )
    shown = [representations.delivery(each) for each in found.deliveries]
    return answer({"deliveries": shown, "nextCursor": str(found.deliveries[-1].id) if found.older else None})


async def replay_deliveries(call: Call[Nothing, ReplayBody]) -> Answer:
    """Send one delivery again, or all that failed."""
    body, webhook_id = call.body, to_id(call.body.webhook_id)
    shows = Shows(webhook_id=webhook_id)
    if body.delivery_id is not None and body.failed_since is None:
        return await call.once_only(_count, lambda _: shows, webhooks.send_again, webhook_id, body.delivery_id)
    if body.failed_since is not None and body.delivery_id is None:
        return await call.once_only(_count, lambda _: shows, webhooks.send_failed_again, webhook_id, body.failed_since)
    raise Invalid({"deliveryId": Fault("one_or_since")})


def _demand_public(url: str, receivers: Allowed) -> None:
    """Raise Invalid unless something may be sent to that URL."""
    fault = why_not(url, receivers)
    if fault is not None:
        raise Invalid({"url": Fault(fault)})


def _shows(webhook: Webhook) -> Shows:
    return Shows(webhook_id=webhook.id)


def _with_salt(webhook: Webhook, at: str) -> Data:
    """What is kept of an answer that shows a secret: the salt, which is nothing without the store's own secret."""
    return {"webhook": representations.webhook(webhook, at), "secret": webhook.salt.hex()}


def _with_secret(kept: Answer, of_store: bytes) -> Answer:
    """The same with the secret in place of the salt, at the first time and whenever it is asked for again."""
    data = from_json(kept.body)["data"]
    data["secret"] = webhooks.secret(bytes.fromhex(data["secret"]), of_store)
    return replace(kept, body=success(data))


def _delivery(delivery: Delivery) -> Data:
    return {"delivery": representations.delivery(delivery)}


def _count(count: int) -> Data:
    return {"count": count}
