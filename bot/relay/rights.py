"""Who may read and write in a ticket's channel: its permissions, whole, from what the ticket's record says."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.relay.held import held_by_blocks, holds, managers
from bot.relay.stage import Stage
from desk.models import ClaimMode, Status
from desk.places import Drawing

Target = discord.Role | discord.Member | discord.Object
Overwrites = Mapping[Target, discord.PermissionOverwrite]
Rights = Mapping[str, bool]

_READ = {"view_channel": True, "read_message_history": True}
_WRITE = {"send_messages": True, "attach_files": True, "embed_links": True, "add_reactions": True}

READS: Rights = {**_READ, "send_messages": False}
WRITES: Rights = {**_READ, **_WRITE}
HIDDEN: Rights = {"view_channel": False}
EVERYBODY: Rights = {
    "view_channel": False,
    "create_public_threads": False,
    "create_private_threads": False,
}
BOT: Rights = {**_READ, **_WRITE, "manage_messages": True}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rights hang on beside the ticket's record: whom a block holds, and the roles that manage tickets."""

    blocked: frozenset[int]
    manager_role_ids: frozenset[int]


async def rights_of(stage: Stage, drawing: Drawing) -> dict[Target, discord.PermissionOverwrite]:
    """The permissions that the ticket's channel is to have now."""
    guild = stage.guild(drawing.ticket.guild_id)
    held = await held_by_blocks(stage, guild.id)
    return overwrites(guild, drawing, Standing(held, managers(stage, guild.id)))


def overwrites(guild: discord.Guild, drawing: Drawing, standing: Standing) -> dict[Target, discord.PermissionOverwrite]:
    """The permissions from that record: everybody kept out, and each let in by what they are to the ticket."""
    rights: dict[Target, Rights] = {guild.default_role: EVERYBODY, guild.me: BOT}
    for role_id, of_role in _of_roles(drawing, standing).items():
        if (role := guild.get_role(role_id)) is not None and role != guild.default_role:
            rights[role] = of_role
    people = {**_of_staff(guild, drawing, standing), **_of_members(drawing, standing)}
    rights |= {guild.get_member(each) or discord.Object(each, type=discord.Member): it for each, it in people.items()}
    able = guild.me.guild_permissions
    return {target: given(able, wanted) for target, wanted in rights.items()}


def _of_roles(drawing: Drawing, standing: Standing) -> dict[int, Rights]:
    """Among roles that one member holds, what one allows counts before what another denies."""
    category, is_open = drawing.category, drawing.ticket.status is Status.OPEN
    answering = WRITES if is_open and not _claimer_alone(drawing) else READS
    return {
        **dict.fromkeys(category.viewer_role_ids, READS),
        **dict.fromkeys(category.responder_role_ids, answering),
        **dict.fromkeys(standing.manager_role_ids, answering),
    }


def _of_staff(guild: discord.Guild, drawing: Drawing, standing: Standing) -> dict[int, Rights]:
    """The blocked of the staff, whom a role would let in, and the holder of a claim that only they may answer."""
    category, holder = drawing.category, drawing.ticket.claimed_by
    staff = category.responder_role_ids | category.viewer_role_ids
    found = {each: HIDDEN for each in standing.blocked if holds(guild, each, staff)}
    if holder is not None and holder not in standing.blocked and _claimer_alone(drawing):
        answers = holds(guild, holder, category.responder_role_ids | standing.manager_role_ids)
        found |= {holder: WRITES} if answers and drawing.ticket.status is Status.OPEN else {}
    return found


def _of_members(drawing: Drawing, standing: Standing) -> dict[int, Rights]:
    """The owner, and those who were added. A block takes every part but the owner's, who may not write then."""
    ticket = drawing.ticket
    added = [each for each in drawing.participants if each not in standing.blocked]
    writing = {each for each in (ticket.owner_id, *added) if each not in standing.blocked}
    is_open = ticket.status is Status.OPEN
    return {each: WRITES if is_open and each in writing else READS for each in (ticket.owner_id, *added)}


def _claimer_alone(drawing: Drawing) -> bool:
    mode = drawing.category.settings.claim_mode
    return mode is ClaimMode.CLAIMER and drawing.ticket.claimed_by is not None


def given(able: discord.Permissions, rights: Rights) -> discord.PermissionOverwrite:
    """Those of the rights that the bot holds itself: Discord lets nobody set others."""
    held = {name: value for name, value in rights.items() if able.administrator or getattr(able, name)}
    return discord.PermissionOverwrite(**held)


def plain(present: Overwrites) -> dict[int, tuple[int, int]]:
    """The same as numbers, to be compared: what is allowed and denied, by the id of role or member."""
    pairs = {target.id: each.pair() for target, each in present.items()}
    return {target: (allow.value, deny.value) for target, (allow, deny) in pairs.items()}


def strangers(channel: discord.TextChannel, wanted: Overwrites) -> list[str]:
    """The names of the roles and members who can read the channel although `wanted` does not let them.

    Administrators read every channel of their server, and are none.
    """
    known = {target.id for target, each in wanted.items() if each.view_channel}
    roles = [role for role in channel.guild.roles if not role.permissions.administrator]
    reading: list[discord.Role | discord.Member] = [role for role in roles if _reads(channel, role)]
    reading += [
        target
        for target, each in channel.overwrites.items()
        if isinstance(target, discord.Member) and each.view_channel and not target.guild_permissions.administrator
    ]
    return [each.name for each in reading if each.id not in known]


def _reads(channel: discord.TextChannel, role: discord.Role) -> bool:
    return channel.permissions_for(role).view_channel
