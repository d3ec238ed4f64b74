"""A ticket gets its place: parent, private thread, header card, and the people in it, each step kept before the next.

A crash between any two steps leaves either what is found again or nothing: the thread by the number that opens its
name, the card by its marker. So every step may be repeated and none is seen twice.
"""

import logging
from contextlib import suppress
from typing import Final

import discord

from bot.relay import words
from bot.relay.cards import card, opening_fits
from bot.relay.entering import let_staff_in
from bot.relay.markers import CARD, Marker, find
from bot.relay.parents import ensure_parent, let_owner_write
from bot.relay.posting import post_parts
from bot.relay.stage import GuildAway, Job, NotInGuild, Stage
from bot.relay.threads import number_mark, numbered, remove, thread_name, thread_of
from cogs.typed import line
from desk import places
from desk.events import Origin
from desk.faultpoint import faultpoint
from desk.models import Place, PlaceState, Status
from desk.places import Drawing

log = logging.getLogger(__name__)

ARCHIVE_AFTER_MINUTES: Final = 10080


async def show_opened(stage: Stage, job: Job) -> None:
    """Make the ticket's place, or what is missing of it."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None:
        await _remove_orphan(stage, job)
        return
    parent = await ensure_parent(stage, drawing.category)
    faultpoint("relay.parent_kept")
    await let_owner_write(parent, drawing.category, drawing.ticket.owner_id)
    thread = await _thread(stage, job, parent, drawing)
    message = await _card(stage, job, thread, drawing)
    if thread is None or message is None:
        return
    if not opening_fits(drawing) and drawing.opening is not None:
        heading = words.opened_with(line(drawing.opening.author_name))
        await post_parts(thread, stage.me, job, heading, drawing.opening.content)
    await let_staff_in(stage, job, drawing.category, drawing.ticket.id)
    faultpoint("relay.after_staff")


async def show_card_gone(stage: Stage, job: Job) -> None:
    """Post the card of an open ticket again, pinging nobody."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None or drawing.ticket.status is Status.CLOSED:
        return
    thread = await thread_of(stage, job.event.guild_id, drawing.ticket.place.channel_id)
    if drawing.ticket.place.state is PlaceState.MADE and thread is not None:
        await _card(stage, job, thread, drawing, pinging=False)
        await let_staff_in(stage, job, drawing.category, drawing.ticket.id)


async def _thread(stage: Stage, job: Job, parent: discord.TextChannel, drawing: Drawing) -> discord.Thread | None:
    """The ticket's thread; None when the ticket was deleted meanwhile."""
    ticket = drawing.ticket
    thread = await thread_of(stage, ticket.guild_id, ticket.place.channel_id)
    if thread is None and job.doubtful:
        thread = next(iter(await numbered(stage, parent, ticket.number)), None)
    if thread is None:
        faultpoint("relay.before_thread")
        thread = await parent.create_thread(
            name=thread_name(ticket),
            type=discord.ChannelType.private_thread,
            auto_archive_duration=ARCHIVE_AFTER_MINUTES,
            invitable=False,
            reason=words.for_ticket(ticket),
        )
        faultpoint("relay.after_thread")
    if ticket.place.channel_id == thread.id:
        return thread
    await _remove_doubles(stage, parent, thread, ticket.number)
    return await _kept(stage, thread, drawing, card_id=None)


async def _remove_doubles(stage: Stage, parent: discord.TextChannel, made: discord.Thread, number: int) -> None:
    """Discord may make a thread and answer with an error; each repeated request makes one more."""
    for other in parent.threads:
        if other.id != made.id and other.owner_id == stage.me and other.name.startswith(number_mark(number)):
            log.info("thread %d is removed: thread %d was made for the same ticket", other.id, made.id)
            await remove(other)


async def _card(
    stage: Stage, job: Job, thread: discord.Thread | None, drawing: Drawing, *, pinging: bool = True
) -> discord.Message | discord.PartialMessage | None:
    """The header card, by which the owner is called in; None when the ticket was deleted meanwhile."""
    if thread is None:
        return None
    ticket, marker = drawing.ticket, Marker(job.event.seq, CARD)
    if ticket.place.card_id is not None:
        return thread.get_partial_message(ticket.place.card_id)
    message = await find(thread, stage.me, marker) if job.doubtful else None
    if message is None:
        message = await thread.send(
            view=card(drawing, None, marker),
            nonce=marker.nonce,
            allowed_mentions=discord.AllowedMentions(
                everyone=False,
                replied_user=False,
                roles=False,
                users=[discord.Object(ticket.owner_id)] if pinging else False,
            ),
        )
        faultpoint("relay.after_card")
    if await _kept(stage, thread, drawing, card_id=message.id) is None:
        return None
    faultpoint("relay.place_kept")
    stage.decided(ticket.id, Place(PlaceState.MADE, thread.id, message.id))
    return message


async def _kept(stage: Stage, thread: discord.Thread, drawing: Drawing, card_id: int | None) -> discord.Thread | None:
    """Write down how far the place is; where the ticket was deleted meanwhile, take the thread away again."""
    ticket = drawing.ticket
    if await stage.store.write(places.place_made, ticket.guild_id, ticket.id, thread.id, card_id):
        return thread
    await remove(thread)
    return None


async def _remove_orphan(stage: Stage, job: Job) -> None:
    """The ticket is deleted: if an earlier try made a thread that nobody knows of, it goes too."""
    category = await stage.store.read(places.category, job.event.guild_id, job.category_id)
    if not job.doubtful or category is None or category.parent_channel_id is None:
        return
    parent = stage.guild(job.event.guild_id).get_channel(category.parent_channel_id)
    if isinstance(parent, discord.TextChannel):
        for thread in await numbered(stage, parent, int(str(job.event.data["number"]))):
            log.info("thread %d of deleted ticket %s is removed", thread.id, job.event.data["number"])
            await remove(thread)


async def refuse_place(stage: Stage, job: Job, error: str) -> None:
    """Discord refuses the place for good: who waits is told, and a half-made thread is taken away."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None or drawing.ticket.place.state is PlaceState.MADE:
        return
    # Who may not write in it may still delete it; and if not, it is an empty thread with its owner alone.
    with suppress(discord.HTTPException, NotInGuild, GuildAway):
        if (thread := await thread_of(stage, job.event.guild_id, drawing.ticket.place.channel_id)) is not None:
            await remove(thread)
    await stage.store.write(places.place_refused, Origin(job.event.guild_id, stage.now()), job.ticket_id, error)
    log.warning("ticket %d of guild %d gets no place: %s", drawing.ticket.number, job.event.guild_id, error)
    stage.decided(job.ticket_id, Place(PlaceState.FAILED, error=error))
