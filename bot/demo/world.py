"""The demo's world as data, and the guild that is built from it: the same ids at every start."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.demo.simulated import ChannelHandle, GuildHandle, MemberActor, RoleHandle, Simulated
from desk.actor import Member

GUILD = "Lantern Games"
PANEL_CHANNEL = "support"
QUEUE_CHANNEL = "ticket-queue"
LOG_CHANNEL = "ticket-log"
STAFF = ("viewer", "responder", "manager", "admin")
"""The roles that see the two channels above."""
ROLES = ("viewer", "responder", "elsewhere", "manager", "definer", "admin")
MEMBERS: Mapping[str, str] = {
    "owner": "owns the tickets that are here: sees, answers, closes and reopens them",
    "outsider": "opens tickets and sees no other's",
    "viewer": "sees the tickets of open, and writes in none",
    "responder": "claims, answers, notes, closes and reopens in open",
    "elsewhere": "does the same in other, and has nothing to say in open",
    "manager": "does everything to every ticket (manage_tickets)",
    "definer": "makes and changes categories, and nothing else (define_tickets)",
    "admin": "does all of it, and gives the grants (Administrator)",
}


@dataclass(frozen=True)
class Town:
    """The built guild. Members and roles by their names; who has no role stands in no role."""

    guild: GuildHandle
    members: Mapping[str, MemberActor]
    roles: Mapping[str, RoleHandle]
    panel_channel: ChannelHandle
    queue_channel: ChannelHandle
    log_channel: ChannelHandle

    def member(self, name: str) -> Member:
        """The member as the desk knows one."""
        held = (self.roles[name].id,) if name in self.roles else ()
        return Member(
            guild_id=self.guild.id,
            user_id=self.members[name].id,
            name=name,
            role_ids=frozenset(held),
            administrator=name == "admin",
        )


def build(world: Simulated) -> Town:
    """Build the guild, or find it in a world that was recalled.

    It is done before the world's start, when its clock stands still, so that the ids never differ.
    """
    guild = world.guild_named(GUILD) or _built(world)
    members = world.members_of(guild)
    return Town(
        guild=guild,
        members={name: members[name] for name in MEMBERS},
        roles={name: guild.roles[name] for name in ROLES},
        panel_channel=guild.channels[PANEL_CHANNEL],
        queue_channel=_for_staff(world, guild, QUEUE_CHANNEL, "Who waits, and since when."),
        log_channel=_for_staff(world, guild, LOG_CHANNEL, "What staff did."),
    )


def _built(world: Simulated) -> GuildHandle:
    guild = world.add_guild(GUILD)
    administrator = discord.Permissions(administrator=True)
    for name in reversed(ROLES):
        guild.create_role(name, permissions=administrator if name == "admin" else None)
    guild.create_text_channel("general", topic="Where everybody talks.")
    guild.create_text_channel(PANEL_CHANNEL, topic="Press a button, and we are with you.")
    for name in MEMBERS:
        world.add_member(guild, name, [guild.roles[name]] if name in ROLES else [])
    return guild


def _for_staff(world: Simulated, guild: GuildHandle, name: str, topic: str) -> ChannelHandle:
    """The channel of that name, made unless a recalled world has it."""
    found = guild.channels.get(name)
    return found or world.add_private_channel(guild, name, [guild.roles[role] for role in STAFF], topic)
