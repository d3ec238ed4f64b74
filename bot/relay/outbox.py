"""The outbox at work: due events are shown lane by lane, in order within a lane and side by side between lanes.

A lane whose Discord is slow or refuses holds up itself alone. Delivered is marked, never deleted; what fails for now
waits longer each time; what can never succeed is set aside where staff sees it. No request to Discord is ever
cancelled: discord.py would leave later ones hanging.
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Final
from weakref import WeakValueDictionary

import discord

from bot.relay.ahead import Ahead
from bot.relay.catching_up import CatchingUp
from bot.relay.endings import Endings
from bot.relay.gate import Gate
from bot.relay.languages import language_of
from bot.relay.live_queues import SPACING, LiveQueues
from bot.relay.logbook import Logbook
from bot.relay.stage import Job, Stage
from bot.relay.steps import REFUSED, STEPS
from bot.relay.verdicts import Again, Never, Stop, Verdict, verdict
from bot.relay.waiting import Waiting
from cogs.language import speaking
from desk import blocks, outbox, places
from desk.clock import Clock, parse_rfc3339, rfc3339
from desk.errors import StoreClosed, Unavailable
from desk.events import place_lane
from desk.exchange import Work
from desk.faultpoint import faultpoint
from desk.store import Store, Tx
from desk.transcript import Transcriber

log = logging.getLogger(__name__)

LANES: Final = 32
"""Most lanes at work at once."""

NAME_SECONDS: Final = 2.0
"""How long one who named a ticket waits to hear when its place follows."""

_LONGEST_PAUSE: Final = 300.0
_LOOK_ANYWAY: Final = 60.0
_LOOK_WHILE_BUSY: Final = 1.0
_SHORTEST_LOOK: Final = 0.05
_STORE_PAUSE: Final = 1.0
_END_OF_TIME: Final = "9999-12-31T23:59:59.999Z"


def backoff(attempts: int, randomness: Callable[[], float] = random.random) -> float:
    """Seconds until the next try after `attempts` failed ones: doubling from one to three hundred, with jitter."""
    longest: float = min(_LONGEST_PAUSE, 2.0 ** min(attempts, 16))
    return longest * (0.5 + randomness() / 2)


class Relay:
    """Shows what is committed. `start` it when the client is ready, `wake` it after commits, `stop` it at the end."""

    def __init__(
        self,
        store: Store,
        client: discord.Client,
        clock: Clock,
        transcriber: Transcriber,
        *,
        pause: Callable[[int], float] = backoff,
        on_fatal: Callable[[str], None] = lambda _error: None,
        spacing: float = SPACING,
    ) -> None:
        """`pause` gives the seconds after so many failed tries; `on_fatal` hears that Discord refuses the token.

        `spacing` are the seconds between two drawings of the live queues.
        """
        self.waiting = Waiting()
        self._stage = Stage(store, client, clock, transcriber, self.waiting.decided)
        self.gate = Gate()
        self.catching_up = CatchingUp(self._stage, self.gate, pause)
        self._endings = Endings(self._stage, self.gate)
        self._logbook = Logbook(self._stage, pause)
        self.live_queues = LiveQueues(self._stage, spacing)
        self._store = store
        self._clock = clock
        self._pause = pause
        self._on_fatal = on_fatal
        self._ahead = Ahead(store, time.monotonic)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._under_way: dict[str, Work] = {}
        self._served: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()
        self._doubtful: set[int] = set()
        self._ends_at: str | None = None
        self._wake = asyncio.Event()
        self._calm = asyncio.Event()
        self._calm.set()
        self._loop: asyncio.Task[None] | None = None
        self._stop = asyncio.Event()

    def start(self) -> None:
        """Begin once the logged-in client is ready; what was pending before counts as perhaps half done."""
        self._calm.clear()
        self._loop = asyncio.get_running_loop().create_task(self._run(), name="relay")
        self.catching_up.start()
        self._logbook.start()
        self.live_queues.start()

    def wake(self) -> None:
        """There may be new work."""
        self._logbook.wake()
        if self._loop is not None and not self._loop.done():
            self._calm.clear()
            self._wake.set()
            self.live_queues.wake()

    async def rest(self) -> None:
        """Return when all is caught up with, nothing is due and nothing being shown; at once when it does not run."""
        await self.catching_up.rest()
        if self._loop is not None and not self._loop.done():
            await asyncio.wait(
                [self._loop, waiting := asyncio.ensure_future(self._calm.wait())],
                return_when=asyncio.FIRST_COMPLETED,
            )
            waiting.cancel()
        await self._logbook.rest()
        await self.live_queues.rest()

    async def place_follows_at(self, ticket_id: int, seconds: float = NAME_SECONDS) -> str | None:
        """When the ticket's place gets the name that the ticket has; None when it has it, or gets it in a moment.

        It is waited that long for Discord to say whether it lets the place be named.
        """
        lane = place_lane(ticket_id)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while True:
                    served = self.next_in(lane)
                    found = await self._store.read(places.place_follows, ticket_id)
                    if found.done or found.at is not None:
                        return found.at
                    await served.wait()
        return None

    def next_in(self, lane: str) -> asyncio.Event:
        """What is set when the next event of that lane is shown, or could not be."""
        return self._served.setdefault(lane, asyncio.Event())

    async def stop(self, seconds: float = 5.0) -> None:
        """Begin nothing more, and wait that long for what is under way; a restart does what is not done then."""
        self._stop.set()
        self._wake.set()
        others = (self.catching_up.stop(), self._logbook.stop(), self.live_queues.stop())
        tasks = [task for task in (self._loop, *others, *self._running.values()) if task is not None]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=seconds)
            if late:
                log.warning("%d events are still being shown and will be finished after a restart", len(late))

    @property
    def running(self) -> bool:
        """Whether the relay is at work."""
        return self._loop is not None and not self._loop.done()

    async def _run(self) -> None:
        await self._client_is_ready()
        with suppress(StoreClosed):
            pending = await self._store.read_long(outbox.due_work, _END_OF_TIME, 2**31)
            self._doubtful = {work.event.seq for work in pending}
            _, self._ends_at = await self._store.read_long(_next_times)
            while not self._stop.is_set():
                self._wake.clear()
                await self._end_blocks()
                await self._endings.look()
                await self._wait(await self._begin_due())

    async def _client_is_ready(self) -> None:
        """Wait for the client to know its guilds: before that, every guild would look like one that it has left."""
        waiting = [
            asyncio.ensure_future(self._stage.client.wait_until_ready()),
            asyncio.ensure_future(self._stop.wait()),
        ]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        if waiting[0].done():
            waiting[0].result()
        for one in waiting:
            one.cancel()

    async def _end_blocks(self) -> None:
        """What ends by itself is written down when its time has come, and shown like all else."""
        if self._ends_at is None or self._ends_at > (now := rfc3339(self._clock())):
            return
        try:
            await self._store.write(blocks.end_those_over, now)
        except StoreClosed:
            raise
        except Unavailable:
            log.warning("the end of a block cannot be written down now", exc_info=True)
        else:
            self._ends_at = None

    async def _begin_due(self) -> bool:
        """Begin whatever is due and has room; whether nothing at all is due or under way."""
        room = LANES - len(self._running)
        if room <= 0:
            return False
        try:
            await self._ahead.look(rfc3339(self._clock()), self._running)
        except StoreClosed:
            raise
        except Unavailable:
            log.warning("the outbox cannot be read now", exc_info=True)
            return False
        for work in self._ahead.take(room, self._under_way.values()):
            self._begin(work)
        return not self._ahead and not self._running

    def _begin(self, work: Work) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(work), name=work.lane)
        self._running[work.lane], self._under_way[work.lane] = task, work
        task.add_done_callback(lambda _done: self._freed(work.lane))

    def _freed(self, lane: str) -> None:
        self._running.pop(lane, None)
        self._under_way.pop(lane, None)
        if (served := self._served.pop(lane, None)) is not None:
            served.set()
        self._wake.set()

    async def _wait(self, nothing_due: bool) -> None:  # noqa: FBT001 -- the answer of _begin_due
        if self._wake.is_set():
            return
        if nothing_due:
            self._calm.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(await self._until_next()):
                await self._wake.wait()

    async def _until_next(self) -> float:
        if self._running:
            # Where there is room, what is left is of those who have their share; others may have come meanwhile.
            has_room = self._ahead and len(self._running) < LANES
            return max(_SHORTEST_LOOK, min(_LOOK_WHILE_BUSY, self._ahead.pause)) if has_room else _LOOK_WHILE_BUSY
        try:
            due_at, self._ends_at = await self._store.read(_next_times)
        except StoreClosed:
            raise
        except Unavailable:
            return _STORE_PAUSE
        times = [parse_rfc3339(each) for each in (due_at, self._ends_at) if each is not None]
        return min([_LOOK_ANYWAY, *(max(0.0, (each - self._clock()).total_seconds()) for each in times)])

    async def _serve(self, work: Work) -> None:
        """Show one event and write down what came of it."""
        job = Job(work.event, doubtful=work.attempts > 0 or work.event.seq in self._doubtful)
        try:
            await self._show(job, work.attempts)
        except StoreClosed:
            return
        except Unavailable:
            log.warning("what became of event %d cannot be written down now", work.event.seq, exc_info=True)
            self._doubtful.add(work.event.seq)
            await asyncio.sleep(_STORE_PAUSE)
        else:
            self._doubtful.discard(work.event.seq)

    async def _show(self, job: Job, attempts: int) -> None:
        seq = job.event.seq
        try:
            with speaking(await language_of(self._stage, job.event.guild_id)):
                await STEPS[job.event.type](self._stage, job)
        except StoreClosed:
            raise
        except Exception as error:  # noqa: BLE001 -- one event's failure must end neither its lane nor the others
            await self._failed(job, attempts, error)
            return
        faultpoint("relay.before_delivered")
        await self._store.write(outbox.delivered, seq)
        faultpoint("relay.after_delivered")
        self.live_queues.shown(job.event.guild_id)

    async def _failed(self, job: Job, attempts: int, error: Exception) -> None:
        seq, found = job.event.seq, verdict(error)
        if isinstance(found, Again) and found.tries is not None and attempts + 1 >= found.tries:
            found = Never(found.error)
        _tell(job, found, error)
        if isinstance(found, Never):
            found = await self._given_up(job, found)
        match found:
            case Stop():
                self._stop.set()
                self._wake.set()
                self._on_fatal(found.error)
            case Never():
                await self._store.write(outbox.parked, seq, found.error)
            case Again():
                after = self._pause(attempts + 1) if found.after is None else found.after
                due_at = rfc3339(self._clock() + timedelta(seconds=after))
                await self._store.write(outbox.postponed, seq, due_at, found.error)

    async def _given_up(self, job: Job, found: Never) -> Never | Again:
        """Do what follows when an event is refused for good; when that fails as well, it is all tried again."""
        try:
            if (refused := REFUSED.get(job.event.type)) is not None:
                await refused(self._stage, job, found.error)
        except Unavailable:
            raise
        except Exception as error:  # one event's failure must end neither its lane nor the others
            log.exception("what follows from event %d failed", job.event.seq)
            return Again(type(error).__name__)
        return found


def _next_times(tx: Tx) -> tuple[str | None, str | None]:
    """When the next event is due, and when the next block ends."""
    return outbox.next_due(tx), blocks.next_end(tx)


def _tell(job: Job, found: Verdict, error: Exception) -> None:
    known = verdict(error)
    unexpected = isinstance(known, Again) and not known.expected
    log.log(
        logging.ERROR if unexpected else logging.WARNING,
        "event %d (%s) of ticket %d is not shown, %s: %s",
        job.event.seq,
        job.event.type,
        job.ticket_id,
        "and is tried again" if isinstance(found, Again) else "for good",
        found.error,
        exc_info=error if unexpected else None,
    )
