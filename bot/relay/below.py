"""What stands below a ticket's card because it had no room there: the words that opened it, and files."""

from dataclasses import replace
from typing import Final

import discord

from bot.relay import words
from bot.relay.answers import FIRST_FILE, FIRST_TEXT
from bot.relay.cards import author_of
from bot.relay.markers import CARD, Marker, marked
from bot.relay.place import Channel
from bot.relay.stage import Job, Stage
from bot.relay.threads import awake, remove
from bot.relay.whole import post_message
from desk import places
from desk.models import Ticket
from desk.places import Drawing

_LOOKED_AT: Final = 100
"""How many messages at the beginning of a place are looked at: what opened it comes before all else."""


async def post_opening(stage: Stage, job: Job, channel: Channel, drawing: Drawing, *, said: bool) -> None:
    """Post the files that came with the opening message, and (`said`) its words, unless an earlier try has."""
    opening = drawing.opening
    if opening is None:
        return
    # Those that were handed in with a form stand with its answers.
    handed_in = await stage.store.read(places.uploads, job.ticket_id)
    files = () if handed_in else tuple(it for it in opening.attachments if it.id is not None)
    if said or files:
        shown = replace(opening, content=opening.content if said else "", attachments=files)
        await post_message(stage, job, channel, words.opened_with(author_of(opening)), shown)


async def take_opening(stage: Stage, channel: Channel, ticket: Ticket) -> None:
    """Take away what of the deleted opening message stands below the card; answers only when they are gone as well."""
    makings = await stage.store.read(places.makings, ticket.id)
    kept = range(FIRST_TEXT, FIRST_FILE) if ticket.fields else range(0)
    for message, marker in await _first_of_the_bot(stage, channel):
        if marker.seq in {Marker(seq).stored for seq in makings} and marker.part not in kept:
            partial = channel.get_partial_message(message.id)
            await awake(channel, lambda partial=partial: remove(partial))  # type: ignore[misc]  # bound for this turn


async def _first_of_the_bot(stage: Stage, channel: Channel) -> list[tuple[discord.Message, Marker]]:
    """The bot's first messages in the place that show one event, but for its cards."""
    found: list[tuple[discord.Message, Marker]] = []
    async for message in channel.history(limit=_LOOKED_AT, oldest_first=True):
        number = marked(message) if message.author.id == stage.me else None
        marker = None if number is None else Marker.of(number)
        if marker is None or marker.part == CARD:
            continue
        if found and found[0][1].seq != marker.seq:
            break
        found.append((message, marker))
    return found
