"""Sending the bot's messages into a place: once each, and what people wrote whole, in as few messages as it takes."""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import discord

from bot.relay.markers import CARD, Marker, Writable, find
from bot.relay.place import Channel
from bot.relay.quoting import MESSAGE_ROOM, frames
from bot.relay.stage import Job
from cogs.typed import room
from desk.faultpoint import faultpoint

Text = discord.ui.TextDisplay[Any]

NAME_AT_MOST: Final = 60
"""Characters of a file's name that are shown."""


async def post(
    channel: Writable,
    me: int,
    job: Job,
    texts: Sequence[str],
    *rows: Sequence[discord.ui.Item[Any]],
    part: int = 0,
    calling: Collection[int] = (),
    files: Sequence[discord.File] = (),
) -> discord.Message:
    """Send these texts as one message over files and rows of buttons, unless an earlier try has sent it already.

    It pings the members in `calling`, as far as a text mentions them, and nobody else.
    """
    marker = Marker(job.event.seq, part)
    if job.doubtful and (sent := await find(channel, me, marker)) is not None:
        return sent
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(Text(texts[0], id=marker.component_id))
    for text in texts[1:]:
        view.add_item(Text(text))
    for file in files:
        view.add_item(discord.ui.File(file))
    for buttons in filter(None, rows):
        view.add_item(discord.ui.ActionRow(*buttons))
    allowed = discord.AllowedMentions(
        everyone=False, roles=False, replied_user=False, users=[discord.Object(user_id) for user_id in calling]
    )
    faultpoint("relay.before_post")
    sent = await channel.send(view=view, files=files, nonce=marker.nonce, allowed_mentions=allowed)
    faultpoint("relay.after_post")
    return sent


async def post_parts(
    channel: Channel,
    me: int,
    job: Job,
    heading: str,
    content: str,
    files: Sequence[discord.File] = (),
    *,
    names: Sequence[str] = (),
) -> discord.Message:
    """Send what somebody wrote under a heading, whole; returns the first of the messages that show it.

    The last of them has the files, and `names` what is said of those that are not sent.
    """
    shown = list(frames(content, MESSAGE_ROOM - room(heading) - 50))[:CARD] if content else []
    parts = [[heading, *shown[:1]], *([text] for text in shown[1:])]
    if names:
        parts.append(list(names))
    last = len(parts) - 1
    messages = [
        await post(channel, me, job, texts, part=part, files=files if part == last else ())
        for part, texts in enumerate(parts)
    ]
    return messages[0]


def safe_name(name: str) -> str:
    """A name that Discord keeps as it is: its own way of writing names would part the file from its place."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name)[-NAME_AT_MOST:].lstrip("._-") or "file"


async def post_file(channel: Channel, me: int, job: Job, text: str, file: discord.File, part: int) -> discord.Message:
    """Send a file under that text, pinging nobody, unless an earlier try has sent it already."""
    marker = Marker(job.event.seq, part)
    if job.doubtful and (sent := await find(channel, me, marker)) is not None:
        return sent
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(Text(text, id=marker.component_id))
    view.add_item(discord.ui.File(file))
    return await channel.send(view=view, file=file, nonce=marker.nonce, allowed_mentions=discord.AllowedMentions.none())
