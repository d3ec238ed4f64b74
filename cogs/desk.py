"""The commands of the desk itself: `/desk …`, grants, API keys and blocks."""

from datetime import timedelta
from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import Answer, answer
from cogs.blocks import BlockCommands
from cogs.choosing import keys_to_pick, writable
from cogs.door import Door
from cogs.figures import FiguresCommands
from cogs.replies import RepliesCommands
from cogs.views.check import findings_answer, look
from cogs.views.setup import begin
from desk import audit, grants, keys
from desk.actor import Grant, Scope
from desk.clock import parse_rfc3339, rfc3339
from desk.errors import NotFound
from desk.keys import KeyDraft, mint
from desk.text import KEY_NAME

Right = Literal["manage_tickets", "define_tickets"]
SCOPES = {"read": {Scope.READ}, "write": {Scope.WRITE}, "read and write": {Scope.READ, Scope.WRITE}}


@app_commands.guild_only()
class DeskCog(
    FiguresCommands,
    RepliesCommands,
    BlockCommands,
    commands.GroupCog,
    group_name="desk",
    group_description="Rights, API keys and blocks",
):
    """Grants, keys and blocks. No command is hidden by Discord's permissions: each is judged when it is used."""

    key = app_commands.Group(name="key", description="Your own API keys")

    def __init__(self, door: Door) -> None:
        self.door = door
        super().__init__()

    @app_commands.command(name="setup", description="Set the desk up in this server, step by step")
    async def setup(self, interaction: discord.Interaction) -> None:
        """Show the first step."""
        await begin(interaction, self.door)

    @app_commands.command(
        name="check", description="Look whether all is well: rights, roles, channels, readers, machine"
    )
    async def check(self, interaction: discord.Interaction) -> None:
        """Tell what was found, and offer to mend it."""
        actor = await self.door.enter(interaction)
        await answer(interaction, findings_answer(await look(interaction, self.door, actor)))

    @app_commands.command(name="grant", description="Give a role the right to manage tickets or to define categories")
    @app_commands.describe(role="The role whose members get the right", what="Manage all tickets, or define categories")
    async def grant(self, interaction: discord.Interaction, role: discord.Role, what: Right) -> None:
        """Give it."""
        actor = await self.door.enter(interaction)
        changed = await self.door.store.write(grants.grant, actor, role.id, Grant(what))
        await answer(interaction, words.access.granted(role.id, Grant(what), changed=changed))

    @app_commands.command(name="revoke", description="Take a right from a role")
    @app_commands.describe(
        role="The role whose members lose the right", what="Manage all tickets, or define categories"
    )
    async def revoke(self, interaction: discord.Interaction, role: discord.Role, what: Right) -> None:
        """Take it."""
        actor = await self.door.enter(interaction)
        changed = await self.door.store.write(grants.revoke, actor, role.id, Grant(what))
        await answer(interaction, words.access.taken(role.id, Grant(what), changed=changed))

    @app_commands.command(name="log", description="Choose where it is written what staff does, or stop it")
    @app_commands.describe(channel="Where; leave it out to have it written nowhere")
    async def log(self, interaction: discord.Interaction, channel: discord.TextChannel | None = None) -> None:
        """Have it written there from now on."""
        actor = await self.door.enter(interaction)
        await self.door.store.read(audit.log_channel, actor)
        where = writable(channel).id if channel else None
        await self.door.store.write(audit.set_log_channel, actor, where)
        await answer(interaction, words.access.log_moved(where))

    @key.command(name="create", description="Make an API key that acts as you; it is shown once, to you alone")
    @app_commands.describe(name="What you call it", scopes="What it may do", days="When it ends; never if left out")
    async def key_create(
        self,
        interaction: discord.Interaction,
        name: app_commands.Range[str, 1, KEY_NAME[1]],
        scopes: Literal["read", "write", "read and write"] = "read and write",
        days: app_commands.Range[int, 1, 3650] | None = None,
    ) -> None:
        """Make it and show it this once."""
        actor = await self.door.enter(interaction)
        expires_at = rfc3339(parse_rfc3339(actor.at) + timedelta(days=days)) if days else None
        secret = mint(self.door.randomness(32))
        draft = KeyDraft(name, frozenset(SCOPES[scopes]), expires_at)
        made = await self.door.store.write(keys.create, actor, draft, secret)
        await answer(interaction, words.keys.made(made, secret))

    @key.command(name="list", description="List your API keys and when they were last used")
    @app_commands.describe(member="Whose keys, if you are an Administrator; yours if left out")
    async def key_list(self, interaction: discord.Interaction, member: discord.User | None = None) -> None:
        """Show the own keys, or to an Administrator those of that member; never the secret of one."""
        actor = await self.door.enter(interaction)
        owner_id = member.id if member else actor.user_id
        found = await self.door.store.read(keys.list_of, actor, owner_id)
        mine = owner_id == actor.user_id
        rows = "\n".join(map(words.keys.row, found)) or (
            words.keys.none_yet() if mine else words.keys.none_of(owner_id)
        )
        title = words.keys.own() if mine else words.keys.of(member.display_name if member else "")
        await answer(interaction, Answer(embed=discord.Embed(title=title, description=rows)))

    @key.command(name="revoke", description="End an API key at once")
    @app_commands.describe(key="Which key; Administrators may end anybody's")
    @app_commands.autocomplete(key=keys_to_pick)
    async def key_revoke(self, interaction: discord.Interaction, key: str) -> None:
        """Revoke it."""
        actor = await self.door.enter(interaction)
        if not (key.isascii() and key.isdecimal() and len(key) <= 18):
            raise NotFound("key")
        await answer(interaction, words.keys.revoked(await self.door.store.write(keys.revoke, actor, int(key))))
