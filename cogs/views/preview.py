"""Looking at a category's form as members will see it: the very same, and nothing is opened."""

import re

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, Values
from cogs.views.questions import page_form
from desk import categories
from desk.errors import FormChanged
from desk.forms import pages_of


class PreviewButton(DeskButton, template=ids.PREVIEW):
    """Shows one step of the form."""

    label = mark_button("Preview")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show it to who may change it."""
        page = self.subject(2)
        category = await door.store.read(categories.may_edit, door.identify(interaction), self.subject())
        if page >= pages_of(category.settings.form):
            raise FormChanged(category.id)
        await interaction.response.send_modal(page_form(ids.preview_form(category.id, page), category, page))


async def _send(interaction: discord.Interaction, door: Door, match: re.Match[str], _values: Values) -> None:
    actor = await door.enter(interaction)
    category = await door.store.read(categories.may_edit, actor, int(match[1]))
    page, pages = int(match[2]) + 1, pages_of(category.settings.form)
    if page < pages:
        button = PreviewButton(ids.preview(category.id, page), words.forms.next_step())
        await answer(interaction, Answer(words.forms.previewed(), view=row(button)))
    else:
        await answer(interaction, words.forms.previewed())


PREVIEW_FORM = Form(ids.PREVIEW_FORM, _send)
