"""Answers to a category's form: held against its questions, kept as fields, and said again as a title and a text."""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence

from desk.errors import Fault, Invalid
from desk.models import Category, Field, Question, QuestionKind, Upload
from desk.text import OPENING_MESSAGE, TITLE, BadText, cleaned, storable, within

ANSWER_AT_MOST = 4000
"""Characters that Discord takes in one text of a form."""

PAGE = 5
"""Questions that Discord shows at once."""

TEXTS = frozenset({QuestionKind.SHORT, QuestionKind.LONG})
MENTIONS = {QuestionKind.USER: "<@{}>", QuestionKind.ROLE: "<@&{}>", QuestionKind.CHANNEL: "<#{}>"}
"""The kinds that are answered by ids, and how Discord writes each."""

_ID = re.compile(r"[0-9]{17,20}", re.ASCII)

Answers = Mapping[str, tuple[str, ...]]
"""What was answered, by the question's label or by its key."""


def key_of(question: Question) -> str:
    """A short name of the question that stays while its label and kind do, wherever in the form it stands."""
    return f"{zlib.crc32(f'{question.kind}:{question.label}'.encode()):08x}"


def pages_of(form: Sequence[Question]) -> int:
    """In how many steps the form is filled in."""
    return -(-len(form) // PAGE)


def page_of(form: Sequence[Question], page: int) -> Sequence[Question]:
    """The questions of the `page`-th step, from 0."""
    return form[page * PAGE : (page + 1) * PAGE]


def by_label(form: Iterable[Question], answers: Answers) -> dict[str, tuple[str, ...]]:
    """Answers by key as answers by label; those to questions that the form no longer has are left out."""
    return {each.label: answers[key_of(each)] for each in form if key_of(each) in answers}


def fields_of(
    form: Iterable[Question], answers: Answers, uploads: Iterable[Upload] = (), *, whole: bool = False
) -> tuple[Field, ...]:
    """The answers, by label, as they are kept, in the form's order; `whole` demands those to all required questions.

    Raises Invalid, naming each faulty answer as `fields[label]`: an unknown label, and what a question does not take.
    """
    form, uploads = tuple(form), tuple(uploads)
    labels = tuple(each.label for each in form)
    faults = {place(label): Fault("unknown", names=labels) for label in answers.keys() - set(labels)}
    fields: list[Field] = []
    for question in form:
        given = answers.get(question.label, ())
        try:
            values = checked(question, given, uploads, whole=whole)
        except BadText as bad:
            faults[place(question.label)] = bad.fault
            continue
        if values:
            fields.append(Field(question.label, question.kind, values))
    if faults:
        raise Invalid(faults)
    return tuple(fields)


def place(label: str) -> str:
    """How a fault names the answer to the question with that label."""
    return f"fields[{label}]"


def checked(
    question: Question, given: Sequence[str], uploads: Iterable[Upload] = (), *, whole: bool = False
) -> tuple[str, ...]:
    """The answer as it is kept, empty for none. Raises BadText when the question does not take it."""
    if question.kind is QuestionKind.FILE:
        if given:
            raise BadText(Fault("no_file_here"))
        given = [cleaned(each.name) for each in uploads if each.question == key_of(question)]
    values = tuple(dict.fromkeys(each.strip() for each in given if each.strip()))
    if not values:
        if question.required and whole:
            raise BadText(Fault("blank" if question.kind in TEXTS else "missing"))
        return ()
    if question.kind in TEXTS:
        return (_text(question, values),)
    for each in values:
        _demand_known(question, each)
    least, most = question.least or 1, question.most or 1
    if not least <= len(values) <= most:
        code, limit = ("too_few", least) if len(values) < least else ("too_many_chosen", most)
        raise BadText(Fault(code, limit, actual=len(values)))
    return values


def _text(question: Question, values: Sequence[str]) -> str:
    if len(values) > 1:
        raise BadText(Fault("too_many_chosen", 1, actual=len(values)))
    text = values[0]
    if question.kind is QuestionKind.SHORT:
        text = " ".join(storable(text).splitlines())
    return within(text, (question.least or 1, question.most or ANSWER_AT_MOST))


def _demand_known(question: Question, value: str) -> None:
    if question.kind is QuestionKind.SELECT and value not in question.choices:
        raise BadText(Fault("not_a_choice"))
    if question.kind in MENTIONS and not _ID.fullmatch(value):
        raise BadText(Fault("not_an_id"))


def title_of(fields: Sequence[Field], category: Category, name: str) -> str:
    """What a ticket is called whose opener was asked for no title: their first short answer, else the next best one."""
    for kinds in ({QuestionKind.SHORT}, {QuestionKind.LONG}, {QuestionKind.SELECT}):
        for field in fields:
            text = " ".join(", ".join(field.values).split())
            if field.kind in kinds and len(text) >= TITLE[0]:
                return _cut(text, TITLE[1])
    return _cut(f"{category.name} · {' '.join(name.split())}", TITLE[1])


def message_of(fields: Sequence[Field]) -> str:
    """The answers as one text, for who knows nothing of fields; what is beyond the room of a message is cut."""
    return _cut("\n".join(f"{field.label}: {said(field)}" for field in fields), OPENING_MESSAGE[1])


def repeats(text: str, fields: Sequence[Field]) -> bool:
    """Whether that text of a ticket says nothing but what its answers say."""
    return bool(fields) and text == message_of(fields)


def said(field: Field) -> str:
    """What was answered, as one text; people, roles and channels as Discord writes them."""
    mention = MENTIONS.get(field.kind, "{}")
    return ", ".join(mention.replace("{}", value) for value in field.values)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
