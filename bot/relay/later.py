"""What Discord lets a place have only so often, its name above all, follows when it may, and holds nothing else up.

Discord takes two names for a channel in ten minutes, and then refuses other changes of it in the same breath. So these
have a lane of their own, in which only what the ticket is at that time is wished for.
"""

import discord

from bot.relay.cards import redraw
from bot.relay.place import place_of
from bot.relay.stage import Job, Stage
from bot.relay.styles import style_of
from bot.relay.threads import awake
from desk import places
from desk.events import Origin
from desk.models import Ticket


async def keep_or_later(stage: Stage, job: Job, ticket: Ticket) -> None:
    """Seal or open the place as its ticket is; where Discord wants that to wait, let it follow by itself."""
    try:
        await style_of(ticket).keep(stage, ticket)
    except discord.RateLimited:
        await stage.store.write(places.place_due, Origin(job.event.guild_id, stage.now()), ticket.id)


async def show_due(stage: Stage, job: Job) -> None:
    """Bring the place in line with its ticket, card and name too. Raises RateLimited with the time to wait."""
    await redraw(stage, job, job.ticket_id)
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None:
        return
    ticket = drawing.ticket
    await style_of(ticket).keep(stage, ticket)
    channel, name = await place_of(stage, ticket.guild_id, ticket.place.channel_id), style_of(ticket).name(ticket)
    if channel is not None and channel.name != name:
        await awake(channel, lambda: channel.edit(name=name))
