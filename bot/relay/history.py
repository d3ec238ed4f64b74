"""One place, looked through after a time in which Discord told nothing of it: what was said, edited and deleted.

"Discord failed" and "it is gone" are different answers. Only a 404 with the code for an unknown channel or an unknown
message says that it is gone; a history in which a message is missing is no more than a reason to ask for it.
"""

import logging
from collections import Counter
from collections.abc import Mapping
from typing import Final

import discord

from bot.relay.keeping import keep
from bot.relay.place import Channel
from bot.relay.saying import author_of, by_a_person, seen_in
from bot.relay.stage import Stage
from bot.relay.threads import is_gone, look_up
from desk import catching_up, following, messages, noting
from desk.catching_up import KnownPlace
from desk.clock import rfc3339
from desk.events import Origin
from desk.models import Message

log = logging.getLogger(__name__)

WINDOW: Final = 100
"""How many of a place's last messages are looked through for edits and deletions."""

_PAGE: Final = 100
"""How many archived threads Discord lists at once."""


async def archived(guild: discord.Guild, parents: Mapping[int, int]) -> dict[int, discord.Thread]:
    """Those of the threads (their ids with those of their channels) that are archived, asked for by the hundred.

    A session begins with the other ones. It is asked no oftener than once for each thread.
    """
    missing = {thread: parent for thread, parent in parents.items() if guild.get_channel_or_thread(thread) is None}
    found: dict[int, discord.Thread] = {}
    for parent_id, wanted in Counter(missing.values()).items():
        parent = guild.get_channel(parent_id)
        if not isinstance(parent, discord.TextChannel):
            continue
        left = wanted
        async for thread in parent.archived_threads(private=True, limit=wanted * _PAGE):
            if missing.get(thread.id) == parent_id:
                found[thread.id], left = thread, left - 1
            if left == 0:
                break
    return found


async def catch_up_with(
    stage: Stage, place: KnownPlace, *, thoroughly: bool, channel: discord.Thread | None = None
) -> bool:
    """Record what happened in the place since it was last heard of; False where the bot may not read it.

    `channel` is the place itself, where it is known. Raises what Discord answers.

    Edits and deletions are looked for where something was said meanwhile, and elsewhere if `thoroughly`.
    """
    guild_id, channel_id = place.ticket.guild_id, place.channel_id
    there = channel or await look_up(stage.guild(guild_id), channel_id)
    if there is None:
        await keep(stage.store, following.channel_gone, _origin(stage, place, channel_id), channel_id)
        return True
    if not _readable(there):
        log.warning("channel %d cannot be read: Read Message History is missing there", there.id)
        return False
    news = (there.last_message_id or 0) > place.heard
    if news or thoroughly:
        await _follow_changes(stage, place, there)
    if news:
        await _read_on(stage, place, there)
    return True


def _readable(channel: Channel) -> bool:
    """Whether the bot may read what was said; where it may not, Discord answers with an empty history."""
    where = channel.parent if isinstance(channel, discord.Thread) else channel
    return where is not None and where.permissions_for(channel.guild.me).read_message_history


async def _read_on(stage: Stage, place: KnownPlace, channel: Channel) -> None:
    """Record what was said after the last that is known, oldest first, at the times when it was said."""
    # The last may be deleted by now; asked before the history is, it says all the same how far that reaches.
    heard = channel.last_message_id or 0
    after = discord.Object(place.heard or channel.id)
    async for message in channel.history(limit=None, after=after, oldest_first=True):
        heard = max(heard, message.id)
        if by_a_person(message):
            actor = author_of(message, channel.guild, stage.store.identities, rfc3339(message.created_at))
            await keep(stage.store, noting.hear, actor, seen_in(message))
    await keep(stage.store, catching_up.heard, place.ticket.id, heard)


async def _follow_changes(stage: Stage, place: KnownPlace, channel: Channel) -> None:
    """Follow edits and deletions among the last messages that are known."""
    # What is known is asked first: what is recorded after the question to Discord would be missing in its answer.
    known = await stage.store.read(catching_up.shown_messages, place.ticket.id, WINDOW)
    card_id = place.ticket.place.card_id
    before = discord.Object(max([card_id or 0, *(each.discord_id or 0 for each in known)]) + 1)
    there = {each.id: each async for each in channel.history(limit=WINDOW, before=before)}
    for message in known:
        await _compare(stage, place, channel, message, there.get(message.discord_id or 0))
    if card_id is not None and card_id not in there and await is_gone(channel, card_id):
        await keep(stage.store, following.message_gone, _origin(stage, place, card_id), channel.id, card_id)


async def _compare(
    stage: Stage, place: KnownPlace, channel: Channel, known: Message, there: discord.Message | None
) -> None:
    discord_id = known.discord_id or 0
    if there is None:
        if await is_gone(channel, discord_id):
            await keep(stage.store, messages.record_removal, _origin(stage, place, discord_id), discord_id)
        return
    edited_at = rfc3339(there.edited_at) if there.edited_at else None
    if edited_at is not None and edited_at != known.edited_at and not known.by_bot:
        origin = _origin(stage, place, discord_id)
        actor = author_of(there, channel.guild, stage.store.identities, origin.at)
        await keep(stage.store, noting.hear_edit, actor, origin, discord_id, there.content, edited_at)


def _origin(stage: Stage, place: KnownPlace, about: int) -> Origin:
    return Origin(place.ticket.guild_id, stage.now(), f"catching up {about}")
