"""Tickets whose place is a private thread under their category's channel: made, sealed, and who is in them."""

from typing import Final

import discord

from bot.relay import words
from bot.relay.entering import let_all_in, let_in, let_write
from bot.relay.parents import ensure_parent, parent_of
from bot.relay.people import put_out, remove_strangers
from bot.relay.place import Channel, place_of
from bot.relay.stage import Job, Stage
from bot.relay.style import Sought
from bot.relay.threads import awake, number_mark, numbered, thread_name
from desk.faultpoint import faultpoint
from desk.models import Status, Ticket
from desk.places import Drawing

ARCHIVE_AFTER_MINUTES: Final = 10080


class ByThread:
    """See bot.relay.style.PlaceStyle. Threads have no permissions of their own: who is in one reads it."""

    def name(self, ticket: Ticket) -> str:
        """See PlaceStyle."""
        return thread_name(ticket)

    async def found(self, stage: Stage, sought: Sought) -> list[Channel]:
        """See PlaceStyle. Known by the number that opens their names, archived ones too."""
        parent = parent_of(stage, sought.category)
        return [] if parent is None else [*await numbered(stage, parent, sought.number, sought.since)]

    async def make(self, stage: Stage, drawing: Drawing) -> Channel:
        """See PlaceStyle."""
        parent = await ensure_parent(stage, drawing.category)
        faultpoint("relay.parent_kept")
        faultpoint("relay.before_thread")
        thread = await parent.create_thread(
            name=thread_name(drawing.ticket),
            type=discord.ChannelType.private_thread,
            auto_archive_duration=ARCHIVE_AFTER_MINUTES,
            invitable=False,
            reason=words.for_ticket(drawing.ticket),
        )
        faultpoint("relay.after_thread")
        return thread

    def doubles(self, stage: Stage, made: Channel, ticket: Ticket) -> list[Channel]:
        """See PlaceStyle."""
        beside = made.parent.threads if isinstance(made, discord.Thread) and made.parent is not None else []
        mark = number_mark(ticket.number)
        return [it for it in beside if it.id != made.id and it.owner_id == stage.me and it.name.startswith(mark)]

    async def keep(self, stage: Stage, ticket: Ticket) -> None:
        """See PlaceStyle. A closed ticket's thread is locked, and Discord archives it; an open one's is not locked.

        Who could write in it for its sake alone, under a channel where they only view, can no more.
        """
        thread = await place_of(stage, ticket.guild_id, ticket.place.channel_id)
        if not isinstance(thread, discord.Thread):
            return
        if ticket.status is Status.CLOSED and not thread.locked:
            await awake(thread, lambda: thread.edit(locked=True))
        if ticket.status is Status.OPEN and thread.locked:
            await thread.edit(locked=False, archived=False)
        await let_write(stage, ticket)

    async def let_all_in(self, stage: Stage, job: Job, ticket: Ticket) -> None:
        """See PlaceStyle."""
        await let_all_in(stage, job, ticket)

    async def let_in(self, stage: Stage, job: Job, ticket: Ticket, user_id: int) -> None:
        """See PlaceStyle."""
        await let_in(stage, job, ticket, user_id)

    async def put_out(self, stage: Stage, ticket: Ticket, user_id: int) -> None:
        """See PlaceStyle. A thread that they are not in is not woken for that."""
        thread = await place_of(stage, ticket.guild_id, ticket.place.channel_id)
        if isinstance(thread, discord.Thread):
            await put_out(thread, user_id)

    async def put_strangers_out(self, stage: Stage, ticket: Ticket) -> None:
        """See PlaceStyle."""
        await remove_strangers(stage, ticket)
