"""The queues of all webhooks, each sent in its order and by itself: a slow receiver holds up nobody but itself."""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.webhooks.message import body_of, headers_of
from bot.webhooks.post import Post
from desk import deliveries
from desk.actor import Actor, Directory, Via, identify
from desk.clock import Clock, parse_rfc3339, rfc3339
from desk.deliveries import Job, Outcome
from desk.errors import StoreClosed, Unavailable
from desk.faultpoint import faultpoint
from desk.lining_up import LOOKED_AT, ahead, line_up
from desk.models import Off, Webhook
from desk.store import Store
from desk.store.webhooks import Queue

log = logging.getLogger(__name__)

SPACING: Final = 0.05
"""Seconds within which all that is committed is looked at together."""
AT_ONCE: Final = 100
"""Most messages that are on the wire at once."""

_LOOK_ANYWAY: Final = 60.0
_HELD: Final = timedelta(seconds=5)
_HELD_BY_A_FAULT: Final = timedelta(seconds=60)
_STORE_PAUSE: Final = 1.0
_REQUEST_ID: Final = "webhooks"


@dataclass(slots=True)
class _Known:
    """What is known of a queue beyond its row: how far was looked, and until when it is left alone."""

    looked_to: int = 0
    held_until: datetime | None = None


class Courier:
    """Sends what webhooks are to be told. `start` it, `wake` it after commits, `stop` it at the end."""

    def __init__(
        self,
        store: Store,
        directory: Directory,
        clock: Clock,
        post: Post,
        *,
        chance: Callable[[], float] = random.random,
        spacing: float = SPACING,
    ) -> None:
        """`chance` gives numbers from 0 to 1 that spread the tries; `spacing` are the seconds between two looks."""
        self._store = store
        self._directory = directory
        self._clock = clock
        self._post = post
        self._chance = chance
        self._spacing = spacing
        self._known: dict[int, _Known] = {}
        self._running: dict[int, asyncio.Task[None]] = {}
        self._on_the_wire = asyncio.Semaphore(AT_ONCE)
        self._wake = asyncio.Event()
        self._calm = asyncio.Event()
        self._calm.set()
        self._stop = asyncio.Event()
        self._loop: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; what waits from before is sent first."""
        self._calm.clear()
        self._loop = asyncio.get_running_loop().create_task(self._run(), name="webhooks")

    def wake(self) -> None:
        """There may be something to tell."""
        if self._loop is not None and not self._loop.done():
            self._calm.clear()
            self._wake.set()

    async def rest(self) -> None:
        """Return when nothing is due and nothing is being sent; at once when it does not run."""
        if self._loop is not None and not self._loop.done():
            waiting = asyncio.ensure_future(self._calm.wait())
            await asyncio.wait([self._loop, waiting], return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()

    async def stop(self, seconds: float) -> None:
        """Begin no more tries, and wait that long for those under way; what is cut off is tried again after a start."""
        self._stop.set()
        self._wake.set()
        tasks = [task for task in (self._loop, *self._running.values()) if task is not None]
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=seconds)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d messages to webhooks were cut off and will be sent again after a restart", len(late))
            await asyncio.wait(late)

    async def _run(self) -> None:
        with suppress(StoreClosed):
            while not self._stop.is_set():
                self._wake.clear()
                await self._wait(self._begin(await self._look()))

    async def _look(self) -> Sequence[Queue] | None:
        """The queues, None when they cannot be read now."""
        try:
            return await self._store.read(deliveries.queues)
        except StoreClosed:
            raise
        except Exception:  # no failure may leave all webhooks silent for good; it is logged, and tried again
            log.exception("the webhooks cannot be read now")
            return None

    def _begin(self, queues: Sequence[Queue] | None) -> float:
        """Begin to serve each queue that has work now; seconds until the next has."""
        if queues is None:
            return _STORE_PAUSE
        now, left = self._clock(), _LOOK_ANYWAY
        for queue in queues:
            webhook_id = queue.webhook.id
            if webhook_id in self._running or (due := self._due(queue, now)) is None:
                continue
            if due > now:
                left = min(left, (due - now).total_seconds())
                continue
            task = asyncio.get_running_loop().create_task(self._serve(queue), name=f"webhook {webhook_id}")
            self._running[webhook_id] = task
            task.add_done_callback(lambda _done, served=webhook_id: self._freed(served))  # type: ignore[misc]  # bound now
        self._known = {each.webhook.id: self._of(each.webhook.id) for each in queues}
        return left

    def _due(self, queue: Queue, now: datetime) -> datetime | None:
        """When there is something to do for it; None for nothing."""
        known = self._of(queue.webhook.id)
        times = [now] if queue.last > max(queue.webhook.looked_to, known.looked_to) else []
        if queue.due_at is not None:
            times.append(parse_rfc3339(max(queue.due_at, queue.webhook.not_before or "")))
        if not times:
            return None
        return max(min(times), known.held_until or now)

    def _of(self, webhook_id: int) -> _Known:
        return self._known.setdefault(webhook_id, _Known())

    def _freed(self, webhook_id: int) -> None:
        self._running.pop(webhook_id, None)
        self._wake.set()

    async def _wait(self, seconds: float) -> None:
        if not self._running and not self._wake.is_set():
            self._calm.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        if self._spacing and not self._stop.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(self._spacing):
                    await self._stop.wait()

    async def _serve(self, queue: Queue) -> None:
        """Send what is due of one queue, one after the other."""
        webhook = queue.webhook
        try:
            await self._enqueue(webhook)
            while not self._stop.is_set() and (job := await self._next(webhook)) is not None:
                await self._deliver(job)
        except StoreClosed:
            return
        except Unavailable as error:
            log.warning("webhook %d waits: %s", webhook.id, type(error).__name__)
            self._of(webhook.id).held_until = self._clock() + _HELD
        except Exception:  # one receiver's failure must not end the others; it is logged, and tried again
            log.exception("what is due to webhook %d cannot be sent", webhook.id)
            self._of(webhook.id).held_until = self._clock() + _HELD_BY_A_FAULT
        else:
            self._of(webhook.id).held_until = None

    async def _enqueue(self, webhook: Webhook) -> None:
        """Look at what happened since; it is written down when something of it is wanted, and now and then."""
        known = self._of(webhook.id)
        found = await self._store.read(ahead, webhook, max(webhook.looked_to, known.looked_to))
        if found.wanted or found.seq - webhook.looked_to >= LOOKED_AT:
            await self._store.write(line_up, webhook.id, rfc3339(self._clock()))
        else:
            known.looked_to = found.seq

    async def _next(self, webhook: Webhook) -> Job | None:
        """The next delivery that is due, judged by the rights that the webhook's member has now."""
        actor = self._actor(webhook)
        if actor is None:
            await self._store.write(deliveries.switch_off_for, webhook, Off.MEMBER_GONE, rfc3339(self._clock()))
            return None
        if not await self._store.read(deliveries.may_send, actor):
            await self._store.write(deliveries.switch_off_for, webhook, Off.MEMBER_MAY_NOT, actor.at)
            return None
        return await self._store.read(deliveries.pick, actor, webhook.id)

    def _actor(self, webhook: Webhook) -> Actor | None:
        """In whose name it is sent, None when they are gone. Raises RolesUnknown."""
        member = self._directory.member(webhook.guild_id, webhook.user_id)
        if member is None:
            return None
        at = rfc3339(self._clock())
        return identify(member, self._store.identities, via=Via.REST, at=at, request_id=_REQUEST_ID)

    async def _deliver(self, job: Job) -> None:
        webhook_id, delivery_id = job.webhook.id, job.delivery.message_id
        if job.line is None and job.delivery.seq is not None:
            await self._store.write(deliveries.withhold, webhook_id, delivery_id, rfc3339(self._clock()))
            return
        faultpoint("webhooks.before_post")
        outcome = await self._sent(job)
        faultpoint("webhooks.after_post")
        await self._keep(job, outcome)
        faultpoint("webhooks.after_kept")

    async def _sent(self, job: Job) -> Outcome:
        """Send it once, and tell what came of it."""
        try:
            body = body_of(job)
            headers = headers_of(job, body, self._clock(), self._store.identities.secret)
            async with self._on_the_wire:
                return await self._post(job.webhook.url, headers, body)
        except Exception:  # counted as a failed try: what is behind it in the queue must not wait for ever
            log.exception("%s cannot be sent to webhook %d", job.delivery.message_id, job.webhook.id)
            return Outcome(error="desk")

    async def _keep(self, job: Job, outcome: Outcome) -> None:
        """Write down what came of it; sent again it is only when the process ends before that works."""
        now, chance = rfc3339(self._clock()), self._chance()
        while True:
            try:
                await self._store.write(deliveries.tried, job, outcome, now, chance)
            except StoreClosed:
                raise
            except Unavailable:
                log.warning("what became of %s cannot be written down now", job.delivery.message_id, exc_info=True)
            else:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(_STORE_PAUSE):
                    await self._stop.wait()
                    return
