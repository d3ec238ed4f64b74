"""The commands of categories: `/category …`."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs import words
from cogs.answers import answer
from cogs.choosing import categories_to_pick, on_category, writable
from cogs.door import Door
from cogs.views.builder import builder
from cogs.views.category import ask_delete, category_form
from cogs.views.pages import categories_answer
from cogs.views.settings import settings_answer, with_others
from desk import categories
from desk.categories import TICKET_LIMIT

Limit = app_commands.Range[int, 0, TICKET_LIMIT[1]]
LIMIT = "How many open tickets one member may have in it; 0 for no limit"


@app_commands.guild_only()
class CategoryCog(commands.GroupCog, group_name="category", group_description="Kinds of tickets and who answers them"):
    """Make, change and delete categories, and post panels."""

    def __init__(self, door: Door) -> None:
        self.door = door
        super().__init__()

    @app_commands.command(name="create", description="Make a category: a form asks for its name, colour and roles")
    @app_commands.describe(limit=LIMIT)
    async def create(self, interaction: discord.Interaction, limit: Limit | None = None) -> None:
        """Show the form."""
        actor = self.door.identify(interaction)
        await self.door.store.read(categories.may_create, actor)
        assignable = self.door.directory.assignable_roles(actor.guild_id)
        await interaction.response.send_modal(category_form(limit, assignable))

    @app_commands.command(name="edit", description="Change a category: its look, people, places, limits and hours")
    @app_commands.describe(category="Which category")
    @app_commands.autocomplete(category=categories_to_pick)
    async def edit(self, interaction: discord.Interaction, category: str) -> None:
        """Show all its settings, with a button for each part of them."""
        actor = await self.door.enter(interaction)
        await answer(
            interaction, settings_answer(*await self.door.store.read(on_category, actor, category, with_others))
        )

    @app_commands.command(name="delete", description="Delete a category; its tickets stay")
    @app_commands.describe(category="Which category")
    @app_commands.autocomplete(category=categories_to_pick)
    async def delete(self, interaction: discord.Interaction, category: str) -> None:
        """Say what becomes of its tickets, and ask."""
        actor = await self.door.enter(interaction)
        found = await self.door.store.read(on_category, actor, category, categories.may_edit)
        await answer(interaction, ask_delete(found))

    @app_commands.command(name="form", description="What a category asks whoever opens a ticket")
    @app_commands.describe(category="Which category")
    @app_commands.autocomplete(category=categories_to_pick)
    async def form(self, interaction: discord.Interaction, category: str) -> None:
        """Show its questions, with what can be done to them."""
        actor = await self.door.enter(interaction)
        found = await self.door.store.read(on_category, actor, category, categories.may_edit)
        await answer(interaction, builder(found))

    @app_commands.command(name="list", description="List the categories")
    async def list(self, interaction: discord.Interaction) -> None:
        """Show the first page; who defines categories or manages tickets sees the roles."""
        actor = await self.door.enter(interaction)
        await answer(interaction, categories_answer(await self.door.store.read(categories.list_categories, actor)))

    @app_commands.command(name="panel", description="Post a panel with which members open tickets")
    @app_commands.describe(channel="Where; this channel without it")
    async def panel(self, interaction: discord.Interaction, channel: discord.TextChannel | None = None) -> None:
        """Ask for the panel; the desk posts it and keeps it true."""
        actor = await self.door.enter(interaction)
        where = channel or interaction.channel
        await self.door.store.read(categories.may_post_panel, actor)
        panel = await self.door.store.write(categories.post_panel, actor, writable(where).id)
        await answer(interaction, words.panels.asked(panel.channel_id))
