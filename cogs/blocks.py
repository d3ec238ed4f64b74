"""The commands that keep members and roles from opening and writing, and let them again."""

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import Answer, answer, hand_back
from cogs.door import Door
from cogs.subjects import subject
from desk import blocks
from desk.errors import Fault, Invalid
from desk.models import Block, RoleBlock
from desk.text import CLOSE_REASON


class BlockCommands(commands.Cog):
    """Blocks of members and of roles. Who has left the server is blocked and let in again all the same."""

    door: Door

    @app_commands.command(name="block", description="Keep a member or a role from opening and writing, or see who is")
    @app_commands.describe(
        member="Who; without member and role, all who are blocked are listed",
        role="A role whose members are all blocked",
        until="How long, such as 12h or 3d, or until when: 2027-01-31 18:00 (UTC). Without end if left out",
        reason="Why, for staff",
    )
    async def block(
        self,
        interaction: discord.Interaction,
        member: discord.User | None = None,
        role: discord.Role | None = None,
        until: app_commands.Range[str, 1, 40] | None = None,
        reason: app_commands.Range[str, 1, CLOSE_REASON[1]] | None = None,
    ) -> None:
        """Block them, or list those who are blocked."""
        hand_back(interaction, reason or "")
        actor = await self.door.enter(interaction)
        end = None if until is None else blocks.end_of(until, actor.at)
        if member is not None and role is not None:
            raise Invalid({"role": Fault("one_alone")})
        if role is not None:
            powerful = role.permissions.administrator
            await self.door.store.write(blocks.block_role, actor, role.id, end, reason, administrator=powerful)
            await answer(interaction, words.access.role_blocked(role.id, end))
        elif member is not None:
            about = subject(interaction, self.door, actor, member.id)
            await self.door.store.write(blocks.block, actor, about, end, reason)
            await answer(interaction, words.access.blocked(member.id, end))
        else:
            await answer(interaction, blocked_list(await self.door.store.read(blocks.list_blocks, actor)))

    @app_commands.command(name="unblock", description="Let a blocked member or role open and write again")
    @app_commands.describe(member="Who", role="The role whose block is lifted")
    async def unblock(
        self,
        interaction: discord.Interaction,
        member: discord.User | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """Lift the block, or list those who are blocked."""
        actor = await self.door.enter(interaction)
        if member is not None and role is not None:
            raise Invalid({"role": Fault("one_alone")})
        if role is not None:
            changed = await self.door.store.write(blocks.unblock_role, actor, role.id)
            await answer(interaction, words.access.role_unblocked(role.id, changed=changed))
        elif member is not None:
            changed = await self.door.store.write(blocks.unblock, actor, member.id)
            await answer(interaction, words.access.unblocked(member.id, changed=changed))
        else:
            await answer(interaction, blocked_list(await self.door.store.read(blocks.list_blocks, actor)))


def blocked_list(found: Sequence[Block | RoleBlock]) -> Answer:
    """Who is blocked, as far as it fits."""
    lines = [words.access.block_row(each) for each in found[: words.access.BLOCKS_SHOWN]]
    if (left := len(found) - len(lines)) > 0:
        lines.append(words.access.more_blocks(left))
    title, text = words.access.blocks_title(len(found)), "\n".join(lines) or words.access.no_blocks()
    return Answer(embed=discord.Embed(title=title, description=text))
