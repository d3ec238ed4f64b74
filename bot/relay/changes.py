"""What happens to a ticket, shown in its place: the card drawn anew, a short notice, the thread locked or deleted."""

import discord

from bot.relay import words
from bot.relay.cards import redraw
from bot.relay.entering import let_all_in
from bot.relay.opening import show_card_gone, show_opened
from bot.relay.people import comes_by_role, name_of
from bot.relay.posting import post
from bot.relay.quoting import framed
from bot.relay.stage import Job, Stage
from bot.relay.threads import awake, remove, thread_name, thread_of
from cogs.views import header_buttons
from desk import places
from desk.models import Status
from desk.places import Drawing

REASON_ROOM = 2000


async def show_changed(stage: Stage, job: Job) -> None:
    """Draw the card as the ticket is now."""
    await redraw(stage, job, job.ticket_id)


async def show_renamed(stage: Stage, job: Job) -> None:
    """Draw the card, and rename the thread as often as Discord allows: twice in ten minutes, and then it is left."""
    drawing = await redraw(stage, job, job.ticket_id)
    thread = await _thread(stage, drawing)
    if drawing is None or thread is None or thread.name == thread_name(drawing.ticket):
        return
    try:
        await awake(thread, lambda: thread.edit(name=thread_name(drawing.ticket)))
    except discord.RateLimited:
        return


async def show_claimed(stage: Stage, job: Job) -> None:
    """Draw the card, say who works the ticket, and let them in where no role of theirs did."""
    holder = int(str(job.event.data["claimedBy"]))
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is not None and not comes_by_role(stage.guild(job.event.guild_id), drawing.category, holder):
        await redraw(stage, job, job.ticket_id, [holder])
    drawing = await redraw(stage, job, job.ticket_id)
    if (thread := await _thread(stage, drawing)) is not None:
        own = holder == job.event.actor_id
        await _notice(stage, job, thread, words.claimed(_actor(thread, job), name_of(thread.guild, holder), own=own))


async def show_released(stage: Stage, job: Job) -> None:
    """Draw the card, and say that nobody works the ticket."""
    drawing = await redraw(stage, job, job.ticket_id)
    if (thread := await _thread(stage, drawing)) is not None:
        await _notice(stage, job, thread, words.released(_actor(thread, job)))


async def show_closed(stage: Stage, job: Job) -> None:
    """Draw the card, say who closed the ticket and why, with a way back, and lock the thread; Discord archives it."""
    drawing = await redraw(stage, job, job.ticket_id)
    thread = await _thread(stage, drawing)
    if drawing is None or thread is None:
        return
    ticket = drawing.ticket
    texts = [words.closed(_actor(thread, job))]
    if ticket.status is Status.CLOSED and ticket.close_reason:
        texts.append(framed(ticket.close_reason, REASON_ROOM) or ticket.close_reason)
    buttons = header_buttons(ticket) if ticket.status is Status.CLOSED else ()
    await post(thread, stage.me, job, texts, buttons)
    if ticket.status is Status.CLOSED and not thread.locked:
        await awake(thread, lambda: thread.edit(locked=True))


async def show_reopened(stage: Stage, job: Job) -> None:
    """Unlock and wake the thread, then draw the card and say who reopened the ticket."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    thread = await _thread(stage, drawing)
    if drawing is None:
        return
    if thread is None:
        # Deleted by hand, or never made: who reopens the ticket is to find it in Discord again.
        if drawing.ticket.status is Status.OPEN:
            await show_opened(stage, job)
        return
    if drawing.ticket.status is Status.OPEN and (thread.locked or thread.archived):
        await thread.edit(locked=False, archived=False)
    if drawing.ticket.place.card_id is None:
        await show_card_gone(stage, job)
    await let_all_in(stage, job, drawing.category, drawing.ticket)
    await _notice(stage, job, thread, words.reopened(_actor(thread, job)))


async def show_deleted(stage: Stage, job: Job) -> None:
    """Take the thread away."""
    channel = job.event.data.get("channelId")
    thread = await thread_of(stage, job.event.guild_id, int(str(channel)) if channel else None)
    if thread is not None:
        await remove(thread)


async def _thread(stage: Stage, drawing: Drawing | None) -> discord.Thread | None:
    if drawing is None:
        return None
    return await thread_of(stage, drawing.ticket.guild_id, drawing.ticket.place.channel_id)


def _actor(thread: discord.Thread, job: Job) -> str:
    return name_of(thread.guild, job.event.actor_id)


async def _notice(stage: Stage, job: Job, thread: discord.Thread, text: str) -> None:
    await post(thread, stage.me, job, [text])
