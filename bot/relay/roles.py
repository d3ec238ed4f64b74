"""What a member may see changed: they are put out of the places that they lost, and brought into those they gained."""

from collections.abc import Collection, Sequence

import discord

from bot.relay.claims import free_those_lost
from bot.relay.coming_and_going import look_at_roles
from bot.relay.each import for_each
from bot.relay.held import held_by_blocks, under_blocks
from bot.relay.parents import keep_parent, parent_of
from bot.relay.stage import Job, Stage
from bot.relay.styles import style_of
from desk import lodging, places
from desk.models import Category, PlaceState, Status, Style, Ticket


async def show_roles_changed(stage: Stage, job: Job) -> None:
    """Bring the member's places in line with what they hold now."""
    if (member := _member(stage, job)) is None:
        return
    held = _roles_of(member)
    await _put_out(stage, member, _ids(job, "lost") - held, everywhere=bool(job.event.data.get("everywhere")))
    await _bring_in(stage, job, member, _ids(job, "gained") & held)
    await free_those_lost(stage, member.guild.id, [member])
    await _keep_homes(stage, await _own(stage, member))
    # A block holds whoever manages tickets no more, and lets go of whoever does from now on. And in a channel a role
    # lets in by itself whom a block holds, until the channel keeps them out by name.
    if job.event.data.get("blocked") or member.id in await under_blocks(stage, member.guild.id):
        await _follow_block(stage, job, member)


async def show_blocked(stage: Stage, job: Job) -> None:
    """Put the member out of all that their roles let them see, and keep them from writing in what is their own.

    Or, when no block holds them any more, bring them into all that, and into what they were added to.
    """
    if (member := _member(stage, job)) is not None:
        await _follow_block(stage, job, member)


async def show_role_blocked(stage: Stage, job: Job) -> None:
    """As `show_blocked`, for all who hold the role. It matters who does."""
    await look_at_roles(stage, job.event.guild_id)
    await for_each(_members_of(stage, job), lambda member: _follow_block(stage, job, member))


async def _follow_block(stage: Stage, job: Job, member: discord.Member) -> None:
    await free_those_lost(stage, member.guild.id, [member])
    own = await _own(stage, member)
    if member.id in await held_by_blocks(stage, member.guild.id):
        await _put_out(stage, member, _roles_of(member), everywhere=False)
        await for_each(own, lambda ticket: style_of(ticket).keep(stage, ticket))
    else:
        await _bring_in(stage, job, member, _roles_of(member))
        await for_each(own, lambda ticket: style_of(ticket).let_in(stage, job, ticket, member.id))


async def show_grant_given(stage: Stage, job: Job) -> None:
    """Let the role into the channels of tickets; in threads each comes in by claiming. It matters who holds it."""
    guild_id = job.event.guild_id
    await look_at_roles(stage, guild_id)
    channels = await stage.store.read_long(places.channels, guild_id)
    await for_each(channels, lambda ticket: style_of(ticket).keep(stage, ticket))
    homes = [each for each in await stage.store.read(places.live_categories, guild_id) if parent_of(stage, each)]
    await for_each(homes, lambda home: keep_parent(stage, home))
    blocked = await under_blocks(stage, guild_id)
    people = [member for member in _members_of(stage, job) if member.id in blocked]
    await for_each(people, lambda member: _follow_block(stage, job, member))


async def show_grant_taken(stage: Stage, job: Job) -> None:
    """Put out those who came into threads by a grant that their role has lost, and the role out of the channels."""
    await show_grant_given(stage, job)
    await free_those_lost(stage, job.event.guild_id, _members_of(stage, job))
    await for_each(_members_of(stage, job), lambda member: _put_out(stage, member, frozenset(), everywhere=True))


async def _put_out(stage: Stage, member: discord.Member, lost: Collection[int], *, everywhere: bool) -> None:
    async def leave(ticket: Ticket) -> None:
        await style_of(ticket).put_out(stage, ticket, member.id)

    hidden = await stage.store.read_long(
        places.out_of_sight, stage.actor(member), frozenset(lost), everywhere=everywhere
    )
    await for_each(hidden, leave)


async def _keep_homes(stage: Stage, own: Sequence[Ticket]) -> None:
    """Who only views by a role from now on goes on writing in what is their own."""
    threads = [each for each in own if each.place.style is Style.THREAD]
    await for_each(await stage.store.read(lodging.homes, threads), lambda home: keep_parent(stage, home))


async def _own(stage: Stage, member: discord.Member) -> Sequence[Ticket]:
    return await stage.store.read_long(places.own_places, member.guild.id, member.id)


async def _bring_in(stage: Stage, job: Job, member: discord.Member, gained: Collection[int]) -> None:
    if member.id in await held_by_blocks(stage, member.guild.id):
        return
    live = await stage.store.read(places.live_categories, member.guild.id)
    giving = [each for each in live if not each.responder_role_ids.union(each.viewer_role_ids).isdisjoint(gained)]
    await for_each(giving, lambda category: _bring_into(stage, job, member, category))


async def _bring_into(stage: Stage, job: Job, member: discord.Member, category: Category) -> None:
    """Let the member into the tickets of the category without a ping."""
    placed = await stage.store.read_long(places.placed_tickets, category.id)
    made = [each for each in placed if each.place.state is PlaceState.MADE]
    # A channel shows closed tickets as well, and may have kept the member out by name.
    tickets = [each for each in made if each.status is Status.OPEN or each.place.style is Style.CHANNEL]

    async def enter(ticket: Ticket) -> None:
        await style_of(ticket).let_in(stage, job, ticket, member.id)

    await for_each(tickets, enter)


def _member(stage: Stage, job: Job) -> discord.Member | None:
    return stage.guild(job.event.guild_id).get_member(int(str(job.event.data["userId"])))


def _members_of(stage: Stage, job: Job) -> list[discord.Member]:
    """Who holds the role that the event is about."""
    role = stage.guild(job.event.guild_id).get_role(int(str(job.event.data["roleId"])))
    return [member for member in role.members if not member.bot] if role else []


def _roles_of(member: discord.Member) -> frozenset[int]:
    return frozenset(role.id for role in member.roles)


def _ids(job: Job, name: str) -> frozenset[int]:
    found = job.event.data.get(name)
    return frozenset(int(str(each)) for each in found) if isinstance(found, list) else frozenset()
