"""Who is in a ticket's thread: staff enter without a ping, whoever loses the right is put out, strangers are named."""

import logging
from collections.abc import Collection, Sequence

import discord

from bot.relay.place import place_of
from bot.relay.stage import Stage
from bot.relay.threads import awake
from bot.relay.words import roles_shown
from cogs.typed import line
from cogs.words.replies import team
from desk import places, veil
from desk.models import Category, Event, Ticket
from desk.places import Drawing

log = logging.getLogger(__name__)

ROLE_SIZE = 100
"""The most members of a role that are brought into a thread; of a larger role everybody comes by themselves."""


def name_of(guild: discord.Guild, user_id: int | None) -> str:
    """What the member is called in that guild, safe inside the bot's words; the mention for who is not in it."""
    member = guild.get_member(user_id) if user_id else None
    return line(member.display_name) if member else f"<@{user_id}>"


def name_then(guild: discord.Guild, user_id: int, then: object) -> str:
    """As `name_of`, and for who has left what they were called then, where that is known."""
    return line(str(then)) if then and guild.get_member(user_id) is None else name_of(guild, user_id)


async def actor_in(stage: Stage, guild: discord.Guild, drawing: Drawing, event: Event) -> str:
    """What who did that is called in the ticket's place: without a name, too, if it was done where staff has none."""
    silent = await stage.store.read(veil.was_silent, event)
    return called_in(guild, drawing, event.actor_id, silent=silent)


def called_in(guild: discord.Guild, drawing: Drawing, user_id: int | None, *, silent: bool = False) -> str:
    """What the member is called in the ticket's place, which its people read, too: staff without names has none.

    `silent`: staff has none in what is told, whatever the ticket's category says now.
    """
    known = {drawing.ticket.owner_id, *drawing.participants}
    without_names = silent or drawing.category.settings.anonymous
    return team() if without_names and veil.named(user_id, known) == veil.HIDDEN else name_of(guild, user_id)


def roles_of(guild: discord.Guild, category: Category) -> list[discord.Role]:
    """The roles that see the tickets of a category, as far as they still exist."""
    found = (guild.get_role(role_id) for role_id in sorted(category.responder_role_ids | category.viewer_role_ids))
    return [role for role in found if role is not None]


def called(guild: discord.Guild, category: Category, blocked: Collection[int]) -> list[discord.Role]:
    """The roles that the card may call into a thread by their mention: none of which brings in who is blocked."""
    shown = roles_shown([role.id for role in roles_of(guild, category)], category.settings.called_role_ids)
    able = guild.me.guild_permissions.mention_everyone
    return [
        role
        for role in roles_of(guild, category)
        if role.id in shown and (able or role.mentionable) and not any(member.id in blocked for member in role.members)
    ]


def pinged(guild: discord.Guild, category: Category, blocked: Collection[int]) -> list[discord.Role]:
    """The roles that the opening of a ticket pings: those chosen, as far as they answer and the card may call them."""
    chosen = category.settings.called_role_ids & category.responder_role_ids
    return [role for role in called(guild, category, blocked) if role.id in chosen]


def to_be_named(guild: discord.Guild, category: Category, blocked: Collection[int]) -> list[int]:
    """The members who do not come in by the mention of a role of theirs, and are to."""
    called_roles = called(guild, category, blocked)
    others = [role for role in roles_of(guild, category) if role not in called_roles]
    small = [role for role in others if len(role.members) <= ROLE_SIZE]
    return sorted({each.id for role in small for each in role.members if not each.bot and each.id not in blocked})


def comes_by_role(guild: discord.Guild, category: Category, user_id: int) -> bool:
    """Whether the member was brought into the category's threads with one of its roles."""
    small = (role for role in roles_of(guild, category) if len(role.members) <= ROLE_SIZE)
    return any(member.id == user_id for role in small for member in role.members)


async def remove_strangers(stage: Stage, ticket: Ticket) -> None:
    """Put out of the ticket's thread whoever may not see the ticket."""
    thread = await place_of(stage, ticket.guild_id, ticket.place.channel_id)
    if not isinstance(thread, discord.Thread):
        return
    inside = [thread.guild.get_member(each.id) for each in await thread.fetch_members() if each.id != stage.me]
    people = [stage.actor(member) for member in inside if member is not None and not member.bot]
    for user_id in await stage.store.read(places.without_sight, ticket.guild_id, ticket.id, people):
        await put_out(thread, user_id)


async def put_out(thread: discord.Thread, user_id: int) -> None:
    """Take a member out of the thread if they are in it; a thread that they are not in is not woken for that."""
    try:
        await thread.fetch_member(user_id)
        await awake(thread, lambda: thread.remove_user(discord.Object(user_id)))
    except discord.NotFound:
        return


def warn_of_strangers(
    stage: Stage, parent: discord.TextChannel, lodging: Sequence[Category], trusted: Collection[int]
) -> None:
    """Log, once until it changes, which roles can read every thread of the category although nobody gave them that.

    Manage Threads shows all private threads, whatever the threads say. `lodging` are the category and those of moved
    tickets whose threads lie there, `trusted` the roles with manage_tickets.
    """
    category, staff = lodging[0], (each.responder_role_ids | each.viewer_role_ids for each in lodging)
    known = frozenset.intersection(*staff) | set(trusted)
    reading = [
        role.name
        for role in parent.guild.roles
        if role.id not in known
        and not role.managed
        and not role.permissions.administrator
        and parent.permissions_for(role).manage_threads
    ]
    told = stage.strangers.get(category.id, [])
    stage.strangers[category.id] = reading
    if reading and reading != told:
        log.warning(
            "category %d of guild %d: these roles read all its tickets, as they hold Manage Threads: %r",
            category.id,
            category.guild_id,
            reading,
        )
