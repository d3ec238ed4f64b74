"""Whom an act is about: a member as the rules know them, who may have left the server."""

import discord

from cogs.door import Door
from desk.actor import Actor, Member, Via, identify


def subject(interaction: discord.Interaction, door: Door, actor: Actor, user_id: int) -> Actor:
    """That member with the roles that they hold now; without any when they are not in the server."""
    member = interaction.guild.get_member(user_id) if interaction.guild else None
    if member is not None:
        return door.actor(member, actor.request_id)
    gone = Member(actor.guild_id, user_id, "", frozenset())
    return identify(gone, door.store.identities, via=Via.DISCORD, at=actor.at, request_id=actor.request_id)
