"""A ticket gets its place: a thread or channel, header card, and the people in it, each step kept before the next.

A crash between any two steps leaves either what is found again or nothing: a thread by the number that opens its name,
a channel by the end of its topic, the card by its marker. So every step may be repeated and none is seen twice.
"""

import logging
from contextlib import suppress
from dataclasses import replace

import discord

from bot.relay import place_words
from bot.relay.alerts import alert, settle
from bot.relay.answers import post_answers
from bot.relay.below import post_opening
from bot.relay.cards import card, told
from bot.relay.fetching import bring_in
from bot.relay.held import held_by_blocks
from bot.relay.markers import CARD, LOOK_BACK, Marker, find, marked
from bot.relay.people import pinged
from bot.relay.place import Channel, place_of
from bot.relay.saying import by_a_person
from bot.relay.stage import GuildAway, Job, NotInGuild, Stage
from bot.relay.style import Sought
from bot.relay.styles import STYLES, style_of, style_to_be
from bot.relay.threads import remove
from desk import places
from desk.events import EventType, Origin
from desk.faultpoint import faultpoint
from desk.models import Place, PlaceState, Status, Ticket
from desk.places import Drawing

log = logging.getLogger(__name__)


async def show_opened(stage: Stage, job: Job) -> None:
    """Make the ticket's place, or what is missing of it."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None:
        await _remove_orphan(stage, job)
        return
    channel, job = await _channel(stage, job, drawing)
    message = await _card(stage, job, channel, drawing)
    if channel is None or message is None:
        return
    shown = told(drawing)
    await post_opening(stage, job, channel, drawing, said=shown.message_below)
    await post_answers(stage, job, channel, shown.answers_below)
    if drawing.opening is not None:
        await bring_in(stage, drawing.opening.id, once=True)
    await STYLES[style_to_be(drawing)].let_all_in(stage, job, drawing.ticket)
    await _name_again(stage, drawing)
    faultpoint("relay.after_staff")


async def _name_again(stage: Stage, drawing: Drawing) -> None:
    """Who renamed the ticket while its place was being made found no place to be named."""
    ticket = drawing.ticket
    now = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
    if now is not None and now.ticket.title != ticket.title:
        await stage.store.write(places.place_due, Origin(ticket.guild_id, stage.now()), ticket.id)


async def show_card_gone(stage: Stage, job: Job) -> None:
    """Post the card of an open ticket again, pinging nobody."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None or drawing.ticket.status is Status.CLOSED:
        return
    channel = await place_of(stage, job.event.guild_id, drawing.ticket.place.channel_id)
    if drawing.ticket.place.state is PlaceState.MADE and channel is not None:
        await _card(stage, job, channel, drawing, pinging=False)
        await style_of(drawing.ticket).let_all_in(stage, job, drawing.ticket)


async def _channel(stage: Stage, job: Job, drawing: Drawing) -> tuple[Channel | None, Job]:
    """The ticket's thread or channel, None when the ticket was deleted meanwhile; in a new one nothing is in doubt."""
    ticket, style = drawing.ticket, style_to_be(drawing)
    channel = await place_of(stage, ticket.guild_id, ticket.place.channel_id)
    if channel is None and job.doubtful:
        sought = Sought(drawing.category, ticket.id, ticket.number, ticket.created_at)
        channel = next(iter(await STYLES[style].found(stage, sought)), None)
    if channel is None:
        channel = await STYLES[style].make(stage, drawing)
        job = replace(job, doubtful=False)
    if ticket.place.channel_id == channel.id:
        return channel, job
    for other in STYLES[style].doubles(stage, channel, ticket):
        await _remove_double(stage, ticket, other, channel)
    return await _kept(stage, channel, drawing, Place(PlaceState.PENDING, channel.id, style=style)), job


async def _remove_double(stage: Stage, ticket: Ticket, other: Channel, channel: Channel) -> None:
    """Remove a place that an earlier try made for the ticket, unless it is of another: one that nobody knows now.

    A store that was lost, and an old backup of it restored, may give a number again.
    """
    made_by = {Marker(seq).stored for seq in await stage.store.read(places.makings, ticket.id)}
    async for message in other.history(limit=LOOK_BACK):
        mark = marked(message) if message.author.id == stage.me else None
        if by_a_person(message) or (mark is not None and Marker.of(mark).seq not in made_by):
            log.warning("place %d looks like place %d and is left: it is not of the same ticket", other.id, channel.id)
            return
    log.info("place %d is removed: place %d was made for the same ticket", other.id, channel.id)
    await remove(other)


async def _card(
    stage: Stage, job: Job, channel: Channel | None, drawing: Drawing, *, pinging: bool = True
) -> discord.Message | discord.PartialMessage | None:
    """The header card, by which the owner is called in and new tickets ping staff; None for a deleted ticket."""
    if channel is None:
        return None
    ticket, marker = drawing.ticket, Marker(job.event.seq, CARD)
    if ticket.place.card_id is not None:
        return channel.get_partial_message(ticket.place.card_id)
    message = await find(channel, stage.me, marker) if job.doubtful else None
    if message is None:
        message = await channel.send(
            view=card(drawing, None, marker),
            nonce=marker.nonce,
            allowed_mentions=discord.AllowedMentions(
                everyone=False,
                replied_user=False,
                roles=await _pinged(stage, job, channel, drawing),
                users=[discord.Object(ticket.owner_id)] if pinging else False,
            ),
        )
        faultpoint("relay.after_card")
    place = Place(PlaceState.MADE, channel.id, message.id, style=style_to_be(drawing))
    if await _kept(stage, channel, drawing, place) is None:
        return None
    faultpoint("relay.place_kept")
    settle(stage, _no_place(job))
    stage.decided(ticket.id, place)
    return message


async def _pinged(stage: Stage, job: Job, channel: Channel, drawing: Drawing) -> list[discord.Role]:
    """The roles to ping: once for each ticket, by the message that shows it first."""
    if job.event.type != EventType.TICKET_OPENED or drawing.ticket.status is Status.CLOSED:
        return []
    blocked = await held_by_blocks(stage, drawing.ticket.guild_id)
    return pinged(channel.guild, drawing.category, blocked)


async def _kept(stage: Stage, channel: Channel, drawing: Drawing, place: Place) -> Channel | None:
    """Write down how far the place is; where the ticket was deleted meanwhile, take it away again."""
    origin = Origin(drawing.ticket.guild_id, stage.now())
    if await stage.store.write(places.place_made, origin, drawing.ticket.id, place):
        return channel
    await remove(channel)
    return None


async def _remove_orphan(stage: Stage, job: Job) -> None:
    """The ticket is deleted: if an earlier try made a place that nobody knows of, it goes too."""
    category = await stage.store.read(places.category, job.event.guild_id, job.category_id)
    if not job.doubtful or category is None:
        return
    sought = Sought(category, job.ticket_id, int(str(job.event.data["number"])), job.event.at)
    for style in STYLES.values():
        for channel in await style.found(stage, sought):
            log.info("place %d of deleted ticket %d is removed", channel.id, sought.number)
            await remove(channel)


async def refuse_place(stage: Stage, job: Job, error: str) -> None:
    """Discord refuses the place for good: who waits is told, and a half-made one is taken away."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None or drawing.ticket.place.state is PlaceState.MADE:
        return
    # Who may not write in it may still delete it; and if not, it is empty and its owner's alone.
    with suppress(discord.HTTPException, NotInGuild, GuildAway):
        if (channel := await place_of(stage, job.event.guild_id, drawing.ticket.place.channel_id)) is not None:
            await remove(channel)
    await stage.store.write(places.place_refused, Origin(job.event.guild_id, stage.now()), job.ticket_id, error)
    log.warning("ticket %d of guild %d gets no place: %s", drawing.ticket.number, job.event.guild_id, error)
    with suppress(NotInGuild, GuildAway):
        await alert(stage, stage.guild(job.event.guild_id), _no_place(job), place_words.no_place(error))
    stage.decided(job.ticket_id, Place(PlaceState.FAILED, error=error))


def _no_place(job: Job) -> str:
    return f"no place:{job.event.guild_id}"
