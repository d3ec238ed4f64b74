"""The channel categories of Discord under which the channels of tickets lie: the chosen one, and those that take over.

Discord refuses a channel under a full one, at fifty or before; that refusal, not a count, opens the next. A channel
category is called a group here, as "category" is the desk's own word.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar

import discord

from bot.relay import place_words as words
from bot.relay.alerts import alert, settle
from bot.relay.rights import BOT, HIDDEN, given, plain
from bot.relay.stage import Stage
from desk import places
from desk.faultpoint import faultpoint
from desk.models import Category

T = TypeVar("T")
Group = discord.CategoryChannel

ROOM: Final = 50
ROOM_OF_A_GUILD: Final = 500
NEARLY: Final = 0.9
"""From which part of its room on something is told to be nearly full."""

INVALID: Final = 50035


async def in_group(
    stage: Stage, category: Category, act: Callable[[Group | None], Awaitable[T]], *, archive: bool = False
) -> T:
    """Do `act` under the first group that has room, a new one if need be; raises what Discord answers beyond that.

    Where the bot may make no new group it is done under none.
    """
    group, done = await _in_present(stage, category, act, archive=archive)
    if done is None:
        async with stage.lock(f"groups:{category.id}"):
            # Another ticket may have had the next one made meanwhile.
            group, done = await _in_present(stage, category, act, archive=archive)
            if done is None:
                group = await _further(stage, category, archive=archive)
                done = await act(group)
    await _tell_room(stage, category, group)
    return done


async def _in_present(
    stage: Stage, category: Category, act: Callable[[Group | None], Awaitable[T]], *, archive: bool
) -> tuple[Group | None, T | None]:
    for group in await groups_of(stage, category, archive=archive):
        if _may_have_room(stage, group) and (done := await _tried(stage, group, act)) is not None:
            return group, done
    return None, None


async def groups_of(stage: Stage, category: Category, *, archive: bool = False) -> Sequence[Group]:
    """The groups that there are for the category's tickets, the chosen one first; or those for its closed ones."""
    chosen = category.settings.archive_channel_id if archive else category.settings.under_channel_id
    overflow = await stage.store.read(places.overflow, category.id, archive=archive)
    guild = stage.guild(category.guild_id)
    found = (guild.get_channel(each) for each in (chosen, *overflow) if each is not None)
    return [each for each in found if isinstance(each, Group)]


async def rename_groups(stage: Stage, category: Category) -> None:
    """Give the groups that the bot made for open tickets the names that they are to have, as far as Discord lets it."""
    made = await stage.store.read(places.overflow, category.id, archive=False)
    if not made:
        return
    groups = await groups_of(stage, category)
    chosen = next((each for each in groups if each.id not in made), None)
    for number, group in enumerate(groups, 1):
        name = _name(category, chosen, number)
        if group != chosen and group.name != name:
            with suppress(discord.RateLimited, discord.Forbidden):
                await group.edit(name=name)


def _may_have_room(stage: Stage, group: Group) -> bool:
    """Whether it is worth asking: not where Discord refused already with as many channels in it."""
    return len(group.channels) < min(ROOM, stage.refused_at.get(group.id, ROOM))


async def _tried(stage: Stage, group: Group, act: Callable[[Group | None], Awaitable[T]]) -> T | None:
    try:
        return await act(group)
    except discord.HTTPException as refusal:
        if not is_full(refusal):
            raise
    stage.refused_at[group.id] = len(group.channels)
    return None


def is_full(refusal: discord.HTTPException) -> bool:
    """Whether Discord says that the group has no more room. It names the field, if anything."""
    return refusal.code == INVALID and ("\nIn " not in refusal.text or "parent_id" in refusal.text)


async def _further(stage: Stage, category: Category, *, archive: bool) -> Group | None:
    """The next group, made now; None where the bot may make none."""
    guild, present = stage.guild(category.guild_id), await groups_of(stage, category, archive=archive)
    first = present[0] if present else None
    name = _name(category, first, len(present) + 1)
    group = _unknown(guild, present, name)
    if group is None:
        faultpoint("relay.before_group")
        try:
            group = await _make(guild, name, first)
        except discord.Forbidden:
            return None
        faultpoint("relay.after_group")
    await stage.store.write(places.overflowed, category.id, group.id, archive=archive)
    return group


async def _make(guild: discord.Guild, name: str, first: Group | None) -> Group:
    bot = given(guild.me.guild_permissions, BOT)
    if first is None:
        closed = given(guild.me.guild_permissions, HIDDEN)
        return await guild.create_category(name, overwrites={guild.default_role: closed, guild.me: bot})
    rights = {target: _settable(guild, each) for target, each in first.overwrites.items()}
    return await guild.create_category(name, overwrites={**rights, guild.me: bot}, position=first.position)


def _settable(guild: discord.Guild, present: discord.PermissionOverwrite) -> discord.PermissionOverwrite:
    """As much of it as Discord lets the bot set: what the bot holds itself, and never the right to give rights."""
    able = guild.me.guild_permissions
    if able.administrator:
        return present
    mask = able.value & ~discord.Permissions(manage_roles=True).value
    allow, deny = (discord.Permissions(each.value & mask) for each in present.pair())
    return discord.PermissionOverwrite.from_pair(allow, deny)


def _name(category: Category, chosen: Group | None, number: int) -> str:
    """The name of the group with that number, the first's that staff chose or of the category, and the number."""
    name = chosen.name if chosen is not None else words.group(category.name)
    return name if number == 1 else words.further_group(name, number)


def _unknown(guild: discord.Guild, known: Sequence[Group], name: str) -> Group | None:
    """One of that name with the bot's own rights in it, made by a try that could not write it down."""
    able = guild.me.guild_permissions
    ours = plain({guild.me: given(able, BOT)})[guild.me.id]
    for each in guild.categories:
        if each not in known and each.name == name and plain(each.overwrites).get(guild.me.id) == ours:
            return each
    return None


async def _tell_room(stage: Stage, category: Category, group: Group | None) -> None:
    """Warn once when group or guild is nearly full, and again only after it was not."""
    guild = stage.guild(category.guild_id)
    if group is not None:
        taken = len(group.channels)
        text = words.group_nearly_full(group.name, taken)
        await _tell(stage, guild, f"group:{group.id}", text, full=taken >= NEARLY * ROOM)
    taken = len(guild.channels)
    text = words.guild_nearly_full(taken)
    await _tell(stage, guild, f"channels:{guild.id}", text, full=taken >= NEARLY * ROOM_OF_A_GUILD)


async def _tell(stage: Stage, guild: discord.Guild, key: str, text: str, *, full: bool) -> None:
    if full:
        await alert(stage, guild, key, text)
    else:
        settle(stage, key)
