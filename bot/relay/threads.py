"""Threads as places of tickets: found, found again by number, woken, and told from those that are gone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

import discord

from bot.relay.place import Channel
from bot.relay.stage import Stage
from bot.relay.verdicts import ARCHIVED
from cogs.typed import room
from desk.clock import parse_rfc3339
from desk.models import Ticket

T = TypeVar("T")
NAME_ROOM = 100

APART: Final = timedelta(hours=1)
"""How far this machine's clock and Discord's may be apart."""

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
"""Discord's codes for what is gone."""


def number_mark(number: int) -> str:
    """What opens the name of a ticket's thread: the marker by which the thread is found again."""
    return f"{number:04d} · "


def thread_name(ticket: Ticket) -> str:
    """The name of a ticket's thread: its number, and as much of its title as Discord takes."""
    name = number_mark(ticket.number) + " ".join(ticket.title.split())
    if room(name) <= NAME_ROOM:
        return name
    while room(name) >= NAME_ROOM:
        name = name[:-1]
    return name.rstrip() + "…"


async def look_up(guild: discord.Guild, channel_id: int) -> Channel | None:
    """The channel or thread with that id, archived ones too; None when Discord says that it is gone.

    Unlike `place_of` it takes no other 404 for that: a ticket is closed on this answer. Raises what else it answers.
    """
    known = guild.get_channel_or_thread(channel_id)
    try:
        found = await guild.fetch_channel(channel_id) if known is None else known
    except discord.NotFound as answer:
        if answer.code == UNKNOWN_CHANNEL:
            return None
        raise
    if not isinstance(found, discord.Thread | discord.TextChannel):
        raise discord.InvalidData
    return found


async def is_gone(channel: Channel, message_id: int) -> bool:
    """Whether Discord says that this message is gone. Raises what else it answers: that the channel is gone, too."""
    try:
        await channel.fetch_message(message_id)
    except discord.NotFound as answer:
        if answer.code == UNKNOWN_MESSAGE:
            return True
        raise
    return False


async def numbered(stage: Stage, parent: discord.TextChannel, number: int, since: str) -> list[discord.Thread]:
    """The bot's threads under that parent whose names open with the number, and that are not from before `since`."""
    mark, begun = number_mark(number), parse_rfc3339(since) - APART
    found = {each.id: each async for each in threads_under(stage, parent, begun) if each.name.startswith(mark)}
    return sorted((each for each in found.values() if each.owner_id == stage.me), key=lambda each: each.id)


async def threads_under(stage: Stage, parent: discord.TextChannel, begun: datetime) -> AsyncIterator[discord.Thread]:
    """Its threads that are not archived, and those that were since then; Discord lists the last archived first."""
    guild = parent.guild
    for active in await stage.shared.once(f"threads:{guild.id}", guild.active_threads):
        if active.parent_id == parent.id:
            yield active
    async for archived in parent.archived_threads(private=True, limit=None):
        if archived.archive_timestamp < begun:
            return
        yield archived


async def awake(channel: Channel, act: Callable[[], Awaitable[T]]) -> T:
    """Do `act` there; where Discord refuses because it is an archived thread, wake it first."""
    try:
        return await act()
    except discord.HTTPException as refusal:
        if refusal.code != ARCHIVED or not isinstance(channel, discord.Thread):
            raise
    await channel.edit(archived=False)
    return await act()


async def remove(thread: Channel | discord.PartialMessage) -> None:
    """Delete it; that it is gone already is as good."""
    try:
        await thread.delete()
    except discord.NotFound:
        return
