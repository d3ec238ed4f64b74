"""Closed tickets listed in the text channel that their category names for that, each with a link to its place."""

import logging

import discord

from bot.relay import place_words as words
from bot.relay.posting import post
from bot.relay.stage import Job, Stage
from cogs.typed import line
from desk.places import Drawing

log = logging.getLogger(__name__)

TITLE_SHOWN = 150


async def tell_archive(stage: Stage, job: Job, drawing: Drawing) -> None:
    """Post the line about the closed ticket, if there is such a channel; one that takes no message is left."""
    ticket, settings = drawing.ticket, drawing.category.settings
    archive = stage.guild(ticket.guild_id).get_channel(settings.archive_channel_id or 0)
    if not isinstance(archive, discord.TextChannel) or ticket.place.channel_id is None:
        return
    title = f"{ticket.number:04d} · {line(ticket.title, TITLE_SHOWN)}"
    try:
        await post(archive, stage.me, job, [words.archived(title, ticket.place.channel_id)])
    except discord.Forbidden as refusal:
        log.warning("channel %d takes no line about a closed ticket: %s", archive.id, refusal.code)
