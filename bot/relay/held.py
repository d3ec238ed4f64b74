"""Whom a block holds, by themselves or by a role of theirs, as Discord knows their roles now."""

from collections.abc import Collection

import discord

from bot.relay.stage import Stage
from desk import places
from desk.actor import Grant


async def held_by_blocks(stage: Stage, guild_id: int) -> frozenset[int]:
    """The ids of the members whom a block holds. Who manages tickets cannot be held."""
    guild, managing = stage.guild(guild_id), managers(stage, guild_id)
    found = await under_blocks(stage, guild_id)
    return frozenset(each for each in found if not _manages(guild, each, managing))


async def under_blocks(stage: Stage, guild_id: int) -> frozenset[int]:
    """The ids of the members who are blocked, those included whom no block holds as they manage tickets."""
    guild = stage.guild(guild_id)
    blocked = await stage.store.read(places.blocked, guild_id, stage.now())
    roles = filter(None, map(guild.get_role, blocked.role_ids))
    return blocked.user_ids.union(*({member.id for member in role.members} for role in roles))


def managers(stage: Stage, guild_id: int) -> frozenset[int]:
    """The roles with manage_tickets."""
    held = stage.store.identities.grants.items()
    return frozenset(role for (guild, role), given in held if guild == guild_id and Grant.MANAGE_TICKETS in given)


def holds(guild: discord.Guild, user_id: int, role_ids: Collection[int]) -> bool:
    """Whether the member has one of those roles."""
    member = guild.get_member(user_id)
    return member is not None and any(role.id in role_ids for role in member.roles)


def _manages(guild: discord.Guild, user_id: int, managing: Collection[int]) -> bool:
    member = guild.get_member(user_id)
    return member is not None and (member.guild_permissions.administrator or holds(guild, user_id, managing))
