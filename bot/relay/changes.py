"""What happens to a ticket, shown in its place: the card drawn anew, a short notice, the place sealed or deleted."""

from bot.relay import words
from bot.relay.archive import tell_archive
from bot.relay.cards import redraw
from bot.relay.claims import look_at_claims
from bot.relay.later import keep_or_later
from bot.relay.opening import show_card_gone, show_opened
from bot.relay.people import actor_in, called_in, comes_by_role, name_then
from bot.relay.place import Channel, place_of
from bot.relay.posting import post
from bot.relay.quoting import framed
from bot.relay.stage import Job, Stage
from bot.relay.styles import style_of
from bot.relay.threads import remove
from cogs.views import rating_buttons, reopen_buttons
from cogs.words.replies import team
from cogs.words.tickets import reason
from desk import places
from desk.models import Status
from desk.places import Drawing
from desk.veil import was_silent

REASON_ROOM = 2000


async def show_changed(stage: Stage, job: Job) -> None:
    """Draw the card as the ticket is now."""
    await redraw(stage, job, job.ticket_id)


async def show_renamed(stage: Stage, job: Job) -> None:
    """Draw the card; the name of the place follows when Discord lets it."""
    await redraw(stage, job, job.ticket_id)


async def show_claimed(stage: Stage, job: Job) -> None:
    """Draw the card, say who works the ticket, and let them in where no role of theirs did."""
    holder = int(str(job.event.data["claimedBy"]))
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is not None and not comes_by_role(stage.guild(job.event.guild_id), drawing.category, holder):
        await style_of(drawing.ticket).let_in(stage, job, drawing.ticket, holder)
    drawing = await redraw(stage, job, job.ticket_id)
    if (channel := await _channel(stage, drawing)) is not None and drawing is not None:
        silent = await stage.store.read(was_silent, job.event)
        actor = called_in(channel.guild, drawing, job.event.actor_id, silent=silent)
        claimer = called_in(channel.guild, drawing, holder, silent=silent)
        # Of a team without names it is not told either that one gave it to another.
        await _notice(stage, job, channel, words.claimed(actor, claimer, own=actor == claimer))
        await keep_or_later(stage, job, drawing.ticket)


async def show_released(stage: Stage, job: Job) -> None:
    """Draw the card, and say that nobody works the ticket."""
    drawing = await redraw(stage, job, job.ticket_id)
    if (channel := await _channel(stage, drawing)) is not None and drawing is not None:
        silent = await stage.store.read(was_silent, job.event)
        text = words.released(called_in(channel.guild, drawing, job.event.actor_id, silent=silent))
        was = called_in(channel.guild, drawing, int(str(job.event.data["was"])), silent=silent)
        if job.event.data.get("left"):
            text = words.released_by_leaving(was if was == team() else _gone(channel, job))
        elif job.event.data.get("lost"):
            text = words.released_by_loss(was)
        await _notice(stage, job, channel, text)
        await keep_or_later(stage, job, drawing.ticket)


async def show_closed(stage: Stage, job: Job) -> None:
    """Draw the card, say who closed the ticket and why, with a way back, and seal the place."""
    drawing = await redraw(stage, job, job.ticket_id)
    channel = await _channel(stage, drawing)
    if drawing is None or channel is None:
        return
    ticket = drawing.ticket
    actor = await actor_in(stage, channel.guild, drawing, job.event)
    texts = [words.closed(actor) if job.event.actor_id else words.closed_by_itself()]
    if ticket.status is Status.CLOSED and ticket.close_reason:
        why = reason(ticket.close_reason)
        texts.append(framed(why, REASON_ROOM) or why)
    buttons = reopen_buttons(ticket) if ticket.status is Status.CLOSED else ()
    stars = rating_buttons(ticket) if ticket.status is Status.CLOSED else ()
    if stars:
        texts.append(words.ask_rating(ticket))
    await post(channel, stage.me, job, texts, buttons, stars)
    await keep_or_later(stage, job, ticket)
    if ticket.status is Status.CLOSED:
        await tell_archive(stage, job, drawing)


async def show_reopened(stage: Stage, job: Job) -> None:
    """Open the place again, then draw the card and say who reopened the ticket."""
    # Whoever had its claim may have lost the right to it, or left, while it was closed.
    await look_at_claims(stage, job.event.guild_id, job.category_id)
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    channel = await _channel(stage, drawing)
    if drawing is None:
        return
    if channel is None:
        # Deleted by hand, or never made: who reopens the ticket is to find it in Discord again.
        if drawing.ticket.status is Status.OPEN:
            await show_opened(stage, job)
        return
    await keep_or_later(stage, job, drawing.ticket)
    if drawing.ticket.place.card_id is None:
        await show_card_gone(stage, job)
    await style_of(drawing.ticket).let_all_in(stage, job, drawing.ticket)
    await _notice(stage, job, channel, words.reopened(await actor_in(stage, channel.guild, drawing, job.event)))


async def show_deleted(stage: Stage, job: Job) -> None:
    """Take the place away."""
    channel_id = job.event.data.get("channelId")
    channel = await place_of(stage, job.event.guild_id, int(str(channel_id)) if channel_id else None)
    if channel is not None:
        await remove(channel)


async def _channel(stage: Stage, drawing: Drawing | None) -> Channel | None:
    if drawing is None:
        return None
    return await place_of(stage, drawing.ticket.guild_id, drawing.ticket.place.channel_id)


def _gone(channel: Channel, job: Job) -> str:
    return name_then(channel.guild, int(str(job.event.data["was"])), job.event.data.get("name"))


async def _notice(stage: Stage, job: Job, channel: Channel, text: str) -> None:
    await post(channel, stage.me, job, [text])
