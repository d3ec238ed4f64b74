"""What a guild has to offer a category now: roles, emoji, and what the bot lacks where it is to make places or post."""

from collections.abc import Iterable, Sequence
from typing import Final

import discord

from cogs.door import Door
from desk.configuring import Surroundings

PLACES: Final = (
    "view_channel",
    "manage_channels",
    "manage_roles",
    "send_messages",
    "send_messages_in_threads",
    "create_private_threads",
    "manage_threads",
    "manage_messages",
    "read_message_history",
    "attach_files",
)
"""What the bot needs to make private places of both styles, and to keep them private."""

POSTS: Final = ("view_channel", "send_messages", "read_message_history")
"""What the bot needs where it only posts."""

QUEUES: Final = (*POSTS, "embed_links")
"""What the bot needs where it shows a live queue."""


Posts = Iterable[tuple[int, Sequence[str]]]


def surroundings(door: Door, guild: discord.Guild, posts: Posts = ()) -> Surroundings:
    """What the guild offers; `posts` are the channels in which the bot is to post, by id, with what it needs there."""
    chosen = [(guild.get_channel(each), needed) for each, needed in posts]
    return Surroundings(
        role_ids=door.directory.assignable_roles(guild.id),
        emoji={each.name: str(each) for each in guild.emojis},
        parents={
            0: lacking(guild.me.guild_permissions, PLACES),
            **{each.id: lacking(each.permissions_for(guild.me), PLACES) for each in guild.categories},
        },
        posts={
            each.id: lacking(each.permissions_for(guild.me), needed)
            for each, needed in chosen
            if isinstance(each, discord.TextChannel)
        },
        pingable=frozenset(
            each.id for each in guild.roles if each.mentionable or guild.me.guild_permissions.mention_everyone
        ),
        open_to_all=guild.default_role.permissions.administrator,
    )


def lacking(held: discord.Permissions, needed: Iterable[str]) -> tuple[str, ...]:
    """The names of the needed permissions that are not held."""
    return tuple(name for name in needed if not getattr(held, name))
