"""Building a category's form: the list of its questions, and what can be done with each."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord

from cogs import words
from cogs.answers import Answer, answer, answering, hand_back
from cogs.door import Door
from cogs.language import button, hint, mark_button
from cogs.typed import shortened
from cogs.views import ids
from cogs.views.buttons import DeskButton
from cogs.views.forms import Form, Values
from cogs.views.preview import PreviewButton
from cogs.views.question import question_form, question_in
from cogs.views.questions import texts_in
from desk import categories, questions
from desk.models import Category, Question, QuestionKind
from desk.questions import QUESTIONS_AT_MOST, mark_of

OPTION_TEXT = 100

ACTS: Mapping[str, str] = {
    "change": mark_button("Change"),
    "raise": mark_button("Move up"),
    "ask-remove": mark_button("Remove"),
    "remove": mark_button("Remove for good"),
    "keep": mark_button("Keep"),
}


def builder(category: Category, chosen: int | None = None, *, remove: bool = False) -> Answer:
    """The category's form as it is, with what can be done to the `chosen` question; or asks whether to remove it."""
    form, mark = category.settings.form, mark_of(category.settings.form)
    view = discord.ui.View(timeout=None)

    def buttons(*acts: str) -> None:
        for act in acts:
            view.add_item(QuestionButton(ids.question(category.id, mark, chosen or 0, act)))

    if remove and chosen is not None:
        buttons("remove", "keep")
        return Answer(words.forms.ask_remove(form[chosen]), view=view)
    if len(form) < QUESTIONS_AT_MOST:
        view.add_item(BuildSelect(ids.build(category.id, mark, "add"), _kinds(), hint("Add a question")))
    if form:
        picked = ids.build(category.id, mark, "pick")
        view.add_item(BuildSelect(picked, _places(form, chosen), hint("Change a question")))
    if chosen is not None:
        buttons("change", *(["raise"] if chosen else []), "ask-remove")
    if form:
        view.add_item(PreviewButton(ids.preview(category.id, 0)))
    embed = discord.Embed(title=words.forms.form_of(category), description=words.forms.questions(form, chosen))
    return Answer(embed=embed, view=view)


def _kinds() -> list[discord.SelectOption]:
    return [
        discord.SelectOption(label=button(name), value=kind.value, description=hint(about))
        for kind, (name, about) in words.forms.KINDS.items()
    ]


def _places(form: Sequence[Question], chosen: int | None) -> list[discord.SelectOption]:
    labels = [shortened(f"{place}. {each.label}", OPTION_TEXT) for place, each in enumerate(form, 1)]
    return [
        discord.SelectOption(label=label, value=str(place), default=place == chosen)
        for place, label in enumerate(labels)
    ]


class BuildSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template=ids.BUILD):
    """Adds a question of the chosen kind, or picks one that is there."""

    def __init__(self, custom_id: str, options: list[discord.SelectOption], placeholder: str) -> None:
        """The select with these options. Nothing chosen is allowed: the same can then be chosen again."""
        select: discord.ui.Select[Any] = discord.ui.Select(
            custom_id=custom_id, options=options, placeholder=placeholder, min_values=0
        )
        super().__init__(select)
        match = self.template.fullmatch(custom_id)
        if match is None:
            raise ValueError(custom_id)
        self.match = match

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> Self:
        """The select again; what was chosen comes with the interaction."""
        return cls(match.string, [], "")

    async def callback(self, interaction: discord.Interaction) -> None:
        """Act, and have whatever goes wrong answered."""
        await answering(interaction, lambda door: self._act(interaction, door))

    async def _act(self, interaction: discord.Interaction, door: Door) -> None:
        category_id, mark, act = int(self.match[1]), self.match[2], self.match[3]
        chosen = next(iter(self.item.values), None)
        if act == "add" and chosen is not None:
            category = await door.store.read(categories.may_edit, door.identify(interaction), category_id)
            blank = Question("", QuestionKind(chosen), required=chosen != QuestionKind.FILE)
            await interaction.response.send_modal(question_form(category, mark, None, blank))
            return
        actor = await door.turn(interaction)
        category = await door.store.read(categories.may_edit, actor, category_id)
        await answer(interaction, builder(category, None if chosen is None else int(chosen)))


class QuestionButton(DeskButton, template=ids.QUESTION):
    """Does something to one question of the form, if the form is still as the member sees it."""

    def __init__(self, custom_id: str, label: str | None = None) -> None:
        """The button, called after what it does."""
        found = ids.QUESTION.fullmatch(custom_id)
        act = found[4] if found else ""
        super().__init__(custom_id, label or button(ACTS.get(act, "")))
        if act == "remove":
            self.item.style = discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Do it, and draw the form anew."""
        category_id, mark, place, act = self.subject(), self.match[2], self.subject(3), self.match[4]
        where = (category_id, mark, place)
        if act == "change":
            actor = door.identify(interaction)
            category, found = await door.store.read(questions.may_question, actor, *where)
            await interaction.response.send_modal(question_form(category, mark, place, found))
            return
        actor = await door.turn(interaction)
        if act == "raise":
            raised = await door.store.write(questions.raise_question, actor, *where)
            await answer(interaction, builder(raised, max(0, place - 1)))
        elif act == "remove":
            await answer(interaction, builder(await door.store.write(questions.remove_question, actor, *where)))
        else:
            category, _ = await door.store.read(questions.may_question, actor, *where)
            await answer(interaction, builder(category, place, remove=act == "ask-remove"))


async def _save(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    place = None if match[3] == "new" else int(match[3])
    hand_back(interaction, *texts_in(interaction))
    actor = await door.turn(interaction)
    asked = question_in(values, QuestionKind(match[4]))
    category = await door.store.write(questions.put_question, actor, int(match[1]), match[2], place, asked)
    await answer(interaction, builder(category, len(category.settings.form) - 1 if place is None else place))


QUESTION_FORM = Form(ids.QUESTION_FORM, _save)
