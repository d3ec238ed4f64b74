"""The question before a duplicate gives way to another ticket."""

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from desk import merging


class MergeButton(DeskButton, template=ids.MERGE):
    """Confirms that the ticket is a duplicate of the other."""

    label = mark_button("Merge")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Merge them."""
        actor = await door.enter(interaction)
        done = await door.store.write(merging.merge, actor, self.subject(), self.subject(2))
        await answer(interaction, words.sorting.merged(done))


def ask_merge(plan: merging.Merge) -> Answer:
    """What merging would do, and the button that does it."""
    view = row(MergeButton(ids.merge(plan.duplicate.id, plan.target.id)))
    return Answer(words.sorting.ask_merge(plan), view=view)
