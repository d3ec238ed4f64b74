"""The parent channel of a category, under which the threads of its tickets lie: made, found again, and kept right.

Threads have no overwrites of their own; so the parent's say who may write in them. Everybody sees the empty channel,
as nobody can be in a thread whose parent they cannot see.
"""

import re
from collections.abc import Sequence

import discord

from bot.relay import words
from bot.relay.groups import groups_of, in_group
from bot.relay.held import managers
from bot.relay.people import warn_of_strangers
from bot.relay.rights import Overwrites, Target, given, plain
from bot.relay.stage import Stage
from desk import places
from desk.faultpoint import faultpoint
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
    "send_messages_in_threads": True,
    "create_private_threads": True,
    "manage_threads": True,
    "manage_messages": True,
}
_WRITER_WHO_VIEWS = {"send_messages_in_threads": True}


def name_of_parent(category: Category) -> str:
    """The channel's name as Discord writes names: small letters, no blanks."""
    name = re.sub(r"[^\w-]+", "-", category.name.lower()).strip("-_")[:90].rstrip("-")
    return f"tickets-{name}" if name else f"tickets-{category.id}"


async def ensure_parent(stage: Stage, category: Category) -> discord.TextChannel:
    """The parent channel with the overwrites that it should have, made if need be. Raises what Discord answers."""
    async with stage.lock(f"parent:{category.id}"):
        # Who waited for the lock may hold a category from before a change that has been drawn meanwhile.
        if (present := await stage.store.read(places.category, category.guild_id, category.id)) is not None:
            category = present
        # Tickets that were moved to another category leave their threads here: its roles count here as well.
        lodging = [category, *await stage.store.read(places.guests, category)]
        guild = stage.guild(category.guild_id)
        parent = _found(guild, category)
        if parent is None:
            faultpoint("relay.before_parent")
            parent = await _made(stage, category, _wanted(guild, lodging, {}))
            faultpoint("relay.after_parent")
        if category.parent_channel_id != parent.id:
            await _remove_doubles(guild, parent, category)
            await stage.store.write(places.parent_made, category.id, parent.id)
        await _keep(parent, lodging)
        await _move(stage, parent, category)
    warn_of_strangers(stage, parent, lodging, managers(stage, guild.id))
    return parent


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
    groups = await groups_of(stage, category)
    if category.settings.style is not Style.THREAD or not groups or parent.category_id in {each.id for each in groups}:
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


async def _keep(parent: discord.TextChannel, lodging: Sequence[Category]) -> None:
    """Put the overwrites right where they are not; what others set for roles of their own stays."""
    wanted = _wanted(parent.guild, lodging, parent.overwrites)
    if plain(parent.overwrites) != plain(wanted):
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


def _wanted(
    guild: discord.Guild, lodging: Sequence[Category], present: Overwrites
) -> dict[Target, discord.PermissionOverwrite]:
    able = guild.me.guild_permissions
    ours = (given(able, _VIEWER), given(able, _RESPONDER))
    kept = {target: each for target, each in present.items() if not (_is_role(target) and each in ours)}
    roles = {
        **dict.fromkeys(frozenset[int]().union(*(each.viewer_role_ids for each in lodging)), _VIEWER),
        **dict.fromkeys(_responders(lodging), _RESPONDER),
    }
    named = {guild.get_role(role_id): given(able, rights) for role_id, rights in roles.items()}
    return {
        **kept,
        **{role: rights for role, rights in named.items() if role is not None},
        guild.default_role: given(able, _EVERYBODY),
        guild.me: given(able, _BOT),
    }


def _is_role(target: object) -> bool:
    return isinstance(target, discord.Role) or (isinstance(target, discord.Object) and target.type is discord.Role)


def _responders(lodging: Sequence[Category]) -> frozenset[int]:
    return frozenset[int]().union(*(each.responder_role_ids for each in lodging))


async def let_write(stage: Stage, parent: discord.TextChannel, category: Category, user_id: int) -> None:
    """Who owns a ticket or was added to one, and only views by a role, could not write in it: let them."""
    member = parent.guild.get_member(user_id)
    if member is None:
        return
    lodging = [category, *await stage.store.read(places.guests, category)]
    held = {role.id for role in member.roles}
    views = any(held & each.viewer_role_ids for each in lodging)
    if views and not held & _responders(lodging):
        rights = parent.overwrites_for(member)
        if rights.send_messages_in_threads is not True:
            rights.update(**_WRITER_WHO_VIEWS)
            await parent.set_permissions(member, overwrite=rights)
