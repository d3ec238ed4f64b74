"""The form in which a category is made, roles included, and the question before it is deleted."""

import re
from dataclasses import replace

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import mark_button, title
from cogs.surroundings import surroundings
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, Values, form, ids_in, text_in
from cogs.views.settings import settings_answer, with_others
from cogs.views.settings_forms import new_parts
from desk import categories
from desk.categories import CategoryDraft
from desk.models import Category


def category_form(ticket_limit: int | None, assignable: frozenset[int]) -> discord.ui.Modal:
    """The form of a new category; `ticket_limit` is what the command said of it."""
    return form(ids.category_form(None, ticket_limit), title("New category"), *new_parts(assignable))


async def _save(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    actor = await door.enter(interaction)
    category_id = int(match[1])
    draft = CategoryDraft(
        name=text_in(values, "name"),
        description=text_in(values, "description"),
        color=text_in(values, "color"),
        responder_role_ids=ids_in(values, "responders"),
        viewer_role_ids=ids_in(values, "viewers"),
        ticket_limit=int(match[2]) if match[2] else None,
    )
    assignable = door.directory.assignable_roles(actor.guild_id)
    if category_id:
        saved = await door.store.write(categories.edit, actor, category_id, draft, assignable)
    else:
        around = surroundings(door, interaction.guild) if interaction.guild else None
        lacking, is_open = (around.parents[0], around.open_to_all) if around else ((), False)
        saved = await door.store.write(categories.create, actor, draft, assignable, lacking, open_to_all=is_open)
    screen = settings_answer(*await door.store.read(with_others, actor, saved.id))
    await answer(interaction, replace(screen, text=words.categories.saved(saved, new=not category_id)))


CATEGORY_FORM = Form(ids.CATEGORY_FORM, _save)


class DeleteCategoryButton(DeskButton, template=ids.DELETE_CATEGORY):
    """Confirms that the category is to be deleted."""

    label = mark_button("Delete for good")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Delete it."""
        actor = await door.enter(interaction)
        await answer(
            interaction, words.categories.deleted(await door.store.write(categories.delete, actor, self.subject()))
        )


def ask_delete(category: Category) -> Answer:
    """The question before a category is deleted: what becomes of its tickets."""
    button = DeleteCategoryButton(ids.delete_category(category.id))
    return Answer(words.categories.ask_delete(category), view=row(button))
