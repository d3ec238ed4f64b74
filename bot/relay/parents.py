"""The parent channel of a category, under which the threads of its tickets lie: made, found again, and kept right.

Threads have no overwrites of their own; so the parent's say who may write in them. Everybody sees the empty channel,
as nobody can be in a thread whose parent they cannot see.
"""

import re
from collections.abc import Collection
from functools import partial

import discord

from bot.relay import words
from bot.relay.groups import groups_of, in_group
from bot.relay.held import held_by_blocks, managers
from bot.relay.people import warn_of_strangers
from bot.relay.rights import Overwrites, Target, given, plain
from bot.relay.stage import Stage
from desk import lodging, places
from desk.faultpoint import faultpoint
from desk.lodging import Lodging
from desk.models import Category, Style

_EVERYBODY = {
    "view_channel": True,
    "read_message_history": True,
    "send_messages": False,
    "create_public_threads": False,
    "create_private_threads": False,
    "send_messages_in_threads": True,
}
_VIEWER = {"view_channel": True, "read_message_history": True, "send_messages_in_threads": False}
_RESPONDER = {"view_channel": True, "read_message_history": True, "send_messages_in_threads": True}
_BOT = {
    "view_channel": True,
    "read_message_history": True,
    "send_messages": True,
    "embed_links": True,
    "attach_files": True,
    "send_messages_in_threads": True,
    "create_private_threads": True,
    "manage_threads": True,
    "manage_messages": True,
}
_OF_WRITER = discord.PermissionOverwrite(send_messages_in_threads=True)


def name_of_parent(category: Category) -> str:
    """The channel's name as Discord writes names: small letters, no blanks."""
    name = re.sub(r"[^\w-]+", "-", category.name.lower()).strip("-_")[:90].rstrip("-")
    return f"tickets-{name}" if name else f"tickets-{category.id}"


async def ensure_parent(stage: Stage, category: Category) -> discord.TextChannel:
    """The parent channel with the overwrites that it should have, made if need be. Raises what Discord answers."""
    return await stage.shared.once(f"parent:{category.id}", partial(_ensured, stage, category))


async def _ensured(stage: Stage, category: Category) -> discord.TextChannel:
    # Who had to wait may hold a category from before a change that has been drawn meanwhile.
    there = await stage.store.read(lodging.lodging, category)
    category, guild = there.category, stage.guild(category.guild_id)
    managing = managers(stage, guild.id)
    writers = await _writers(stage, there, managing)
    parent = _found(guild, category)
    if parent is None:
        faultpoint("relay.before_parent")
        parent = await _made(stage, category, _wanted(guild, there, managing, writers, {}))
        faultpoint("relay.after_parent")
    if category.parent_channel_id != parent.id:
        await _remove_doubles(guild, parent, category)
        await stage.store.write(places.parent_made, category.id, parent.id)
    # Each time that it is asked for, discord.py reckons it anew, right by right.
    present = parent.overwrites
    await _keep(parent, present, _wanted(guild, there, managing, writers, present))
    await _move(stage, parent, category)
    warn_of_strangers(stage, parent, there.categories, managing)
    return parent


async def keep_parent(stage: Stage, category: Category) -> None:
    """Put right who may write under the category's channel; for a category that is no more, none is made again."""
    if category.deleted_at is None or parent_of(stage, category) is not None:
        await ensure_parent(stage, category)


async def _made(stage: Stage, category: Category, rights: Overwrites) -> discord.TextChannel:
    """A new one, in the channel category that was chosen for the tickets, if one was."""
    guild = stage.guild(category.guild_id)

    async def create(group: discord.CategoryChannel | None) -> discord.TextChannel:
        return await guild.create_text_channel(
            name_of_parent(category),
            category=group,
            topic=words.topic(category),
            overwrites=rights,
            reason=words.for_category(category),
        )

    if category.settings.under_channel_id is None:
        return await create(None)
    return await in_group(stage, category, create)


async def _move(stage: Stage, parent: discord.TextChannel, category: Category) -> None:
    """Put it into the channel category that was chosen since; without one it stays where somebody put it."""
    chosen = category.settings.under_channel_id
    if category.settings.style is not Style.THREAD or chosen is None or parent.category_id == chosen:
        return
    groups = await groups_of(stage, category)
    if not groups or parent.category_id in {each.id for each in groups}:
        return

    async def move(group: discord.CategoryChannel | None) -> bool:
        await parent.edit(category=group)
        return True

    await in_group(stage, category, move)


def parent_of(stage: Stage, category: Category) -> discord.TextChannel | None:
    """The parent channel, if there is one."""
    return _found(stage.guild(category.guild_id), category)


def _found(guild: discord.Guild, category: Category) -> discord.TextChannel | None:
    known = guild.get_channel(category.parent_channel_id or 0)
    if isinstance(known, discord.TextChannel):
        return known
    return next((each for each in guild.text_channels if _is_of(each, category)), None)


async def _remove_doubles(guild: discord.Guild, made: discord.TextChannel, category: Category) -> None:
    """Discord may make a channel and answer with an error; each repeated request makes one more."""
    for other in guild.text_channels:
        if other.id != made.id and _is_of(other, category) and not other.threads:
            await other.delete()


def _is_of(channel: discord.TextChannel, category: Category) -> bool:
    """Whether the bot may well have made it: anybody can write such a topic, but not give the bot such rights."""
    marked = (channel.topic or "").endswith(words.topic_mark(category))
    return marked and channel.overwrites_for(channel.guild.me).manage_threads is True


async def _keep(parent: discord.TextChannel, present: Overwrites, wanted: Overwrites) -> None:
    """Put the overwrites right where they are not."""
    if plain(present) != plain(wanted):
        await parent.edit(overwrites=wanted)


async def rename_parent(stage: Stage, category: Category) -> None:
    """Give the parent the category's name; Discord allows that twice in ten minutes, and beyond that it is left."""
    parent = parent_of(stage, category)
    if parent is None or parent.name == name_of_parent(category):
        return
    try:
        await parent.edit(name=name_of_parent(category))
    except discord.RateLimited:
        return


async def _writers(stage: Stage, there: Lodging, managing: frozenset[int]) -> list[discord.Member]:
    """Those who own an open ticket there or were added to one, and could not write in it as a role of theirs views."""
    guild = stage.guild(there.category.guild_id)
    roles = filter(None, map(guild.get_role, there.viewer_role_ids))
    viewing = {member.id: member for role in roles for member in role.members}
    silenced = {each: it for each, it in viewing.items() if not _holds(it, there.responder_role_ids | managing)}
    if not silenced:
        return []
    writing = await stage.store.read(lodging.writers, there.category.id) - await held_by_blocks(stage, guild.id)
    return [silenced[each] for each in sorted(silenced.keys() & writing)]


def _wanted(
    guild: discord.Guild,
    there: Lodging,
    managing: frozenset[int],
    writers: Collection[discord.Member],
    present: Overwrites,
) -> dict[Target, discord.PermissionOverwrite]:
    """What the record says of roles and writers. What others set stays, as far as it is not what the bot sets.

    Who manages tickets answers, though another role of theirs only views.
    """
    able = guild.me.guild_permissions
    ours = (given(able, _VIEWER), given(able, _RESPONDER))
    kept = {
        target: each
        for target, each in present.items()
        if (each != _OF_WRITER if _is_member(target) else each not in ours)
    }
    roles = {
        **dict.fromkeys(there.viewer_role_ids, _VIEWER),
        **dict.fromkeys(there.responder_role_ids | managing, _RESPONDER),
    }
    named = {guild.get_role(role_id): given(able, rights) for role_id, rights in roles.items()}
    return {
        **kept,
        **{member: _writing(present.get(member)) for member in writers},
        **{role: rights for role, rights in named.items() if role is not None},
        guild.default_role: given(able, _EVERYBODY),
        guild.me: given(able, _BOT),
    }


def _writing(present: discord.PermissionOverwrite | None) -> discord.PermissionOverwrite:
    """What somebody set for the member, with the right to write."""
    allow, deny = present.pair() if present is not None else (discord.Permissions.none(), discord.Permissions.none())
    rights = discord.PermissionOverwrite.from_pair(allow, deny)
    rights.update(send_messages_in_threads=True)
    return rights


def _is_member(target: Target) -> bool:
    return isinstance(target, discord.Member) or (isinstance(target, discord.Object) and target.type is discord.Member)


def _holds(member: discord.Member, role_ids: Collection[int]) -> bool:
    return any(role.id in role_ids for role in member.roles)
