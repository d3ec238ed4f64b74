"""The live queues of all guilds, kept true: redrawn after whatever happens in a guild, and at most every few seconds.

Which guilds to look at is read from the numbers of the events and kept in memory alone; after a start all are.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final

import discord
from discord.ext import commands

from bot.relay.languages import language_of
from bot.relay.queue_messages import QueueMessages
from bot.relay.stage import GuildAway, NotInGuild, Stage
from bot.relay.verdicts import Again, Never, verdict
from cogs.language import speaking
from desk import queue
from desk.errors import StoreClosed, Unavailable
from desk.exchange import LiveQueue

log = logging.getLogger(__name__)

SPACING: Final = 5.0
"""Seconds between two rounds: no queue is redrawn more often."""

_LOOK_ANYWAY: Final = 60.0
"""Seconds after which all queues are looked at: a ticket becomes overdue without anything happening."""


class LiveQueues(commands.Cog, name="live_queues"):
    """Begins when the relay does, works after commits, and rests in between."""

    def __init__(self, stage: Stage, spacing: float = SPACING) -> None:
        """`spacing` are the seconds between two rounds."""
        self._stage = stage
        self._spacing = spacing
        self._messages = QueueMessages(stage)
        self._seq: int | None = None
        self._all = True
        self._shown: set[int] = set()
        self._with_queues: set[int] = set()
        self._refused: dict[int, LiveQueue] = {}
        self._held = False
        self._wake = asyncio.Event()
        self._calm = asyncio.Event()
        self._calm.set()
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @commands.Cog.listener("on_raw_message_delete")
    async def message_deleted(self, event: discord.RawMessageDeleteEvent) -> None:
        """Have a queue that was deleted by hand posted again."""
        if self._messages.lost(event.message_id):
            self._look_at_all()

    @commands.Cog.listener("on_raw_bulk_message_delete")
    async def messages_deleted(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        """As above."""
        if {message_id for message_id in event.message_ids if self._messages.lost(message_id)}:
            self._look_at_all()

    @commands.Cog.listener("on_guild_channel_delete")
    async def channel_deleted(self, _channel: discord.abc.GuildChannel) -> None:
        """It may have been where a queue stood."""
        self._look_at_all()

    @commands.Cog.listener("on_ready")
    async def ready(self) -> None:
        """The guilds are known."""
        self._look_at_all()

    @commands.Cog.listener("on_guild_available")
    async def available(self, _guild: discord.Guild) -> None:
        """The guild can be drawn in again."""
        self._look_at_all()

    def _look_at_all(self) -> None:
        self._all = True
        self.wake()

    def start(self) -> None:
        """Begin to work."""
        self._calm.clear()
        self._task = asyncio.get_running_loop().create_task(self._run(), name="live-queues")

    def wake(self) -> None:
        """Something may have happened."""
        self._wake.set()
        if not self._held and self._task is not None and not self._task.done():
            self._calm.clear()

    def shown(self, guild_id: int) -> None:
        """An event of the guild is shown: a ticket may have its place now, of which no event tells."""
        self._shown.add(guild_id)
        if guild_id in self._with_queues:
            self.wake()

    async def rest(self) -> None:
        """Return when nothing is being drawn; what is held back to its time is not waited for."""
        if self._task is not None and not self._task.done():
            calm = asyncio.ensure_future(self._calm.wait())
            await asyncio.wait([self._task, calm], return_when=asyncio.FIRST_COMPLETED)
            calm.cancel()

    def stop(self) -> asyncio.Task[None] | None:
        """Begin no further round; what is awaited then is under way still."""
        self._stop.set()
        self._wake.set()
        return self._task

    async def _run(self) -> None:
        with suppress(StoreClosed):
            while not self._stop.is_set():
                self._calm.clear()
                self._wake.clear()
                if self._stage.client.is_ready():
                    await self._round()
                if self._spacing:
                    self._held = True
                    self._calm.set()
                    await self._until(self._stop, self._spacing)
                    self._held = False
                if not self._wake.is_set():
                    self._calm.set()
                    if not await self._until(self._wake, _LOOK_ANYWAY):
                        self._all = True

    async def _until(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait for it that long at most; whether it came."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        return event.is_set()

    async def _round(self) -> None:
        """Draw the queues of the guilds in which something happened, and all of them when it is time."""
        try:
            shown, self._shown = self._shown, set()
            found = await self._stage.store.read(queue.live_queues, self._seq)
        except StoreClosed:
            raise
        except Unavailable:
            log.warning("the live queues cannot be read now", exc_info=True)
            self._all = True
            return
        self._seq = found.seq
        self._with_queues = {live.guild_id for live in found.queues}
        everything, self._all = self._all, False
        if everything:
            self._refused.clear()
        for live in found.queues:
            due = everything or live.guild_id in found.moved | shown
            if due and self._refused.get(live.category_id) != live and not self._stop.is_set():
                await self._draw(live)

    async def _draw(self, live: LiveQueue) -> None:
        """Draw it; what Discord refuses is not asked of it again before all are looked at, or staff changes it."""
        try:
            with speaking(await language_of(self._stage, live.guild_id)):
                await self._messages.draw(live)
        except StoreClosed:
            raise
        except (GuildAway, NotInGuild):
            return
        except Exception as error:  # one queue's failure must not leave the others as they are
            found = verdict(error)
            unexpected = isinstance(found, Again) and not found.expected
            log.log(
                logging.ERROR if unexpected else logging.WARNING,
                "the queue of category %d is not shown: %s",
                live.category_id,
                found.error,
                exc_info=error if unexpected else None,
            )
            if isinstance(found, Never):
                self._refused[live.category_id] = live
            else:
                self._all = True
