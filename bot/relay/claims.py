"""Claims that outlive the right to them: looked at when rights change, and after a time in which nobody listened."""

from collections.abc import Iterable

import discord

from bot.relay.keeping import keep
from bot.relay.stage import Stage
from desk import holding
from desk.events import Origin


async def look_at_claims(stage: Stage, guild_id: int, category_id: int | None = None) -> None:
    """Free the claims of the guild, or of one category, whose holders have lost the right to them or are gone."""
    guild = stage.guild(guild_id)
    found = {each: guild.get_member(each) for each in await stage.store.read(holding.holders, guild_id, category_id)}
    if guild.chunked:
        # Of a guild that is half told, most members would look as if they were gone.
        for user_id in sorted(each for each, member in found.items() if member is None):
            await keep(stage.store, holding.free_of, _origin(stage, guild_id), user_id)
    await free_those_lost(stage, guild_id, filter(None, found.values()))


async def free_those_lost(stage: Stage, guild_id: int, members: Iterable[discord.Member]) -> None:
    """Free what these members claimed and could claim no more."""
    holders = await stage.store.read(holding.holders, guild_id, None)
    actors = [stage.actor(member) for member in members if member.id in holders]
    if actors:
        await keep(stage.store, holding.free_those_lost, _origin(stage, guild_id), actors)


def _origin(stage: Stage, guild_id: int) -> Origin:
    return Origin(guild_id, stage.now(), "claims")
