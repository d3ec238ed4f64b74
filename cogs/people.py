"""The commands about who and what belongs to a ticket: add, remove, merge, link, rate."""

from typing import Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import answer, hand_back
from cogs.choosing import link_number, merge_into, on_ticket, persons, tickets_to_pick, unlink_number
from cogs.door import Door
from cogs.options import WHICH, Number
from cogs.views.merging import ask_merge
from cogs.views.rating import rated
from desk import people, rating
from desk.models import Status
from desk.text import RATING_COMMENT

Stars = app_commands.Range[int, 1, rating.BEST]
Comment = app_commands.Range[str, 1, RATING_COMMENT[1]]


class PeopleCommands(commands.Cog):
    """The people of a ticket, the tickets that belong to it, and what its owner says in the end."""

    door: Door

    @app_commands.command(name="add", description="Add a member to a ticket: they read it and reply")
    @app_commands.describe(member="Who is to see it", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def add(self, interaction: discord.Interaction, member: discord.Member, ticket: Number | None = None) -> None:
        """Add them."""
        actor = await self.door.enter(interaction)
        (user_id,) = persons(interaction, [member.id])
        where = interaction.channel_id
        done = await self.door.store.write(on_ticket, actor, ticket, where, people.add_person, user_id)
        await answer(interaction, words.sorting.added(done, user_id))

    @app_commands.command(name="remove", description="Take a member out of a ticket again")
    @app_commands.describe(member="Who was added to it", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def remove(
        self, interaction: discord.Interaction, member: discord.User, ticket: Number | None = None
    ) -> None:
        """Take them out; they may have left the server."""
        actor = await self.door.enter(interaction)
        where = interaction.channel_id
        done = await self.door.store.write(on_ticket, actor, ticket, where, people.remove_person, member.id)
        await answer(interaction, words.sorting.removed(done, member.id))

    @app_commands.command(name="merge", description="Close a ticket as a duplicate of another")
    @app_commands.describe(into="The ticket in which it goes on; people come along", ticket=WHICH)
    @app_commands.autocomplete(into=tickets_to_pick(Status.OPEN), ticket=tickets_to_pick())
    async def merge(self, interaction: discord.Interaction, into: Number, ticket: Number | None = None) -> None:
        """Say what it would do, and ask."""
        actor = await self.door.enter(interaction)
        where = interaction.channel_id
        plan = await self.door.store.read(on_ticket, actor, ticket, where, merge_into, into)
        await answer(interaction, ask_merge(plan))

    @app_commands.command(name="link", description="Link a ticket to another, or part the two")
    @app_commands.describe(other="The ticket that belongs to it", do="Link them, or part them again", ticket=WHICH)
    @app_commands.autocomplete(other=tickets_to_pick(), ticket=tickets_to_pick())
    async def link(
        self,
        interaction: discord.Interaction,
        other: Number,
        do: Literal["link", "part"] = "link",
        ticket: Number | None = None,
    ) -> None:
        """Link or part them."""
        actor = await self.door.enter(interaction)
        where, change = interaction.channel_id, link_number if do == "link" else unlink_number
        done = await self.door.store.write(on_ticket, actor, ticket, where, change, other)
        tell = words.sorting.linked if do == "link" else words.sorting.unlinked
        await answer(interaction, tell(done, other))

    @app_commands.command(name="rate", description="Say how a closed ticket of yours went")
    @app_commands.describe(stars="1 to 5, 5 is best", comment="What you want to add", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.CLOSED))
    async def rate(
        self,
        interaction: discord.Interaction,
        stars: Stars,
        comment: Comment | None = None,
        ticket: Number | None = None,
    ) -> None:
        """Rate it."""
        hand_back(interaction, comment or "")
        actor = await self.door.enter(interaction)
        where = interaction.channel_id
        done = await self.door.store.write(on_ticket, actor, ticket, where, rating.rate, stars, comment)
        await answer(interaction, rated(done))
