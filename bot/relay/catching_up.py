"""After a start, and after a connection that was lost and not resumed, the desk asks for what Discord did not tell it.

Each place is caught up with by itself, several side by side, those with the latest activity first; until it is, what is
told live of it waits at the gate. One place for which Discord fails holds up no other, and is tried again later.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

import discord
from discord.ext import commands

from bot.relay.coming_and_going import look_at_people
from bot.relay.gate import Gate
from bot.relay.history import archived, catch_up_with
from bot.relay.keeping import keep
from bot.relay.numbers import learn_numbers
from bot.relay.stage import Stage
from bot.relay.threads import is_gone, look_up
from bot.relay.verdicts import Again, Verdict, verdict
from desk import catching_up, places
from desk.catching_up import KnownPlace
from desk.clock import rfc3339
from desk.errors import StoreClosed
from desk.models import Panel

log = logging.getLogger(__name__)

SIDE_BY_SIDE: Final = 6
"""How many places are looked through at once."""

RECENT: Final = timedelta(days=7)
"""In places where something happened within that time edits and deletions are looked for, in closed ones too."""

THOROUGH: Final = 500
"""In how many places at most, those with the latest activity, edits and deletions are looked for without other news."""

_TOLD_EACH: Final = 500


class CatchingUp(commands.Cog, name="catching_up"):
    """Begins when the relay does, works when a session with Discord begins anew, and rests in between."""

    def __init__(self, stage: Stage, gate: Gate, pause: Callable[[int], float]) -> None:
        """`pause` gives the seconds after so many failed tries."""
        self._stage = stage
        self._gate = gate
        self._pause = pause
        self._session = 0
        self._waiting: set[int] = set()
        self._archived: dict[int, discord.Thread] = {}
        self._wake = asyncio.Event()
        self._calm = asyncio.Event()
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @commands.Cog.listener("on_connect")
    async def begun_anew(self) -> None:
        """A session begins that knows nothing of the one before; a resumed session does not come by here."""
        self._gate.deaf = False
        self._gate.close()
        self._session += 1
        self._waiting.clear()

    @commands.Cog.listener("on_disconnect")
    async def lost(self) -> None:
        """Until a session begins or goes on, nobody knows what is said."""
        self._gate.deaf = True

    @commands.Cog.listener("on_resumed")
    async def went_on(self) -> None:
        """What was said meanwhile has been told."""
        self._gate.deaf = False

    @commands.Cog.listener("on_ready")
    async def ready(self) -> None:
        """The guilds are known: catch up with all of them."""
        for guild in self._stage.client.guilds:
            self._want(guild)

    @commands.Cog.listener("on_guild_available")
    @commands.Cog.listener("on_guild_join")
    async def there_again(self, guild: discord.Guild) -> None:
        """A guild comes back from an outage, or the bot comes back into it."""
        self._want(guild)

    def _want(self, guild: discord.Guild) -> None:
        if not guild.unavailable:
            self._waiting.add(guild.id)
            self._calm.clear()
            self._wake.set()

    def start(self) -> None:
        """Begin to work."""
        if not self._waiting:
            self._calm.set()
        self._task = asyncio.get_running_loop().create_task(self._run(), name="catching up")

    async def rest(self) -> None:
        """Return when there is nothing to catch up with, or when this does not run."""
        if self._task is not None and not self._task.done():
            calm = asyncio.ensure_future(self._calm.wait())
            await asyncio.wait([self._task, calm], return_when=asyncio.FIRST_COMPLETED)
            calm.cancel()

    def stop(self) -> asyncio.Task[None] | None:
        """Begin with no further place; what is awaited then is under way still."""
        self._stop.set()
        self._wake.set()
        return self._task

    async def _run(self) -> None:
        with suppress(StoreClosed):
            while not self._stop.is_set():
                self._wake.clear()
                while self._waiting and not self._stop.is_set():
                    guild_id = self._waiting.pop()
                    failed = await self._attempt(f"guild {guild_id}", partial(self._guild, guild_id))
                    if isinstance(failed, Again) and failed.expected:
                        self._waiting.add(guild_id)
                        await self._breathe(self._pause(1))
                    elif failed is not None:
                        await self._gate.give_up(guild_id)
                if not self._wake.is_set():
                    self._calm.set()
                    await self._wake.wait()

    async def _guild(self, guild_id: int) -> None:
        session, store = self._session, self._stage.store
        await self._attempt(f"the numbers of guild {guild_id}", partial(learn_numbers, self._stage, guild_id))
        since = rfc3339(self._stage.clock() - RECENT)
        known = await store.read_long(catching_up.known_places, guild_id, since)
        await self._gate.expect(guild_id, [place.channel_id for place in known])
        await look_at_people(self._stage, guild_id)
        panels = await store.read(catching_up.posted_panels, guild_id)
        parents = await store.read_long(catching_up.parents, known)
        self._archived = await archived(self._stage.guild(guild_id), parents)
        thorough = [each for each in known if each.ticket.updated_at >= since][:THOROUGH]
        left = await self._through(session, known, {each.channel_id for each in thorough})
        tries = 1
        while left and not self._over(session):
            await self._breathe(self._pause(tries))
            left = await self._through(session, left, {each.channel_id for each in left})
            tries += 1
        self._archived = {}
        await self._through_panels(session, panels)

    async def _through(self, session: int, wanted: Sequence[KnownPlace], thorough: set[int]) -> list[KnownPlace]:
        """Look through these places, side by side; those that are to be tried again."""
        todo, left, done = list(reversed(wanted)), list[KnownPlace](), 0

        async def work() -> None:
            nonlocal done
            while todo and not self._over(session):
                place = todo.pop()
                if not await self._one(place, thoroughly=place.channel_id in thorough):
                    left.append(place)
                done += 1
                if done % _TOLD_EACH == 0:
                    log.info("caught up with %d of %d tickets", done, len(wanted))

        await asyncio.gather(*(work() for _ in range(min(SIDE_BY_SIDE, len(wanted)))))
        return left

    async def _one(self, place: KnownPlace, *, thoroughly: bool) -> bool:
        """Catch up with one place and let through what was told of it meanwhile; False when it is to be tried again."""
        ticket, read = place.ticket, False

        async def catch_up() -> None:
            nonlocal read
            known = await self._stage.store.read(catching_up.known_place, ticket.guild_id, ticket.id)
            read = known is None or await catch_up_with(
                self._stage, known, thoroughly=thoroughly, channel=self._archived.pop(place.channel_id, None)
            )

        failed = await self._attempt(f"ticket {ticket.number} of guild {ticket.guild_id}", catch_up)
        if isinstance(failed, Again) and failed.tries is None:
            return False
        await self._gate.open(ticket.guild_id, place.channel_id, read=read)
        return True

    async def _through_panels(self, session: int, panels: Sequence[Panel]) -> None:
        for panel in panels:
            if self._over(session):
                return
            await self._attempt(f"panel {panel.id}", partial(self._look_at, panel))

    async def _look_at(self, panel: Panel) -> None:
        channel = await look_up(self._stage.guild(panel.guild_id), panel.channel_id)
        if channel is None or await is_gone(channel, panel.message_id or 0):
            await keep(self._stage.store, places.panel_gone, panel.id)

    async def _attempt(self, what: str, act: Callable[[], Awaitable[None]]) -> Verdict | None:
        """Do `act`; what its failure means, if it fails."""
        try:
            await act()
        except StoreClosed:
            raise
        except Exception as error:  # one thing's failure must not leave the others as they are
            found = verdict(error)
            unexpected = isinstance(found, Again) and not found.expected
            log.warning("%s cannot be caught up with: %s", what, found.error, exc_info=error if unexpected else None)
            return found
        return None

    def _over(self, session: int) -> bool:
        return self._stop.is_set() or session != self._session

    async def _breathe(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._stop.wait()
