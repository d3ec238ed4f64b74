"""Webhooks as members keep them: made, listed, changed, tested, deleted, and what was sent sent again.

A secret is never stored. It is made of the webhook's `salt`, 32 random bytes, and of the store's own secret, so that
neither a row nor a kept answer gives it away.
"""

import base64
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from desk.actor import Actor
from desk.asking import demand_in_guild
from desk.clock import parse_rfc3339, rfc3339
from desk.errors import Fault, Invalid, NotFound
from desk.events import EventType, record
from desk.lining_up import TRIED_FOR, forgotten, line_up_all, message_id
from desk.models import Delivery, DeliveryState, Off, Webhook
from desk.permissions import Action
from desk.store import Tx

WEBHOOKS_AT_MOST: Final = 10
"""Webhooks that a guild may have."""
SEND_AGAIN_AT_MOST: Final = 1000
"""Deliveries that are sent again by one request."""
OLD_SECRET_FOR: Final = timedelta(hours=24)
"""How long messages are signed with the secret before the last as well."""

TEST: Final = "webhook.test"
"""The type of what is sent as a test."""


@dataclass(frozen=True, slots=True)
class WebhookDraft:
    """What a member wants of a new webhook; no types stand for all. The URL was checked by the door."""

    url: str
    types: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class WebhookChange:
    """What shall be different about a webhook; None leaves it as it is."""

    url: str | None = None
    types: tuple[str, ...] | None = None
    description: str | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """A part of a webhook's deliveries, newest first, and whether there are older ones."""

    deliveries: tuple[Delivery, ...]
    older: bool


def secret(salt: bytes, of_store: bytes) -> str:
    """The signing secret that this salt makes in this store: `whsec_` and base64 of 32 bytes."""
    return "whsec_" + base64.b64encode(hmac.digest(of_store, b"webhook.secret " + salt, "sha256")).decode()


def list_webhooks(tx: Tx, actor: Actor) -> Sequence[Webhook]:
    """The guild's webhooks, oldest first. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.KEEP_WEBHOOKS)
    return tx.webhooks.of(actor.guild_id)


def get(tx: Tx, actor: Actor, webhook_id: int) -> Webhook:
    """One webhook of the guild. Raises MissingGrant, NotFound."""
    demand_in_guild(tx, actor, Action.KEEP_WEBHOOKS)
    found = tx.webhooks.get(webhook_id)
    if found is None or found.guild_id != actor.guild_id:
        raise NotFound("webhook")
    return found


def create(tx: Tx, actor: Actor, draft: WebhookDraft, salt: bytes) -> Webhook:
    """Make a webhook that is told of what happens from now on, in the actor's name. Raises MissingGrant, Invalid."""
    demand_in_guild(tx, actor, Action.KEEP_WEBHOOKS)
    if len(tx.webhooks.of(actor.guild_id)) >= WEBHOOKS_AT_MOST:
        raise Invalid({"url": Fault("too_many_webhooks", WEBHOOKS_AT_MOST)})
    made = tx.webhooks.insert(
        Webhook(
            id=0,
            guild_id=actor.guild_id,
            user_id=actor.user_id,
            url=draft.url,
            types=draft.types,
            description=draft.description,
            created_at=actor.at,
            updated_at=actor.at,
            salt=salt,
            looked_to=tx.events.last(actor.guild_id),
        )
    )
    record(tx, actor, EventType.WEBHOOK_CREATED, webhookId=str(made.id))
    return made


def change(tx: Tx, actor: Actor, webhook_id: int, wish: WebhookChange) -> Webhook:
    """Change a webhook, which from then on sends in the actor's name. Raises MissingGrant, NotFound.

    Switched on again it goes on where it was, but for what is older than TRIED_FOR. What happened before the change is
    told as it was wanted then, and another receiver answers for nothing that the last one did. What changes nothing
    leaves no event.
    """
    was = get(tx, actor, webhook_id)
    now = replace(
        was,
        url=was.url if wish.url is None else wish.url,
        types=was.types if wish.types is None else wish.types,
        description=was.description if wish.description is None else wish.description,
    )
    if wish.enabled is True and was.off is not None:
        now = replace(now, off=None, off_at=None)
    if now.url != was.url or now.off != was.off:
        now = replace(now, failing_since=None, failures=0, not_before=None)
    if wish.enabled is False and was.off is None:
        now = replace(now, off=Off.ASKED, off_at=actor.at)
    if now == was:
        return was
    if now.types != was.types and was.off is None:
        now = replace(now, looked_to=line_up_all(tx, was, actor.at).looked_to)
    now = replace(now, user_id=actor.user_id, updated_at=actor.at)
    tx.webhooks.save(now)
    record(tx, actor, EventType.WEBHOOK_CHANGED, webhookId=str(now.id))
    return now


def delete(tx: Tx, actor: Actor, webhook_id: int) -> Webhook:
    """Remove a webhook with all that is on its way to it. Raises MissingGrant, NotFound."""
    last = get(tx, actor, webhook_id)
    tx.webhooks.delete(last.id)
    record(tx, actor, EventType.WEBHOOK_DELETED, webhookId=str(last.id))
    return last


def rotate(tx: Tx, actor: Actor, webhook_id: int, salt: bytes) -> Webhook:
    """Give it a new secret; the one before signs as well for OLD_SECRET_FOR. Raises MissingGrant, NotFound."""
    was = get(tx, actor, webhook_id)
    until = rfc3339(parse_rfc3339(actor.at) + OLD_SECRET_FOR)
    now = replace(was, salt=salt, old_salt=was.salt, old_until=until, updated_at=actor.at)
    tx.webhooks.save(now)
    record(tx, actor, EventType.WEBHOOK_CHANGED, webhookId=str(now.id))
    return now


def test(tx: Tx, actor: Actor, webhook_id: int) -> Delivery:
    """Put a test into its queue. Raises MissingGrant, NotFound, Invalid when it is off."""
    webhook = _that_is_on(tx, actor, webhook_id)
    tx.deliveries.forget(forgotten(actor.at))
    return tx.deliveries.insert(
        Delivery(
            id=0,
            webhook_id=webhook.id,
            message_id=message_id(webhook.id, TEST, actor.at, actor.request_id),
            seq=None,
            type=TEST,
            state=DeliveryState.PENDING,
            created_at=actor.at,
            due_at=actor.at,
            give_up_at=_until(actor.at),
        )
    )


def deliveries(
    tx: Tx, actor: Actor, webhook_id: int, state: DeliveryState | None, limit: int, before: int | None
) -> DeliveryPage:
    """At most `limit` of its deliveries in that state, older than `before`. Raises MissingGrant, NotFound."""
    webhook = get(tx, actor, webhook_id)
    found = tx.deliveries.page(webhook.id, state, limit + 1, before)
    return DeliveryPage(tuple(found[:limit]), older=len(found) > limit)


def send_again(tx: Tx, actor: Actor, webhook_id: int, delivery_id: str) -> int:
    """Put one delivery into the queue again, under its old id, whatever became of it; returns how many it is.

    One that is on its way already is tried at once. Raises MissingGrant, NotFound, Invalid when the webhook is off.
    """
    webhook = _that_is_on(tx, actor, webhook_id)
    found = tx.deliveries.get(webhook.id, delivery_id)
    if found is None:
        raise NotFound("delivery")
    _again(tx, actor, [found])
    return 1


def send_failed_again(tx: Tx, actor: Actor, webhook_id: int, since: str) -> int:
    """The same for those made since then that failed, the oldest SEND_AGAIN_AT_MOST; returns how many they are."""
    webhook = _that_is_on(tx, actor, webhook_id)
    found = tx.deliveries.failed_since(webhook.id, since, SEND_AGAIN_AT_MOST)
    _again(tx, actor, found)
    return len(found)


def _that_is_on(tx: Tx, actor: Actor, webhook_id: int) -> Webhook:
    webhook = get(tx, actor, webhook_id)
    if webhook.off is not None:
        raise Invalid({"webhookId": Fault("switched_off")})
    return webhook


def _again(tx: Tx, actor: Actor, found: Sequence[Delivery]) -> None:
    for each in found:
        again = replace(
            each, state=DeliveryState.PENDING, attempts=0, due_at=actor.at, give_up_at=_until(actor.at), error=None
        )
        tx.deliveries.save(again)


def _until(at: str) -> str:
    return rfc3339(parse_rfc3339(at) + TRIED_FOR)
