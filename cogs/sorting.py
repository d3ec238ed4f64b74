"""The commands that sort a ticket: move, priority, tag, rename, snooze."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import answer, hand_back
from cogs.choosing import (
    categories_to_pick,
    move_to,
    on_ticket,
    rests_to_pick,
    snooze_for,
    tags_to_pick,
    ticket_id_of,
    tickets_to_pick,
)
from cogs.door import Door
from cogs.options import WHICH, Number, Title
from cogs.views.sorting_forms import ask_tags, ask_title
from desk import tags, tickets
from desk.changes import TicketChange
from desk.models import Priority, Status
from desk.text import TAG

Tag = app_commands.Range[str, 1, TAG[1]]


class SortingCommands(commands.Cog):
    """Where a ticket belongs, how urgent it is, what it is about, and when it comes up again."""

    door: Door

    @app_commands.command(name="move", description="Hand a ticket over to another category and its team")
    @app_commands.describe(category="Whose team takes over; yours may lose sight of the ticket", ticket=WHICH)
    @app_commands.autocomplete(category=categories_to_pick)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def move(self, interaction: discord.Interaction, category: str, ticket: Number | None = None) -> None:
        """Move it; who has the claim keeps it only if they could claim it there."""
        actor = await self.door.enter(interaction)
        found = await self.door.store.read(ticket_id_of, actor, ticket, interaction.channel_id)
        holder = await self.door.holder(actor, found)
        done = await self.door.store.write(move_to, actor, found, category, holder)
        await answer(interaction, words.sorting.moved(done))

    @app_commands.command(name="priority", description="Say how urgent a ticket is")
    @app_commands.describe(level="How urgent it is", ticket=WHICH)
    @app_commands.choices(
        level=[
            app_commands.Choice(name="🔴 Urgent", value="urgent"),
            app_commands.Choice(name="🟠 High", value="high"),
            app_commands.Choice(name="⚪ Normal", value="normal"),
            app_commands.Choice(name="🔵 Low", value="low"),
        ]
    )
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def priority(self, interaction: discord.Interaction, level: str, ticket: Number | None = None) -> None:
        """Set it."""
        actor = await self.door.enter(interaction)
        change, where = TicketChange(priority=Priority(level)), interaction.channel_id
        done = await self.door.store.write(on_ticket, actor, ticket, where, tickets.update, change)
        await answer(interaction, words.sorting.prioritized(done))

    @app_commands.command(name="tag", description="Put a tag on a ticket, or take one off")
    @app_commands.describe(
        add="A tag to put on, new or used before; without both you get a form",
        remove="A tag to take off",
        ticket=WHICH,
    )
    @app_commands.autocomplete(add=tags_to_pick, remove=tags_to_pick)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def tag(
        self,
        interaction: discord.Interaction,
        add: Tag | None = None,
        remove: Tag | None = None,
        ticket: Number | None = None,
    ) -> None:
        """Change the tags, or ask for all of them."""
        where = interaction.channel_id
        if add is None and remove is None:
            actor = self.door.identify(interaction)
            found = await self.door.store.read(ticket_id_of, actor, ticket, where)
            await ask_tags(interaction, self.door, found)
            return
        actor = await self.door.enter(interaction)
        puts, takes = [[each] if each else [] for each in (add, remove)]
        done = await self.door.store.write(on_ticket, actor, ticket, where, tags.tag, puts, takes)
        await answer(interaction, words.sorting.tagged(done))

    @app_commands.command(name="rename", description="Give a ticket another title")
    @app_commands.describe(title="The new title; without it you get a form", ticket=WHICH)
    @app_commands.autocomplete(ticket=tickets_to_pick())
    async def rename(
        self, interaction: discord.Interaction, title: Title | None = None, ticket: Number | None = None
    ) -> None:
        """Rename it, or ask for the title."""
        where = interaction.channel_id
        if title is None:
            actor = self.door.identify(interaction)
            found = await self.door.store.read(ticket_id_of, actor, ticket, where)
            await ask_title(interaction, self.door, found)
            return
        hand_back(interaction, title)
        actor = await self.door.enter(interaction)
        change = TicketChange(title=title)
        done = await self.door.store.write(on_ticket, actor, ticket, where, tickets.update, change)
        follows_at = await self.door.caretaker.place_follows_at(done.id)
        await answer(interaction, words.sorting.renamed(done, follows_at))

    @app_commands.command(name="snooze", description="Take a ticket out of the queue until later")
    @app_commands.describe(until="1h30m, 3d, tomorrow: pick one or type your own", ticket=WHICH)
    @app_commands.autocomplete(until=rests_to_pick)
    @app_commands.autocomplete(ticket=tickets_to_pick(Status.OPEN))
    async def snooze(self, interaction: discord.Interaction, until: str, ticket: Number | None = None) -> None:
        """Let it rest; it comes back by itself, and when the member writes."""
        actor = await self.door.enter(interaction)
        where = interaction.channel_id
        done = await self.door.store.write(on_ticket, actor, ticket, where, snooze_for, until)
        await answer(interaction, words.sorting.snoozed(done))
