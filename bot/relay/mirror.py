"""Messages that did not come from the place, shown in it under their author's name; and messages taken out of it."""

import discord

from bot.relay import words
from bot.relay.below import take_opening
from bot.relay.cards import redraw
from bot.relay.fetching import bring_in
from bot.relay.markers import Marker, find, marked
from bot.relay.place import Channel, place_of
from bot.relay.stage import Job, Stage
from bot.relay.threads import awake, remove
from bot.relay.whole import post_message
from cogs.typed import line
from cogs.words.replies import team
from desk import places
from desk.actor import Via

PARTS_AT_MOST = 5
"""How many messages after the first are looked at for further parts of one text."""


async def show_message(stage: Stage, job: Job) -> None:
    """Post the message, unless it is there already."""
    message = await stage.store.read(places.message, _message_id(job))
    if message is not None and message.discord_id is not None:
        await bring_in(stage, message.id)
        return
    channel = await _place(stage, job)
    if channel is None:
        return
    if message is None:
        # Deleted before it was shown; an earlier try may have shown it without being able to write that down.
        if job.doubtful and (sent := await find(channel, stage.me, Marker(job.event.seq))) is not None:
            await _remove_all(stage, channel, sent.id)
        return
    if message.opening:
        return
    heading = words.reply_heading(line(message.author_name), message.via)
    if message.anonymous:
        heading = words.reply_heading(team(), Via.DISCORD)
    posted = await post_message(stage, job, channel, heading, message)
    if not await stage.store.write(places.message_shown, message.id, posted.id):
        await _remove_all(stage, channel, posted.id)


async def show_message_deleted(stage: Stage, job: Job) -> None:
    """Take away what showed the message; the opening message stood in the card, or below it."""
    discord_id = job.event.data.get("discordId")
    if discord_id is None:
        drawing = await redraw(stage, job, job.ticket_id)
        if drawing is not None and drawing.opening is None and (channel := await _place(stage, job)) is not None:
            await take_opening(stage, channel, drawing.ticket)
        return
    if (channel := await _place(stage, job)) is not None:
        await _remove_all(stage, channel, int(str(discord_id)))


async def show_message_refused(stage: Stage, job: Job) -> None:
    """Take out of the place what somebody wrote there without the right to."""
    if (channel := await _place(stage, job)) is not None:
        message = channel.get_partial_message(int(str(job.event.data["discordId"])))
        await awake(channel, lambda: remove(message))


async def show_note_taken(stage: Stage, job: Job) -> None:
    """Take out of the place what staff wrote there as a note, which is kept, and its files with it."""
    await bring_in(stage, _message_id(job), once=True, last_copy=True)
    if "discordId" in job.event.data:
        await show_message_refused(stage, job)


async def _place(stage: Stage, job: Job) -> Channel | None:
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None:
        return None
    return await place_of(stage, job.event.guild_id, drawing.ticket.place.channel_id)


async def _remove_all(stage: Stage, channel: Channel, discord_id: int) -> None:
    """Delete that message, and when it is the first of the bot's parts of one text, the others too."""
    for message in await _parts(stage, channel, discord_id):
        partial = channel.get_partial_message(message)
        await awake(channel, lambda partial=partial: remove(partial))  # type: ignore[misc]  # bound for this turn


async def _parts(stage: Stage, channel: Channel, discord_id: int) -> list[int]:
    try:
        first = await channel.fetch_message(discord_id)
    except discord.NotFound:
        return []
    marker = marked(first) if first.author.id == stage.me else None
    found = [discord_id]
    if marker is not None:
        async for message in channel.history(limit=PARTS_AT_MOST, after=first, oldest_first=True):
            if message.author.id == stage.me and marked(message) == marker + len(found):
                found.append(message.id)
    return found


def _message_id(job: Job) -> int:
    return int(str(job.event.data["messageId"]))
