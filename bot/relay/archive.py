"""Closed tickets listed in the text channel that their category names for that, each with its link and transcript."""

import logging
from io import BytesIO
from typing import Final

import discord

from bot.relay import place_words as words
from bot.relay.markers import ARCHIVE
from bot.relay.posting import post, post_file
from bot.relay.stage import Job, Stage
from cogs.typed import line
from desk import following
from desk.events import Origin
from desk.places import Drawing
from desk.transcript import Format, transcript_for_all

log = logging.getLogger(__name__)

TITLE_SHOWN = 150
FILE_AT_MOST: Final = 10_000_000
_TOO_LARGE: Final = 40005


async def tell_archive(stage: Stage, job: Job, drawing: Drawing) -> None:
    """Post the line about the closed ticket, if there is such a channel; one that takes no message is left."""
    ticket, settings = drawing.ticket, drawing.category.settings
    archive = stage.guild(ticket.guild_id).get_channel(settings.archive_channel_id or 0)
    if archive is None and settings.archive_channel_id is not None:
        # Deleted while nobody listened.
        origin = Origin(ticket.guild_id, stage.now(), "archive")
        await stage.store.write(following.forget_channel, origin, settings.archive_channel_id)
    if not isinstance(archive, discord.TextChannel) or ticket.place.channel_id is None:
        return
    title = f"{ticket.number:04d} · {line(ticket.title, TITLE_SHOWN)}"
    text = words.archived(title, ticket.place.channel_id)
    try:
        if not await _posted_with_transcript(stage, job, archive, text):
            await post(archive, stage.me, job, [text], part=ARCHIVE)
    except discord.Forbidden as refusal:
        log.warning("channel %d takes no line about a closed ticket: %s", archive.id, refusal.code)


async def _posted_with_transcript(stage: Stage, job: Job, archive: discord.TextChannel, text: str) -> bool:
    """Post the line with what anybody may read who sees the ticket; False where that is not for this channel.

    Whoever reads the channel reads the transcript: where everybody does, or files are not allowed, the line is enough.
    """
    everybody = archive.permissions_for(archive.guild.default_role)
    if everybody.view_channel or not archive.permissions_for(archive.guild.me).attach_files:
        return False
    found = await stage.store.read_long(transcript_for_all, archive.guild.id, job.ticket_id, stage.now())
    if found is None:
        return False
    made = await stage.transcriber.write(found, Format.HTML)
    if len(made.body) > FILE_AT_MOST:
        return False
    try:
        await post_file(archive, stage.me, job, text, discord.File(BytesIO(made.body), made.name), ARCHIVE)
    except discord.HTTPException as refusal:
        if refusal.code != _TOO_LARGE:
            raise
        return False
    return True
