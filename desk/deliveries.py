"""What is on its way to webhooks, as the process sends it: picked from their queues, and what became of each try."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from desk.actor import Actor
from desk.asking import guild_standing
from desk.clock import parse_rfc3339, rfc3339
from desk.events import EventType, Origin, record, webhook_lane
from desk.lining_up import TRIED_FOR
from desk.models import Delivery, DeliveryState, Off, Webhook
from desk.onlooker import Line, Onlooker
from desk.permissions import Action, allowed
from desk.store import Tx
from desk.store.webhooks import Queue

WAITS: Final = tuple(
    timedelta(seconds=each) for each in (5, 300, 1800, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600)
)
"""How long after each failed try the next one follows, as Standard Webhooks has it; the last is when TRIED_FOR ends."""
SPREAD: Final = 0.2
"""By which part a wait is shorter or longer, so that not all come back at the same moment."""
LONGEST_WISH: Final = timedelta(hours=24)
"""How long a receiver can ask for nothing to be sent."""

_IN_TROUBLE: Final = 3
_LONGEST_PAUSE: Final = 60
_NEARLY: Final = timedelta(hours=1)
_GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a try: the status that the receiver answered, and why that is no success; no `error` is success.

    `retry_after` are the seconds for which the receiver wants to be left alone.
    """

    status: int | None = None
    error: str | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A delivery whose turn it is. `line` is what may be told of its event, None for a test or when nothing may."""

    webhook: Webhook
    delivery: Delivery
    line: Line | None


def queues(tx: Tx) -> Sequence[Queue]:
    """The webhooks of all guilds that are on."""
    return tx.webhooks.queues()


def pick(tx: Tx, actor: Actor, webhook_id: int) -> Job | None:
    """The delivery whose turn it is, None when there is none; its event as `actor` may be told of it now."""
    webhook = tx.webhooks.get(webhook_id)
    if webhook is None or webhook.off is not None or webhook.user_id != actor.user_id:
        return None
    if webhook.not_before is not None and webhook.not_before > actor.at:
        return None
    delivery = tx.deliveries.next(webhook_id, actor.at)
    if delivery is None:
        return None
    event = None if delivery.seq is None else tx.events.get(delivery.seq)
    return Job(webhook, delivery, None if event is None else Onlooker(tx, actor).line(event))


def may_send(tx: Tx, actor: Actor) -> bool:
    """Whether something may still be sent in that member's name."""
    return allowed(Action.KEEP_WEBHOOKS, guild_standing(tx, actor))


def withhold(tx: Tx, webhook_id: int, delivery_id: str, now: str) -> None:
    """There is nothing left of it that may be told."""
    delivery = tx.deliveries.get(webhook_id, delivery_id)
    if delivery is not None:
        tx.deliveries.save(replace(delivery, state=DeliveryState.WITHHELD, tried_at=now))


def tried(tx: Tx, job: Job, outcome: Outcome, now: str, chance: float) -> None:
    """Write down what came of a try; `chance`, from 0 to 1, shifts the next one. What is gone meanwhile stays gone.

    What a receiver answered that the webhook no longer has counts for nothing: the one that it has now is tried.
    """
    webhook = tx.webhooks.get(job.webhook.id)
    delivery = tx.deliveries.get(job.webhook.id, job.delivery.message_id)
    if webhook is None or delivery is None or (webhook.url != job.webhook.url and outcome.error is not None):
        return
    delivery = replace(
        delivery, attempts=delivery.attempts + 1, tried_at=now, status=outcome.status, error=outcome.error
    )
    if outcome.error is None:
        tx.deliveries.save(replace(delivery, state=DeliveryState.DELIVERED))
        if webhook.failures:
            tx.webhooks.save(replace(webhook, failing_since=None, failures=0, not_before=None))
        return
    delivery = _next_try(delivery, outcome, now, chance)
    tx.deliveries.save(delivery)
    webhook = _in_trouble(webhook, outcome, now)
    tx.webhooks.save(webhook)
    if outcome.status == _GONE:
        switch_off(tx, webhook.id, Off.GONE, now)
    elif delivery.state is DeliveryState.FAILED and _fails_for_long(webhook, now):
        switch_off(tx, webhook.id, Off.FAILING, now)


def switch_off_for(tx: Tx, webhook: Webhook, why: Off, now: str) -> None:
    """Switch it off because of its member, unless another has it by now."""
    found = tx.webhooks.get(webhook.id)
    if found is not None and found.user_id == webhook.user_id:
        switch_off(tx, webhook.id, why, now)


def switch_off(tx: Tx, webhook_id: int, why: Off, now: str) -> None:
    """Send nothing more to it until somebody switches it on again; its member and staff are told."""
    webhook = tx.webhooks.get(webhook_id)
    if webhook is None or webhook.off is not None:
        return
    tx.webhooks.save(replace(webhook, off=why, off_at=now))
    record(
        tx,
        Origin(webhook.guild_id, now),
        EventType.WEBHOOK_OFF,
        lane=webhook_lane(webhook.id),
        webhookId=str(webhook.id),
        why=why.value,
    )


def off_since(tx: Tx, guild_id: int, webhook_id: int, at: str) -> Webhook | None:
    """The webhook that was switched off at that time; None when it has been on since, or is gone."""
    webhook = tx.webhooks.get(webhook_id)
    return webhook if webhook is not None and (webhook.guild_id, webhook.off_at) == (guild_id, at) else None


def _next_try(delivery: Delivery, outcome: Outcome, now: str, chance: float) -> Delivery:
    """The delivery with the time of its next try, or given up: at once for 410, else when TRIED_FOR is over."""
    if outcome.status == _GONE or now >= delivery.give_up_at:
        return replace(delivery, state=DeliveryState.FAILED)
    wait = WAITS[min(delivery.attempts, len(WAITS)) - 1] * (1 - SPREAD + 2 * SPREAD * chance)
    due = rfc3339(parse_rfc3339(now) + max(wait, _wish(outcome)))
    return replace(delivery, due_at=min(due, delivery.give_up_at))


def _in_trouble(webhook: Webhook, outcome: Outcome, now: str) -> Webhook:
    """The webhook after one more failure: one that takes nothing at all is asked less often, up to once a minute."""
    failures = webhook.failures + 1
    pause = timedelta(seconds=min(_LONGEST_PAUSE, 2 ** min(failures, 16)) if failures >= _IN_TROUBLE else 0)
    until = rfc3339(parse_rfc3339(now) + max(pause, _wish(outcome)))
    return replace(webhook, failures=failures, failing_since=webhook.failing_since or now, not_before=until)


def _wish(outcome: Outcome) -> timedelta:
    return min(LONGEST_WISH, timedelta(seconds=outcome.retry_after or 0))


def _fails_for_long(webhook: Webhook, now: str) -> bool:
    """Whether it took nothing for nearly as long as one message is tried."""
    return (webhook.failing_since or now) <= rfc3339(parse_rfc3339(now) - TRIED_FOR + _NEARLY)
