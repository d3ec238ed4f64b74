"""What happens around a ticket, shown in its place: moved, merged, who is added and removed, back after a rest."""

from bot.relay import words
from bot.relay.archive import tell_archive
from bot.relay.cards import redraw
from bot.relay.later import keep_or_later
from bot.relay.people import actor_in, name_of
from bot.relay.place import Channel, place_of
from bot.relay.posting import post
from bot.relay.stage import Job, Stage
from bot.relay.styles import style_of
from cogs.typed import line
from cogs.words.sorting import link
from desk import places, snoozing
from desk.events import Origin
from desk.models import Status
from desk.places import Drawing
from desk.veil import for_all


async def show_moved(stage: Stage, job: Job) -> None:
    """Put out whoever sees the ticket no more, let its new staff in, and say where it is now."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None:
        return
    ticket = drawing.ticket
    await style_of(ticket).put_strangers_out(stage, ticket)
    if ticket.status is Status.OPEN:
        await style_of(ticket).let_all_in(stage, job, ticket)
    await keep_or_later(stage, job, ticket)
    drawing = await redraw(stage, job, job.ticket_id)
    if drawing is not None and (channel := await _channel(stage, drawing)) is not None:
        mover = await actor_in(stage, channel.guild, drawing, job.event)
        await post(channel, stage.me, job, [words.moved(mover, line(drawing.category.name))])


async def show_added(stage: Stage, job: Job) -> None:
    """Let the member in, without a ping, and say so."""
    user_id = int(str(job.event.data["userId"]))
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None or user_id not in drawing.participants:
        return
    await style_of(drawing.ticket).let_in(stage, job, drawing.ticket, user_id)
    drawing = await redraw(stage, job, job.ticket_id)
    if drawing is not None and (channel := await _channel(stage, drawing)) is not None:
        text = words.added(await actor_in(stage, channel.guild, drawing, job.event), name_of(channel.guild, user_id))
        await post(channel, stage.me, job, [text])


async def show_removed(stage: Stage, job: Job) -> None:
    """Put the member out unless they see the ticket in another way, and say so."""
    user_id = int(str(job.event.data["userId"]))
    drawing = await redraw(stage, job, job.ticket_id)
    if drawing is None or (channel := await _channel(stage, drawing)) is None or user_id in drawing.participants:
        return
    member, ticket = channel.guild.get_member(user_id), drawing.ticket
    people = [stage.actor(member)] if member else []
    blind = await stage.store.read(places.without_sight, ticket.guild_id, ticket.id, people)
    if member is None or blind:
        await style_of(ticket).put_out(stage, ticket, user_id)
    # Who goes on seeing it by a role may write no more.
    await keep_or_later(stage, job, ticket)
    text = words.removed(await actor_in(stage, channel.guild, drawing, job.event), name_of(channel.guild, user_id))
    await post(channel, stage.me, job, [text])


async def show_merged(stage: Stage, job: Job) -> None:
    """In the duplicate say where it goes on, seal it and list it as closed; in the other ticket say what came in."""
    drawing = await redraw(stage, job, job.ticket_id)
    if drawing is None or (channel := await _channel(stage, drawing)) is None:
        return
    other_id = int(str(job.event.data.get("into") or job.event.data["duplicate"]))
    other = await stage.store.read(places.drawing, job.event.guild_id, other_id)
    if other is not None:
        tell = words.merged_into if "into" in job.event.data else words.merged_here
        actor = await actor_in(stage, channel.guild, drawing, job.event)
        await post(channel, stage.me, job, [tell(actor, link(other.ticket))])
    await keep_or_later(stage, job, drawing.ticket)
    if job.event.data.get("closed") and drawing.ticket.status is Status.CLOSED:
        await tell_archive(stage, job, drawing)


async def show_woken(stage: Stage, job: Job) -> None:
    """Draw the card; unless staff itself brought it back, tell who has the claim that the ticket is theirs again."""
    drawing = await redraw(stage, job, job.ticket_id)
    if drawing is None or job.event.data.get("why") == "asked":
        return
    # Who has no name there cannot be called either: a mention is the name.
    channel, holder = await _channel(stage, drawing), for_all(drawing.category, drawing.ticket).claimed_by
    if channel is not None and drawing.ticket.status is Status.OPEN:
        await post(channel, stage.me, job, [words.woken(holder or None)], calling=[holder] if holder else ())


async def wake_if_due(stage: Stage, job: Job) -> None:
    """Bring a resting ticket back whose time has come; that is an event of its own, shown in its turn."""
    await stage.store.write(snoozing.wake_due, Origin(job.event.guild_id, stage.now()), job.ticket_id)


async def _channel(stage: Stage, drawing: Drawing) -> Channel | None:
    return await place_of(stage, drawing.ticket.guild_id, drawing.ticket.place.channel_id)
