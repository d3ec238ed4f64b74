"""What somebody wrote, whole: their words under a heading, and with the last of them their files."""

from dataclasses import replace
from io import BytesIO
from typing import Final

import discord

from bot.relay import words
from bot.relay.place import Channel
from bot.relay.posting import NAME_AT_MOST, post_parts, safe_name
from bot.relay.stage import Job, Stage
from cogs.typed import line
from desk import attachments
from desk.models import Message

_NO_FILES: Final = frozenset({40005, 50013})
"""Discord's codes for too large a request, and for a permission that the bot lacks."""

_TOO_LARGE: Final = 413


async def post_message(stage: Stage, job: Job, channel: Channel, heading: str, message: Message) -> discord.Message:
    """Post the message with its files; where Discord takes no files, or none so large, with their names."""
    files = await _files(stage, message)
    try:
        return await post_parts(channel, stage.me, job, heading, message.content, files)
    except discord.HTTPException as refusal:
        if not files or not (refusal.code in _NO_FILES or refusal.status == _TOO_LARGE):
            raise
    names = [words.file_unshown(line(it.name, NAME_AT_MOST)) for it in message.attachments]
    again = replace(job, doubtful=True)
    return await post_parts(channel, stage.me, again, heading, message.content, names=names)


async def _files(stage: Stage, message: Message) -> list[discord.File]:
    """The message's files, to be sent once, each under a name of its own that Discord keeps."""
    files: dict[str, discord.File] = {}
    for place, it in enumerate(message.attachments, 1):
        content = None if it.id is None else await stage.store.read_long(attachments.whole, it.id)
        if content is not None:
            name = safe_name(it.name)
            while name in files:
                name = f"{place}_{name}"[-NAME_AT_MOST:]
            files[name] = discord.File(BytesIO(content), name)
    return list(files.values())
