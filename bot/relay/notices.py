"""The direct message by which a ticket's owner learns that staff answered while they were away.

Whether it can be sent is nobody's business but theirs: one that Discord refuses holds nothing up and changes nothing.
"""

import logging
from typing import Any

import discord

from bot.relay import words
from bot.relay.posting import post
from bot.relay.stage import Job, Stage
from cogs.language import button
from cogs.typed import block, line, shortened
from cogs.words.replies import team
from desk import telling
from desk.events import Origin
from desk.models import Ticket
from desk.telling import Notice

log = logging.getLogger(__name__)

QUOTED = 600
"""How much of the reply is quoted."""


async def show_notice(stage: Stage, job: Job) -> None:
    """Send it, unless the owner has seen the reply meanwhile, wants none any more, or has left."""
    origin = Origin(job.event.guild_id, stage.now())
    found = await stage.store.write(telling.notice, origin, job.ticket_id)
    if found is None:
        return
    guild = stage.guild(job.event.guild_id)
    try:
        owner = guild.get_member(found.ticket.owner_id) or await guild.fetch_member(found.ticket.owner_id)
    except discord.NotFound:
        return
    try:
        await post(await owner.create_dm(), stage.me, job, _texts(guild, found), [_way(found.ticket)])
    except discord.Forbidden as error:
        log.info("ticket %d: its owner takes no direct messages: %s", found.ticket.number, error.code)
        await stage.store.write(telling.refused, origin, found)
        return
    await stage.store.write(telling.told, origin, found)


def _texts(guild: discord.Guild, it: Notice) -> list[str]:
    """Where staff answered, and the beginning of what it said, in its frame."""
    name = team() if it.message.anonymous else line(it.message.author_name)
    return [
        words.answered(it.ticket, line(it.ticket.title), line(guild.name)),
        f"**{name}**\n{block(shortened(it.message.content, QUOTED))}",
        words.how_to_be_left_alone(),
    ]


def _way(ticket: Ticket) -> discord.ui.Button[Any]:
    """To the ticket's place; the reply may be shown there a moment later."""
    url = f"https://discord.com/channels/{ticket.guild_id}/{ticket.place.channel_id or ''}"
    return discord.ui.Button(label=button("Go to the ticket"), url=url)
