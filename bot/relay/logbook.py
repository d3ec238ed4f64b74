"""The log channels: what happened, told a batch at a time, in order and once each.

The store keeps how far the log has come and how far it is being written. What was being written when the process
ended comes again as it was, and is looked for in the channel before it is posted.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import groupby
from typing import Any, Final

import aiohttp
import discord

from bot.relay.languages import language_of
from bot.relay.log_words import entry
from bot.relay.markers import LOG, Marker, find
from bot.relay.stage import Stage
from bot.relay.verdicts import Again, Stop, verdict
from cogs.language import speaking
from desk import audit
from desk.audit import Batch, Entry
from desk.errors import StoreClosed
from desk.faultpoint import faultpoint

log = logging.getLogger(__name__)

_LOOK_ANYWAY: Final = 60.0

ROOM: Final = 4000
"""Characters that Discord takes in one message of text."""


class Logbook:
    """Writes the logs of all guilds. `start` it with the relay, `wake` it after commits, `stop` it at the end."""

    def __init__(self, stage: Stage, pause: Callable[[int], float]) -> None:
        """`pause` gives the seconds to wait after so many failed tries."""
        self._stage = stage
        self._pause = pause
        self._wake = asyncio.Event()
        self._calm = asyncio.Event()
        self._calm.set()
        self._stopping = False
        self._failures = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; what is not told yet is told first."""
        self._calm.clear()
        self._task = asyncio.get_running_loop().create_task(self._run(), name="logbook")

    def wake(self) -> None:
        """There may be something to tell."""
        if self._task is not None and not self._task.done():
            self._calm.clear()
            self._wake.set()

    async def rest(self) -> None:
        """Return when all is told; at once when it does not run."""
        if self._task is not None and not self._task.done():
            calm = asyncio.ensure_future(self._calm.wait())
            await asyncio.wait([self._task, calm], return_when=asyncio.FIRST_COMPLETED)
            calm.cancel()

    def stop(self) -> asyncio.Task[None] | None:
        """Tell nothing more after what is under way; the task to wait for."""
        self._stopping = True
        self._wake.set()
        return self._task

    async def _run(self) -> None:
        await self._stage.client.wait_until_ready()
        with suppress(StoreClosed):
            while not self._stopping:
                self._wake.clear()
                failed = await self._tell_all()
                self._failures = self._failures + 1 if failed else 0
                await self._wait(self._pause(self._failures) if failed else _LOOK_ANYWAY, calm=not failed)

    async def _wait(self, seconds: float, *, calm: bool) -> None:
        if self._wake.is_set():
            return
        if calm:
            self._calm.set()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    async def _tell_all(self) -> bool:
        """Tell what there is to tell; whether some of it failed and is worth another try."""
        failed = False
        try:
            for guild_id in await self._stage.store.read(audit.guilds_behind):
                failed |= not await self._tell_guild(guild_id)
        except StoreClosed:
            raise
        except Exception:  # one failure must not end the log of all guilds
            log.exception("the log is not written now")
            return True
        return failed

    async def _tell_guild(self, guild_id: int) -> bool:
        guild = self._stage.client.get_guild(guild_id)
        if guild is None or guild.unavailable:
            return True
        while not self._stopping and (batch := await self._next(guild)):
            with speaking(await language_of(self._stage, guild_id)):
                for channel_id, entries in groupby(sorted(batch.entries, key=_channel), key=_channel):
                    if not await self._post(guild, channel_id, batch, list(entries)):
                        return False
            await self._stage.store.write(audit.told, batch)
        return True

    async def _next(self, guild: discord.Guild) -> Batch | None:
        """What is told next; what was for a channel that is gone stands in the guild's own log, if it has one."""
        batch = await self._stage.store.write(audit.next_batch, guild.id)
        wanted = {each.channel_id for each in batch.entries} if batch else ()
        lost = [each for each in wanted if _channel_of(guild, each) is None]
        for channel_id in lost:
            log.warning("the log channel %d of guild %d is gone", channel_id, guild.id)
            await self._stage.store.write(audit.channel_gone, guild.id, channel_id)
        return await self._stage.store.write(audit.next_batch, guild.id) if lost else batch

    async def _post(self, guild: discord.Guild, channel_id: int, batch: Batch, entries: list[Entry]) -> bool:
        """Post the lines of one channel; False when Discord fails for now. One that is gone or closed is given up."""
        channel = _channel_of(guild, channel_id)
        if channel is None:
            return True
        try:
            for first, text in _messages(entries):
                await self._send(channel, batch, first, text)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            found = verdict(error)
            if isinstance(found, Again | Stop):
                return False
            log.warning("the log of guild %d is not written into channel %d: %s", guild.id, channel_id, found.error)
        return True

    async def _send(self, channel: discord.TextChannel, batch: Batch, first: int, text: str) -> None:
        marker = Marker(first, LOG)
        if batch.again and await find(channel, self._stage.me, marker) is not None:
            return
        view = discord.ui.LayoutView(timeout=None)
        shown: discord.ui.TextDisplay[Any] = discord.ui.TextDisplay(text, id=marker.component_id)
        view.add_item(shown)
        faultpoint("log.before_post")
        await channel.send(view=view, nonce=marker.nonce, allowed_mentions=discord.AllowedMentions.none())
        faultpoint("log.after_post")


def _messages(entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """The lines, in as many messages as Discord takes them in, each with the number of its first event."""
    first, text = 0, ""
    for it in entries:
        told = entry(it)
        if told is None:
            continue
        if text and len(text) + len(told) < ROOM:
            text = f"{text}\n{told}"
            continue
        if text:
            yield first, text
        first, text = it.event.seq, told
    if text:
        yield first, text


def _channel_of(guild: discord.Guild, channel_id: int) -> discord.TextChannel | None:
    channel = guild.get_channel(channel_id)
    return channel if isinstance(channel, discord.TextChannel) else None


def _channel(it: Entry) -> int:
    return it.channel_id
