"""Files that people attach in Discord, brought into the store, where transcripts and programs find them later."""

import asyncio
import logging
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import discord

from bot.relay.stage import Stage
from desk import attachments
from desk.errors import FilesFull
from desk.filing import FILE_AT_MOST, PART

log = logging.getLogger(__name__)

SECONDS: Final = 30.0
"""How long one file may take to come."""

_HOSTS: Final = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
# No name that ends so leads anywhere; a simulated Discord uses one.
_NOWHERE: Final = ".invalid"


async def bring_in(stage: Stage, message_id: int, *, once: bool = False, last_copy: bool = False) -> None:
    """Fetch what the message brought and the store has not. What cannot be had stays a name.

    What Discord or the network fails at for now is raised, so that it is tried again; with `once` it is given up.
    `last_copy` says that it is about to go from Discord.
    """
    for place, url in await stage.store.read(attachments.sought, message_id):
        content = await _fetched(stage, url, once=once)
        file_id = await _keep(stage, message_id, content, last_copy=last_copy) if content else None
        await stage.store.write(attachments.fetched, message_id, place, file_id)


async def _fetched(stage: Stage, url: str, *, once: bool) -> bytes | None:
    """The file from where Discord keeps it; None when it is too large, or cannot be had any more."""
    if not _is_discords(url):
        return None
    try:
        async with asyncio.timeout(SECONDS):
            content = await stage.client.http.get_from_cdn(url)
    except (discord.NotFound, discord.Forbidden):
        return None
    except (discord.HTTPException, aiohttp.ClientError, TimeoutError, OSError) as error:
        if not once:
            raise
        log.warning("a file is not fetched: %s", type(error).__name__)
        return None
    return content if len(content) <= FILE_AT_MOST else None


def _is_discords(url: str) -> bool:
    try:
        where = urlsplit(url)
    except ValueError:
        return False
    host = where.hostname or ""
    return where.scheme == "https" and (host in _HOSTS or host.endswith(_NOWHERE))


async def _keep(stage: Stage, message_id: int, content: bytes, *, last_copy: bool) -> int | None:
    """The id of the file in the store; None where there is no room for it."""
    file_id = await stage.store.write(attachments.begin_sought, message_id, stage.now())
    if file_id is None:
        return None
    try:
        for start in range(0, len(content), PART):
            piece = content[start : start + PART]
            await stage.store.write(attachments.add, file_id, piece, first=start == 0, last_copy=last_copy)
    except FilesFull as error:
        log.warning("a file of message %d is not kept: %s", message_id, type(error).__name__)
        await stage.store.write(attachments.drop, [file_id])
        return None
    return file_id
