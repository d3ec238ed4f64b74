"""What happened, put into the queues of webhooks: each has looked at the events up to one number, and goes on there.

Nothing of it costs those who write events. A delivery and the number that goes with it are one transaction, so that no
end of the process loses any.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from desk.clock import parse_rfc3339, rfc3339
from desk.models import Delivery, DeliveryState, Event, Webhook
from desk.store import Tx
from desk.stream import PUBLIC

LOOKED_AT: Final = 500
"""Events that are looked at in one transaction."""
TRIED_FOR: Final = timedelta(hours=72)
"""How long a message is tried, and how old an event may be that is still told."""
KEPT_FOR: Final = timedelta(days=30)
"""How long it is known what became of a delivery."""

TYPES: Final = tuple(each.value for each in PUBLIC)
"""The types of event that a webhook can be told of."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """How far was looked at, and whether any of it is wanted."""

    seq: int
    wanted: bool


def message_id(*parts: object) -> str:
    """An id that is the same whenever these parts are."""
    return "msg_" + hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:32]


def forgotten(now: str) -> str:
    """What happened before that time is not known any more."""
    return rfc3339(parse_rfc3339(now) - KEPT_FOR)


def ahead(tx: Tx, webhook: Webhook, after: int) -> Ahead:
    """Look at the next LOOKED_AT events, without writing anything down."""
    events = tx.events.after(webhook.guild_id, after, LOOKED_AT)
    return Ahead(events[-1].seq if events else after, any(_wants(webhook, each) for each in events))


def line_up(tx: Tx, webhook_id: int, now: str) -> None:
    """Put what the webhook wants of the next LOOKED_AT events into its queue, but for what is older than TRIED_FOR."""
    webhook = tx.webhooks.get(webhook_id)
    if webhook is not None and webhook.off is None:
        _look(tx, webhook, now)
        tx.deliveries.forget(forgotten(now))


def line_up_all(tx: Tx, webhook: Webhook, now: str) -> Webhook:
    """The same with all events there are; the webhook as it is afterwards."""
    while (looked := _look(tx, webhook, now)) != webhook:
        webhook = looked
    return webhook


def _look(tx: Tx, webhook: Webhook, now: str) -> Webhook:
    oldest = rfc3339(parse_rfc3339(now) - TRIED_FOR)
    events = tx.events.after(webhook.guild_id, webhook.looked_to, LOOKED_AT)
    for event in events:
        if _wants(webhook, event) and event.at >= oldest:
            tx.deliveries.insert(
                Delivery(
                    id=0,
                    webhook_id=webhook.id,
                    message_id=message_id(webhook.id, webhook.created_at, event.seq, event.at, event.request_id),
                    seq=event.seq,
                    type=event.type,
                    state=DeliveryState.PENDING,
                    created_at=event.at,
                    due_at=now,
                    give_up_at=rfc3339(parse_rfc3339(event.at) + TRIED_FOR),
                )
            )
    looked = replace(webhook, looked_to=events[-1].seq) if events else webhook
    tx.webhooks.save(looked)
    return looked


def _wants(webhook: Webhook, event: Event) -> bool:
    return event.type in (webhook.types or TYPES)
