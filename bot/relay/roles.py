"""A member's roles changed: they are put out of the threads that they may not read, and brought into those they may."""

import discord

from bot.relay.cards import redraw
from bot.relay.parents import ensure_parent, let_owner_write
from bot.relay.people import put_out
from bot.relay.stage import Job, Stage
from bot.relay.threads import thread_of
from desk import places
from desk.models import Category, PlaceState, Status


async def show_roles_changed(stage: Stage, job: Job) -> None:
    """Bring the member's places in line with what they hold now."""
    guild = stage.guild(job.event.guild_id)
    member = guild.get_member(int(str(job.event.data["userId"])))
    if member is None:
        return
    for ticket in await stage.store.read_long(places.out_of_sight, stage.actor(member)):
        thread = await thread_of(stage, guild.id, ticket.place.channel_id)
        if thread is not None:
            await put_out(thread, member.id)
    held = {str(role.id) for role in member.roles}
    gained = {int(role) for role in _texts(job.event.data.get("gained")) if role in held}
    for category in await stage.store.read(places.live_categories, guild.id):
        if gained & (category.responder_role_ids | category.viewer_role_ids):
            await _bring_in(stage, job, member, category)


async def _bring_in(stage: Stage, job: Job, member: discord.Member, category: Category) -> None:
    """Let the member into the open tickets of the category without a ping, and an owner who now views go on writing."""
    owns = False
    for ticket in await stage.store.read_long(places.placed_tickets, category.id):
        if ticket.status is Status.OPEN and ticket.place.state is PlaceState.MADE:
            owns = owns or ticket.owner_id == member.id
            await redraw(stage, job, ticket.id, [member.id])
            await redraw(stage, job, ticket.id)
    if owns:
        await let_owner_write(await ensure_parent(stage, category), category, member.id)


def _texts(found: object) -> list[str]:
    return [str(each) for each in found] if isinstance(found, list) else []
