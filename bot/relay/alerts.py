"""What administrators must know is told once until it changes: in the log, and in the guild's log channel if any."""

import logging

import discord

from bot.relay.stage import Stage
from desk import places

log = logging.getLogger(__name__)


async def alert(stage: Stage, guild: discord.Guild, key: str, text: str) -> None:
    """Tell `text`, unless something was told under `key` that is not settled yet. What cannot be told is logged."""
    if key in stage.told:
        return
    stage.told.add(key)
    log.warning("guild %d: %s", guild.id, text)
    settings = await stage.store.read(places.guild_settings, guild.id)
    channel = guild.get_channel(settings.log_channel_id or 0)
    if not isinstance(channel, discord.TextChannel):
        return
    try:
        await channel.send(text, allowed_mentions=discord.AllowedMentions.none())
    except discord.HTTPException as refusal:
        log.warning("guild %d: its log channel takes no message: %s", guild.id, refusal.code)


def settle(stage: Stage, key: str) -> None:
    """What was told under `key` holds no more: the next time it is told again."""
    stage.told.discard(key)
