"""The form in which a category is made or changed, roles included, and the question before it is deleted."""

import re

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import hint, mark_button, title
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, FormItem, Values, form, ids_in, long_text, roles, short_text, text_in
from desk import categories
from desk.categories import CategoryDraft
from desk.models import Category
from desk.text import CATEGORY_DESCRIPTION, CATEGORY_NAME

COLOR_LIKE = "#3b82f6"
ROLES_AT_MOST = 25
"""What a role select takes. A category with more keeps those of that kind as they are when it is edited here."""


def category_form(category: Category | None, ticket_limit: int | None, assignable: frozenset[int]) -> discord.ui.Modal:
    """The form of that category, or of a new one; `ticket_limit` is what the command said of it."""
    parts: list[FormItem] = [
        short_text("name", title("Name"), category.name if category else "", max_length=CATEGORY_NAME[1]),
        long_text(
            "description",
            title("Description"),
            (category.description if category else None) or "",
            required=False,
            max_length=CATEGORY_DESCRIPTION[1],
        ),
        short_text(
            "color",
            title("Colour"),
            (category.color if category else None) or "",
            required=False,
            max_length=7,
            placeholder=COLOR_LIKE,
        ),
    ]
    responders = category.responder_role_ids if category else frozenset()
    viewers = category.viewer_role_ids if category else frozenset()
    for custom_id, label, about, held in (
        ("responders", title("Responders"), hint("They answer, claim and close its tickets."), responders),
        ("viewers", title("Viewers"), hint("They read its tickets and cannot write."), viewers),
    ):
        if len(held) <= ROLES_AT_MOST:
            parts.append(roles(custom_id, label, about, sorted(held & assignable)))
    heading = title("Edit category") if category else title("New category")
    return form(ids.category_form(category.id if category else None, ticket_limit), heading, *parts)


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
        saved = await door.store.write(categories.create, actor, draft, assignable)
    await answer(interaction, words.categories.saved(saved, new=not category_id))


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
