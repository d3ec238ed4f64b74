"""The commands of the queue and of search: `/ticket queue`, `/ticket search`."""

from collections.abc import Mapping
from typing import Final, Literal

import discord
from discord import app_commands
from discord.ext import commands

from cogs.choosing import categories_to_pick, category_id_if
from cogs.door import Door
from cogs.typed import room
from cogs.views.lists import STATUSES
from cogs.views.queue import show_queue
from cogs.views.search import Sought, show_found
from desk.errors import Fault, Invalid
from desk.models import Priority
from desk.queue import Show, Wanted, tag_of
from desk.text import TAG

SHOWS: Final[Mapping[str, Show]] = {
    "all": Show.ALL,
    "unclaimed": Show.UNCLAIMED,
    "mine": Show.MINE,
    "waiting for us": Show.FOR_STAFF,
    "waiting for the member": Show.FOR_MEMBER,
    "overdue": Show.OVERDUE,
    "snoozed": Show.SNOOZED,
}
WORDS = (1, 50)
"""How many characters may be searched for in Discord: the buttons that turn the pages carry them."""


class QueueCommands(commands.Cog):
    """What is mixed into the commands of tickets."""

    door: Door

    @app_commands.command(name="queue", description="Show the tickets that wait, the most pressing first")
    @app_commands.describe(
        show="Which of them", category="Only this category", priority="Only this priority", tag="Only with this tag"
    )
    @app_commands.autocomplete(category=categories_to_pick)
    async def queue(
        self,
        interaction: discord.Interaction,
        show: Literal[
            "all", "unclaimed", "mine", "waiting for us", "waiting for the member", "overdue", "snoozed"
        ] = "all",
        category: str | None = None,
        priority: Literal["urgent", "high", "normal", "low"] | None = None,
        tag: app_commands.Range[str, 1, TAG[1]] | None = None,
    ) -> None:
        """Show the first page."""
        actor = await self.door.enter(interaction)
        wanted = Wanted(
            SHOWS[show],
            Priority(priority) if priority else None,
            await self.door.store.read(category_id_if, actor, category),
            tag_of(tag) if tag else None,
        )
        await show_queue(interaction, self.door, actor, wanted, 0)

    @app_commands.command(name="search", description="Find tickets by the words in them")
    @app_commands.describe(
        words="What to find; words may be cut short, and stand in double quotes to be found as they are",
        status="Open ones, closed ones or all (without it)",
        whose="Only your own, or all that you see (without it)",
        category="Only this category",
    )
    @app_commands.autocomplete(category=categories_to_pick)
    async def search(
        self,
        interaction: discord.Interaction,
        words: app_commands.Range[str, WORDS[0], WORDS[1]],
        status: Literal["open", "closed", "all"] = "all",
        whose: Literal["mine", "all"] = "all",
        category: str | None = None,
    ) -> None:
        """Show the first page of what is found."""
        actor = await self.door.enter(interaction)
        category_id = await self.door.store.read(category_id_if, actor, category)
        sought = Sought(words, STATUSES[status], mine=whose == "mine", category_id=category_id)
        if (over := sought.too_long_by) > 0:
            taken = room(words)
            raise Invalid({"query": Fault("too_long", taken - over, actual=taken)})
        await show_found(interaction, self.door, actor, sought, 0)
