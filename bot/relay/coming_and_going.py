"""Members who leave and come back, and who holds which role: what Discord holds now, told to the desk and shown."""

from collections.abc import Collection

import discord

from bot.relay import words
from bot.relay.claims import look_at_claims
from bot.relay.each import for_each
from bot.relay.keeping import keep
from bot.relay.later import keep_or_later
from bot.relay.people import name_then
from bot.relay.place import place_of
from bot.relay.posting import post
from bot.relay.stage import Job, Stage
from bot.relay.styles import style_of
from cogs.typed import line
from desk import coming_back, membership, places
from desk.clock import rfc3339
from desk.coming_back import Present
from desk.events import Origin
from desk.exchange import SeenRole
from desk.models import PlaceState, Status, Ticket


async def look_at_people(stage: Stage, guild_id: int) -> None:
    """Follow who left, came back, and was given or lost a role, while nobody listened."""
    guild = await _whole(stage, guild_id)
    involved, left = await stage.store.read_long(membership.people_to_look_for, guild_id)
    origin = Origin(guild_id, stage.now(), "catching up")
    for user_id in sorted(each for each in involved if guild.get_member(each) is None):
        await keep(stage.store, membership.member_left, origin, user_id)
    for user_id in sorted(each for each in left if guild.get_member(each) is not None):
        await keep(stage.store, membership.member_joined, origin, user_id)
    await look_at_roles(stage, guild_id)
    await look_at_claims(stage, guild_id)


def joined_at(member: discord.Member) -> str | None:
    """When the member joined the guild, as the store keeps times."""
    return rfc3339(member.joined_at) if member.joined_at is not None else None


async def look_at_roles(stage: Stage, guild_id: int) -> None:
    """Follow who holds the roles that matter now, and who joined anew since that was looked at last; remember both."""
    guild = await _whole(stage, guild_id)
    wanted = await stage.store.read(membership.roles_to_look_at, guild_id)
    seen = {
        role.id: SeenRole(frozenset(each.id for each in role.members if not each.bot), role.permissions.administrator)
        for role in guild.roles
        if not role.is_default() and (role.id in wanted or role.permissions.administrator)
    }
    origin = Origin(guild_id, stage.now(), "catching up")
    await keep(stage.store, membership.roles_seen, origin, seen)
    involved, _ = await stage.store.read(membership.people_to_look_for, guild_id)
    await keep(stage.store, coming_back.members_seen, origin, _present(guild, wanted, involved))


def _present(guild: discord.Guild, wanted: Collection[int], involved: Collection[int]) -> dict[int, Present]:
    """Those who hold one of these roles, or have a part in tickets: when they joined, and with which roles."""
    found = {member.id: member for role in map(guild.get_role, wanted) if role is not None for member in role.members}
    found |= {each: member for each in involved if (member := guild.get_member(each)) is not None}
    return {
        each: Present(joined, frozenset(role.id for role in member.roles if not role.is_default()))
        for each, member in found.items()
        if not member.bot and (joined := joined_at(member)) is not None
    }


async def show_member_left(stage: Stage, job: Job) -> None:
    """Say in the ticket's place who left."""
    drawing = await stage.store.read(places.drawing, job.event.guild_id, job.ticket_id)
    if drawing is None or drawing.ticket.status is Status.CLOSED:
        return
    ticket, user_id = drawing.ticket, int(str(job.event.data["userId"]))
    channel = await place_of(stage, ticket.guild_id, ticket.place.channel_id)
    if channel is None:
        return
    owned, called = user_id == ticket.owner_id, name_then(channel.guild, user_id, job.event.data.get("name"))
    if not owned:
        # By name a channel would let them in again as soon as they come back.
        await keep_or_later(stage, job, ticket)
    text = words.owner_left(line(ticket.owner_name)) if owned else words.member_left(called)
    await post(channel, stage.me, job, [text])


async def show_member_joined(stage: Stage, job: Job) -> None:
    """Bring the member into the open tickets that they own, without a ping."""
    user_id = int(str(job.event.data["userId"]))
    tickets = await stage.store.read(membership.owned_open, job.event.guild_id, user_id)

    async def enter(ticket: Ticket) -> None:
        await style_of(ticket).let_in(stage, job, ticket, user_id)

    await for_each([each for each in tickets if each.place.state is PlaceState.MADE], enter)


async def _whole(stage: Stage, guild_id: int) -> discord.Guild:
    """The guild with all its members in memory: of one half told, most would look as if they had left."""
    guild = stage.guild(guild_id)
    if not guild.chunked:
        await guild.chunk()
    return guild
