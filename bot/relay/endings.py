"""Tickets that close by themselves: looked for once a minute, told of in their place, closed when their time is over.

Nothing is done to a ticket of which the desk may not know all that was said: not before it has caught up with its place
after a start, and not while Discord tells it nothing.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.relay import words
from bot.relay.cards import redraw
from bot.relay.gate import Gate
from bot.relay.people import actor_in
from bot.relay.place import place_of
from bot.relay.posting import post
from bot.relay.quoting import framed
from bot.relay.stage import Job, Stage
from cogs.views import ending_buttons
from desk import closing, places
from desk.clock import rfc3339
from desk.ending import EndingKind, Found
from desk.errors import StoreClosed, Unavailable
from desk.events import Origin
from desk.store import Tx

log = logging.getLogger(__name__)

EVERY: Final = timedelta(minutes=1)
AT_ONCE: Final = 100
"""How many tickets are told of, and how many closed, each time."""

REASON_ROOM: Final = 2000


class Endings:
    """Asked again and again by the relay; it looks when a minute is over."""

    def __init__(self, stage: Stage, gate: Gate) -> None:
        self._stage = stage
        self._gate = gate
        self._next: datetime | None = None

    async def look(self) -> None:
        """Close what is due, and tell of what will be."""
        now = self._stage.clock()
        # A clock that was set back must not keep it from looking.
        if self._next is not None and self._next - EVERY <= now < self._next:
            return
        try:
            finished = await self._each(closing.due, closing.finish, rfc3339(now))
            warned = await self._each(closing.silent, closing.warn, rfc3339(now))
        except StoreClosed:
            raise
        except Unavailable:
            log.warning("it cannot be looked now for tickets that are to close", exc_info=True)
        else:
            self._next = now + EVERY if finished and warned else None

    async def _each(
        self,
        find: Callable[[Tx, str, int], Sequence[Found]],
        act: Callable[[Tx, Origin, int], object],
        now: str,
    ) -> bool:
        """Do `act` to what is found; whether the desk knew all that was said there."""
        found = await self._stage.store.read(find, now, AT_ONCE)
        known = [each for each in found if self._knows(each)]
        for each in known:
            await self._stage.store.write(act, Origin(each.guild_id, now), each.ticket_id)
        return len(known) == len(found)

    def _knows(self, found: Found) -> bool:
        guild = self._stage.client.get_guild(found.guild_id)
        if guild is None or guild.unavailable:
            return False
        return self._gate.lets_through(found.guild_id, found.channel_id or 0)


async def show_announced(stage: Stage, job: Job) -> None:
    """Say in the ticket's place that it is to close, and offer its people to keep it open."""
    told = await stage.store.read(closing.announced, job.event.guild_id, job.ticket_id, stage.now())
    if told is None or told.ending.at != job.event.at:
        return
    ticket, ending = told.ticket, told.ending
    channel = await place_of(stage, ticket.guild_id, ticket.place.channel_id)
    drawing = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
    if channel is None or drawing is None:
        return
    text = {
        EndingKind.SILENCE: words.closes_by_silence,
        EndingKind.PLANNED: words.closes_as_planned,
        EndingKind.ASKED: words.may_it_be_closed,
    }[ending.kind](ticket, await actor_in(stage, channel.guild, drawing, job.event), told.due_at)
    reason = [framed(ending.reason, REASON_ROOM) or ending.reason] if ending.reason else []
    await post(channel, stage.me, job, [text, *reason], ending_buttons(ending), calling=[ticket.owner_id])
    await stage.store.write(closing.seen, told, stage.now())
    await redraw(stage, job, job.ticket_id)


async def show_cancelled(stage: Stage, job: Job) -> None:
    """Say who keeps the ticket open; who has just written in it says so by that."""
    drawing = await redraw(stage, job, job.ticket_id)
    if drawing is None or job.event.data.get("wrote"):
        return
    channel = await place_of(stage, job.event.guild_id, drawing.ticket.place.channel_id)
    if channel is not None:
        name = await actor_in(stage, channel.guild, drawing, job.event)
        await post(channel, stage.me, job, [words.kept_open(name)])
