"""A guild as Discord has it, held against what the desk knows of it: permissions, roles, channels, readers, room."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

import discord

from bot.relay.groups import NEARLY, ROOM, ROOM_OF_A_GUILD
from cogs.surroundings import PLACES, POSTS, QUEUES, lacking
from desk.actor import Grant
from desk.findings import Finding, Matter, Verdict
from desk.inspection import Standing
from desk.models import Category, Style, Ticket

_OWN_PLACE: Final = (*POSTS, "manage_channels", "manage_roles", "manage_messages")
"""What the bot needs in a ticket's own channel."""

_POSTING: Final = (("log_channel_id", "category_log", POSTS), ("queue_channel_id", "queue", QUEUES))


class Seen(Protocol):
    """A guild as a look needs it: as the connected client holds it, or as it was asked for."""

    @property
    def me(self) -> discord.Member:
        """The bot."""

    @property
    def default_role(self) -> discord.Role:
        """@everyone."""

    @property
    def roles(self) -> Sequence[discord.Role]:
        """All roles, @everyone too."""

    @property
    def channels(self) -> Sequence[discord.abc.GuildChannel]:
        """All channels, channel categories too."""

    @property
    def categories(self) -> Sequence[discord.CategoryChannel]:
        """The channel categories."""

    def get_role(self, role_id: int, /) -> discord.Role | None:
        """The role with that id."""

    def get_channel(self, channel_id: int, /) -> discord.abc.GuildChannel | None:
        """The channel with that id."""


def inspect(guild: Seen, standing: Standing) -> Iterator[Finding]:
    """All that is to be said of the guild; nothing of what is well but that the bot is there."""
    yield Finding(Verdict.GOOD, Matter.CONNECTED)
    missing = lacking(guild.me.guild_permissions, PLACES)
    if missing:
        yield Finding(Verdict.BAD, Matter.PERMISSIONS, names=missing)
    if guild.default_role.permissions.administrator:
        yield Finding(Verdict.BAD, Matter.OPEN_TO_ALL)
    for panel in standing.panels:
        yield from _posting(guild, panel.channel_id, {"use": "panel"})
    yield from _posting(guild, standing.settings.log_channel_id, {"use": "log"})
    managers = {role_id for role_id, held in standing.grants.items() if Grant.MANAGE_TICKETS in held}
    for category in standing.categories:
        yield from _category(guild, category, managers)
    yield from _grants(guild, standing)
    yield from _channels(guild, standing, managers)
    yield from _room(guild)
    if standing.parked:
        errors = tuple(dict.fromkeys(each.error for each in standing.parked))
        yield Finding(Verdict.BAD, Matter.PARKED, {"count": len(standing.parked)}, errors[:5], mendable=True)


def _posting(
    guild: Seen, channel_id: int | None, facts: Mapping[str, object], needed: Sequence[str] = POSTS
) -> Iterator[Finding]:
    """Whether the bot can post there; `facts` tell what for."""
    if channel_id is None:
        return
    channel = guild.get_channel(channel_id)
    if channel is None:
        yield Finding(Verdict.BAD, Matter.CHANNEL_GONE, {**facts, "channel": channel_id})
        return
    missing = lacking(channel.permissions_for(guild.me), needed)
    if missing:
        mendable = _lets_itself_in(guild, channel, missing)
        yield Finding(Verdict.BAD, Matter.CHANNEL_LACKS, {**facts, "channel": channel_id}, missing, mendable)


def _lets_itself_in(guild: Seen, channel: discord.abc.GuildChannel, missing: Iterable[str]) -> bool:
    """Whether the bot can give itself what it lacks there: not where it does not see the channel, or sets no rights."""
    able = guild.me.guild_permissions
    return channel.permissions_for(guild.me).manage_roles and all(getattr(able, name) for name in missing)


def _category(guild: Seen, category: Category, managers: set[int]) -> Iterator[Finding]:
    it, facts = category.settings, {"category": category.id, "name": category.name}
    for name, use, needed in _POSTING:
        yield from _posting(guild, getattr(it, name), {"use": use, "name": category.name}, needed)
    yield from _group(guild, it.under_channel_id, {"use": "under", "name": category.name})
    archive = guild.get_channel(it.archive_channel_id or 0)
    lists = isinstance(archive, discord.TextChannel)
    yield from (_posting if lists else _group)(guild, it.archive_channel_id, {"use": "archive", "name": category.name})
    gone = _gone(guild, category.responder_role_ids | category.viewer_role_ids | it.opener_role_ids)
    if gone:
        yield Finding(Verdict.BAD, Matter.ROLES_GONE, facts | {"roles": gone}, tuple(map(str, gone)), mendable=True)
    if not category.responder_role_ids.difference(gone):
        yield Finding(Verdict.NOTE, Matter.NOBODY_ANSWERS, facts)
    if it.style is Style.THREAD:
        yield from _parent(guild, category, managers)


def _group(guild: Seen, group_id: int | None, facts: Mapping[str, object]) -> Iterator[Finding]:
    if group_id is None:
        return
    group = guild.get_channel(group_id)
    if group is None:
        yield Finding(Verdict.BAD, Matter.CHANNEL_GONE, {**facts, "channel": group_id})
    elif missing := lacking(group.permissions_for(guild.me), PLACES):
        yield Finding(Verdict.BAD, Matter.CHANNEL_LACKS, {**facts, "channel": group_id}, missing)


def _parent(guild: Seen, category: Category, managers: set[int]) -> Iterator[Finding]:
    """The channel under which the category's threads lie, and who reads them all by Manage Threads."""
    facts = {"category": category.id, "name": category.name, "channel": category.parent_channel_id or 0}
    parent = guild.get_channel(category.parent_channel_id or 0)
    if parent is None:
        yield Finding(Verdict.BAD, Matter.PARENT_GONE, facts, mendable=True)
        return
    needed = [name for name in PLACES if name not in {"manage_channels", "manage_roles"}]
    if missing := lacking(parent.permissions_for(guild.me), needed):
        yield Finding(Verdict.BAD, Matter.PARENT_LACKS, facts, missing, _lets_itself_in(guild, parent, missing))
    known = category.responder_role_ids | category.viewer_role_ids | managers
    reading = tuple(
        role.name
        for role in guild.roles
        if role.id not in known
        and not role.managed
        and not role.permissions.administrator
        and parent.permissions_for(role).manage_threads
    )
    if reading:
        yield Finding(Verdict.NOTE, Matter.STRANGERS, facts, reading)


def _grants(guild: Seen, standing: Standing) -> Iterator[Finding]:
    if gone := _gone(guild, standing.grants):
        yield Finding(Verdict.NOTE, Matter.GRANTS_GONE, {"roles": gone}, tuple(map(str, gone)))


def _gone(guild: Seen, role_ids: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(each for each in role_ids if guild.get_role(each) is None))


def _channels(guild: Seen, standing: Standing, managers: set[int]) -> Iterator[Finding]:
    """Who can read a ticket's own channel although nothing in the record says so."""
    categories = {each.id: each for each in standing.categories}
    for ticket, people in standing.channels:
        channel = guild.get_channel(ticket.place.channel_id or 0)
        if isinstance(channel, discord.TextChannel):
            category = categories[ticket.category_id]
            known = category.responder_role_ids | category.viewer_role_ids | managers | people
            yield from _posting(guild, channel.id, {"use": "ticket"}, _OWN_PLACE)
            names = _reading(guild, channel, ticket, known)
            if names:
                facts = {"category": category.id, "name": category.name, "channel": channel.id}
                yield Finding(Verdict.BAD, Matter.STRANGERS, facts, names, mendable=True)


def _reading(guild: Seen, channel: discord.TextChannel, ticket: Ticket, known: Iterable[int]) -> tuple[str, ...]:
    expected = {*known, ticket.owner_id, ticket.claimed_by, guild.me.id}
    names = [
        str(getattr(target, "name", target.id))
        for target, rights in channel.overwrites.items()
        if rights.view_channel and target.id not in expected and not _belongs_to_a_bot(target)
    ]
    if channel.overwrites_for(guild.default_role).view_channel is not False:
        names.append("@everyone")
    return tuple(names)


def _belongs_to_a_bot(target: object) -> bool:
    return (isinstance(target, discord.Member) and target.bot) or (isinstance(target, discord.Role) and target.managed)


def _room(guild: Seen) -> Iterator[Finding]:
    if len(guild.channels) >= NEARLY * ROOM_OF_A_GUILD:
        yield Finding(Verdict.NOTE, Matter.GUILD_NEARLY_FULL, {"count": len(guild.channels), "most": ROOM_OF_A_GUILD})
    for group in guild.categories:
        held = sum(each.category_id == group.id for each in guild.channels)
        if held >= NEARLY * ROOM:
            facts = {"channel": group.id, "count": held, "most": ROOM}
            yield Finding(Verdict.NOTE, Matter.GROUP_NEARLY_FULL, facts)
