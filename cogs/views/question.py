"""The form in which one question of a category's form is written: what it asks, and what may be answered."""

from typing import Any

import discord

from cogs import words
from cogs.language import hint, title
from cogs.views import ids
from cogs.views.forms import FormItem, Values, form, long_text, short_text, text_in
from desk.errors import Fault, Invalid
from desk.forms import ANSWER_AT_MOST, TEXTS
from desk.models import Category, Question, QuestionKind
from desk.questions import CHOICE, CHOICES, FILES_AT_MOST, HINT, LABEL, PICKED_AT_MOST

_DIGITS = 4


def question_form(category: Category, mark: str, place: int | None, question: Question) -> discord.ui.Modal:
    """The form of that question, or of a new one of its kind when it has no place yet."""
    parts = [
        short_text("label", title("What do you ask?"), question.label, max_length=LABEL[1]),
        short_text("hint", title("Help text"), question.hint or "", required=False, max_length=HINT[1]),
        _required(question),
        *_limits(question),
    ]
    custom_id = ids.question_form(category.id, mark, place, question.kind)
    return form(custom_id, words.forms.kind_of(question.kind), *parts)


def _required(question: Question) -> FormItem:
    box: discord.ui.Checkbox[Any] = discord.ui.Checkbox(custom_id="required", default=question.required)
    return discord.ui.Label(text=title("Must be answered"), component=box)


def _limits(question: Question) -> list[FormItem]:
    kind = question.kind
    if kind in TEXTS:
        about = hint("Leave it empty for no limit of your own; {most} is the most.", most=ANSWER_AT_MOST)
        return [
            _number("least", title("Fewest characters"), question.least, about),
            _number("most", title("Most characters"), question.most, about),
        ]
    if kind is QuestionKind.SELECT:
        room = (CHOICE[1] + 1) * CHOICES[1]
        choices = long_text(
            "choices",
            title("Choices"),
            "\n".join(question.choices),
            max_length=min(ANSWER_AT_MOST, room + 500),
            placeholder=hint("One a line, {most} at most", most=CHOICES[1]),
        )
        return [choices, _number("most", title("How many may be chosen"), question.most, hint("1 when left empty"))]
    most = FILES_AT_MOST if kind is QuestionKind.FILE else PICKED_AT_MOST
    about = hint("1 when left empty; {most} is the most.", most=most)
    return [_number("most", title("How many may be chosen"), question.most, about)]


def _number(custom_id: str, label: str, value: int | None, about: str) -> FormItem:
    return short_text(
        custom_id, label, "" if value is None else str(value), required=False, max_length=_DIGITS, placeholder=about
    )


def question_in(values: Values, kind: QuestionKind) -> Question:
    """The question as it was written. Raises Invalid for a number that is none."""
    return Question(
        label=text_in(values, "label"),
        kind=kind,
        hint=text_in(values, "hint") or None,
        required=text_in(values, "required") == "true",
        least=_number_in(values, "least"),
        most=_number_in(values, "most"),
        choices=tuple(text_in(values, "choices").splitlines()),
    )


def _number_in(values: Values, custom_id: str) -> int | None:
    text = text_in(values, custom_id).strip()
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise Invalid({custom_id: Fault("not_a_number")})
    return int(text)
