"""The place of a ticket in Discord, a thread or a channel of its own: found, and told from one that is gone."""

import discord

from bot.relay.stage import Stage

Channel = discord.Thread | discord.TextChannel
"""Where a ticket is: both are written in and read alike."""


async def place_of(stage: Stage, guild_id: int, channel_id: int | None) -> Channel | None:
    """The thread or channel with that id; None when there is none or it is gone. Raises what else Discord answers."""
    if channel_id is None:
        return None
    guild = stage.guild(guild_id)
    found = guild.get_channel_or_thread(channel_id)
    if found is None:
        try:
            found = await guild.fetch_channel(channel_id)
        except discord.NotFound:
            return None
    return found if isinstance(found, discord.Thread | discord.TextChannel) else None


def may_be_a_place(guild: discord.Guild, channel_id: int) -> bool:
    """Whether the channel can be a ticket's: the bot made it, or the client does not hold it and cannot say."""
    found = guild.get_channel_or_thread(channel_id)
    if found is None:
        return True
    if isinstance(found, discord.Thread):
        return found.owner_id == guild.me.id
    return isinstance(found, discord.TextChannel) and is_closed_off(found)


def is_closed_off(channel: discord.TextChannel) -> bool:
    """Whether everybody is kept out of the channel and the bot let in by name, as the bot does it."""
    everybody, bot = channel.overwrites_for(channel.guild.default_role), channel.overwrites_for(channel.guild.me)
    return everybody.view_channel is False and bot.view_channel is True
