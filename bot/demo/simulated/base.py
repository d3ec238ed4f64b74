"""One world, the unmodified bot in it, and the one place through which every act on them goes."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar, cast

import discord
import simcord

from bot.demo.simulated.corrections import FaithfulDiscord, FaithfulEnv

T = TypeVar("T")
Listener = Callable[[str, int | None], None]
RETRY_SECONDS = 0.005
BUSY_SECONDS = 15.0


class World:
    """A simulated Discord around one bot: its start, its rest, its time and its end."""

    watchers: ClassVar[list[Callable[["World"], None]]] = []
    """Each is told of every world that is made: what the bots in it ask of Discord is `requests`."""

    def __init__(self, bot: discord.Client, *, name: str = "Support Desk", **options: Any) -> None:
        """Put `bot` into an empty world; `options` go to `simcord.Env` (`check_errors`, `approved_intents`, …)."""
        self.env = FaithfulEnv(bot, **options)
        self.backend.edit_bot_profile(name)
        self._turn = asyncio.Lock()
        self._others: list[Callable[[], Awaitable[None]]] = []
        for watch in self.watchers:
            watch(self)

    @property
    def backend(self) -> FaithfulDiscord:
        """SimCord's world. Private: for this package."""
        return cast("FaithfulDiscord", self.env.backend)

    @property
    def bot(self) -> discord.Client:
        """The bot that is attached now."""
        return self.env.bot

    @property
    def bot_user_id(self) -> int:
        """The bot's own user id."""
        return self.backend.bot_user.id

    @property
    def requests(self) -> Sequence[simcord.HttpLogEntry]:
        """Every request of the bots, the answers to interactions among them, refused ones too; the oldest first."""
        return self.env.http_requests

    async def start(self, at: datetime | None = None, *, live: bool = False) -> None:
        """Log the bot in.

        `at` is the simulated time; without it, SimCord's first of January 2026 is kept. It stands still unless `live`.
        """
        if at is not None:
            self.backend.clock.advance((at - self.env.now()).total_seconds())
        if live:
            self.backend.clock.let_go()
        await self.env.start()
        await self.op(self.env.tell_members)

    async def stop(self) -> None:
        """Detach the bot. Who made it closes it."""
        await self.env.shutdown()

    async def restart(self, fresh: discord.Client, *, killed: bool = False) -> None:
        """Attach a fresh bot to the same world: after the old one has come to rest, or where it stands if killed."""
        await self.op(lambda: self.env.replace_bot(fresh) if killed else self.env.restart_bot(fresh))
        await self.op(self.env.tell_members)

    async def op(self, act: Callable[[], Awaitable[T]]) -> T:
        """Run one act of SimCord's, waiting while another act (a browser's, the clock's) holds its guard.

        Raises TimeoutError when the guard is not free within fifteen seconds.
        """
        async with asyncio.timeout(BUSY_SECONDS), self._turn:
            while True:
                try:
                    return await act()
                except simcord.SetupError as error:
                    if not self.overlaps(error):
                        raise
                await asyncio.sleep(RETRY_SECONDS)

    @staticmethod
    def overlaps(error: simcord.SetupError) -> bool:
        """Whether SimCord refused only because another act was under way."""
        return "overlaps active" in str(error)

    def settle_with(self, rest: Callable[[], Awaitable[None]]) -> None:
        """Let `settle` also wait for work outside the bot (the relay's): `rest` returns when that is at rest."""
        self._others.append(rest)

    async def settle(self) -> None:
        """Wait until the bot and everything named by `settle_with` are at rest and nothing new has happened."""
        before = -1
        while before != len(self.backend.transcript):
            before = len(self.backend.transcript)
            for rest in self._others:
                await rest()
            await self.op(self.env.settle)

    async def advance(self, seconds: float) -> None:
        """Let simulated time pass: timers of the bot that are due meanwhile go off."""
        await self.op(lambda: self.env.advance_time(seconds))

    def time_context(self) -> AbstractContextManager[None]:
        """Within it, discord.py objects in a test's own hands speak to this world and live in its time."""
        return self.env.time_context()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` each event's name and the channel it touches, if one; call what is returned to stop."""

        def observe(event: str, payload: Mapping[str, Any]) -> None:
            own = payload.get("id") if event.startswith(("CHANNEL", "THREAD")) else None
            channel_id = payload.get("channel_id") or own
            listener(event, int(channel_id) if channel_id else None)

        self.backend.subscribers.append(observe)
        return lambda: self.backend.subscribers.remove(observe)

    def forget(self, keep: int) -> None:
        """Drop all but the last records of requests and events: a demo that runs for days must not grow."""
        del self.backend.http_requests[:-keep]
        del self.backend.transcript[:-keep]


def utc_now() -> datetime:
    """The real time, for a world that is to follow it."""
    return datetime.now(UTC)
