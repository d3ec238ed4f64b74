"""Opening a ticket: the category chosen by button or select, the form, and the answer with the link."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord

from cogs import words
from cogs.answers import Answer, answer, answering, hand_back, typed_embed
from cogs.door import Door
from cogs.language import hint, mark_button
from cogs.language import title as label
from cogs.typed import shortened
from cogs.views import ids
from cogs.views.buttons import DeskButton
from cogs.views.filling import answer_handed_in
from cogs.views.forms import Form, Values, form, long_text, short_text, text_in
from cogs.views.questions import fill_form
from desk import categories, drafts
from desk.drafts import Sheet
from desk.entrance import entrance
from desk.models import Category
from desk.text import OPENING_MESSAGE, TITLE

BUTTONS_AT_MOST = 5
OPTIONS = 25
SELECTS = 4
ON_A_PAGE = OPTIONS * SELECTS


class OpenButton(DeskButton, template=ids.OPEN):
    """Opens the form for a ticket in one category."""

    label = mark_button("Open a ticket")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show the form."""
        await show_form(interaction, door, self.subject())


class MoreCategories(DeskButton, template=ids.MORE_CATEGORIES):
    """Shows the next page of the categories to choose from."""

    label = mark_button("More categories")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Answer with that page."""
        actor = await door.enter(interaction)
        shown = await door.store.read(categories.list_categories, actor)
        await answer(interaction, choice(shown.categories, page=self.subject()))


class CategorySelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template=ids.CHOOSE):
    """Chooses one of up to 25 categories and opens its form."""

    def __init__(self, index: int, part: Sequence[Category] = ()) -> None:
        """The `index`-th select of its message, with these categories."""
        options = [
            discord.SelectOption(
                label=shortened(each.name, 100),
                value=str(each.id),
                description=shortened(each.description or "", 100),
                emoji=each.settings.emoji,
            )
            for each in part
        ]
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=ids.choose(index),
            placeholder=hint("What is it about?"),
            options=options,
            # Discord sends nothing when the chosen option is chosen again: who let the form go must be able to take
            # the choice back.
            min_values=0,
        )
        super().__init__(select)

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> Self:
        """The select again; what was chosen comes with the interaction."""
        return cls(int(match[1]))

    async def callback(self, interaction: discord.Interaction) -> None:
        """Show the form of the chosen category, and have whatever goes wrong answered."""
        await answering(interaction, lambda door: self._show_chosen(interaction, door))

    async def _show_chosen(self, interaction: discord.Interaction, door: Door) -> None:
        if self.item.values:
            await show_form(interaction, door, int(self.item.values[0]))
        else:
            await interaction.response.defer()


def panel_view(shown: Sequence[Category], page: int = 0) -> discord.ui.View:
    """A button for each of up to five categories; selects for more, and a button for what no message has room for."""
    view = discord.ui.View(timeout=None)
    if len(shown) <= BUTTONS_AT_MOST:
        for category in shown:
            opens = OpenButton(ids.open_button(category.id), category.name)
            opens.item.emoji = category.settings.emoji
            view.add_item(opens)
        return view
    part = shown[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    for index in range(0, len(part), OPTIONS):
        view.add_item(CategorySelect(index // OPTIONS, part[index : index + OPTIONS]))
    if len(shown) > (page + 1) * ON_A_PAGE:
        view.add_item(MoreCategories(ids.more_categories(page + 1)))
    return view


def choice(shown: Sequence[Category], typed: Sequence[str] = (), page: int = 0) -> Answer:
    """Asks in which category the ticket is to be; `typed` is what came with the command already."""
    if not shown:
        return Answer(words.categories.none_yet())
    return Answer(words.categories.choose(), embed=typed_embed(typed), view=panel_view(shown, page))


async def show_form(interaction: discord.Interaction, door: Door, category_id: int) -> None:
    """Show the form for a ticket in that category, unless the member could not open one there."""
    await send_form(interaction, await door.store.read(entrance, door.identify(interaction), category_id))


async def send_form(interaction: discord.Interaction, category: Category) -> None:
    """Show the form for a ticket in that category: its own questions, or else title and message."""
    form_id = str(interaction.id)
    shown = fill_form(category, form_id) if category.settings.form else plain_form(category, form_id)
    await interaction.response.send_modal(shown)


def plain_form(category: Category, form_id: str, title: str = "", message: str = "") -> discord.ui.Modal:
    """The form of a category without questions of its own, with what was typed already."""
    limits: dict[str, Any] = {"min_length": TITLE[0], "max_length": TITLE[1], "placeholder": hint("In a few words")}
    title_part = short_text("title", label("Title"), title[: TITLE[1]], **limits)
    least, most = OPENING_MESSAGE
    limits = {"min_length": least, "max_length": most, "placeholder": hint("What happened, and what do you need?")}
    message_part = long_text("message", label("Message"), message[:most], **limits)
    return form(ids.open_form(category.id, form_id), category.name, title_part, message_part)


async def _send(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    # A form that was shown by an older desk has no id of its own.
    form_id = match[2] or str(interaction.id)
    sheet = Sheet(int(match[1]), form_id, title=text_in(values, "title"), message=text_in(values, "message"))
    hand_back(interaction, sheet.title or "", sheet.message or "")
    actor = await door.enter(interaction)
    await answer_handed_in(interaction, door, await door.store.write(drafts.hand_in, actor, sheet))


OPEN_FORM = Form(ids.OPEN_FORM, _send)
