"""The form of a category: what its questions may be, and adding, changing, moving and removing them.

The limits are Discord's own, so that what is saved here can be shown there.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace

from desk.actor import Actor
from desk.categories import may_edit
from desk.errors import Fault, FormChanged, Invalid
from desk.events import EventType, category_lane, record
from desk.forms import ANSWER_AT_MOST, TEXTS
from desk.models import Category, Question, QuestionKind
from desk.store import Tx
from desk.text import BadText, storable, within

QUESTIONS_AT_MOST = 25
LABEL = (1, 45)
HINT = (0, 100)
CHOICE = (1, 100)
CHOICES = (1, 25)
FILES_AT_MOST = 10
"""Files that all questions of a form may ask for together."""
PICKED_AT_MOST = 25


def mark_of(form: Sequence[Question]) -> str:
    """Eight signs that differ when the form does: whoever changes it says with them which form they saw."""
    return f"{zlib.crc32(repr(tuple(form)).encode()):08x}"


def put_question(tx: Tx, actor: Actor, category_id: int, mark: str, place: int | None, question: Question) -> Category:
    """Put the question in that place of the form, or at its end.

    Raises MissingGrant, NotFound, Invalid, FormChanged.
    """
    category = _seen(tx, actor, category_id, mark, place)
    form = list(category.settings.form)
    others = [each for index, each in enumerate(form) if index != place]
    question = checked_question(question, others)
    if place is None:
        form.append(question)
    else:
        form[place] = question
    return _save(tx, actor, category, form)


def raise_question(tx: Tx, actor: Actor, category_id: int, mark: str, place: int) -> Category:
    """Move the question up by one; the first one stays. Raises MissingGrant, NotFound, FormChanged."""
    category = _seen(tx, actor, category_id, mark, place)
    form = list(category.settings.form)
    if place > 0:
        form[place - 1], form[place] = form[place], form[place - 1]
    return _save(tx, actor, category, form)


def remove_question(tx: Tx, actor: Actor, category_id: int, mark: str, place: int) -> Category:
    """Take the question out of the form; answers in tickets stay. Raises MissingGrant, NotFound, FormChanged."""
    category = _seen(tx, actor, category_id, mark, place)
    return _save(tx, actor, category, [each for index, each in enumerate(category.settings.form) if index != place])


def may_question(tx: Tx, actor: Actor, category_id: int, mark: str, place: int) -> tuple[Category, Question]:
    """The question in that place, for who may change it. Raises MissingGrant, NotFound, FormChanged."""
    category = _seen(tx, actor, category_id, mark, place)
    return category, category.settings.form[place]


def checked_question(question: Question, others: Sequence[Question]) -> Question:
    """The question as it is kept beside `others`. Raises Invalid naming each faulty part of it."""
    faults: dict[str, Fault] = {}
    if len(others) >= QUESTIONS_AT_MOST:
        faults["questions"] = Fault("too_many_questions", QUESTIONS_AT_MOST, actual=len(others) + 1)
    label = _part(faults, "label", question.label, LABEL)
    hint = _part(faults, "hint", question.hint or "", HINT)
    if label and label.casefold() in {each.label.casefold() for each in others}:
        faults["label"] = Fault("label_taken")
    choices = _choices(faults, question) if question.kind is QuestionKind.SELECT else ()
    checked = replace(question, label=label, hint=hint or None, choices=choices)
    checked = _limited(faults, checked)
    files = sum(each.most or 1 for each in (*others, checked) if each.kind is QuestionKind.FILE)
    if checked.kind is QuestionKind.FILE and files > FILES_AT_MOST:
        faults.setdefault("most", Fault("too_many_files", FILES_AT_MOST, actual=files))
    if faults:
        raise Invalid(faults)
    return checked


def _part(faults: dict[str, Fault], name: str, text: str, limits: tuple[int, int]) -> str:
    try:
        return within(" ".join(storable(text).split()), limits)
    except BadText as bad:
        faults[name] = bad.fault
        return ""


def _choices(faults: dict[str, Fault], question: Question) -> tuple[str, ...]:
    choices = tuple(dict.fromkeys(each.strip() for each in question.choices if each.strip()))
    if not choices:
        faults["choices"] = Fault("blank", CHOICES[0])
    elif len(choices) > CHOICES[1]:
        faults["choices"] = Fault("too_many_choices", CHOICES[1], actual=len(choices))
    checked = [_part(faults, f"choices[{index}]", each, CHOICE) for index, each in enumerate(choices)]
    return tuple(checked)


def _limited(faults: dict[str, Fault], question: Question) -> Question:
    """The question with limits that fit its kind and each other; 0 and None are none."""
    most = _most(question)
    least = question.least if question.kind in TEXTS else None
    for name, number in (("least", question.least), ("most", question.most)):
        if number is not None and not 0 <= number <= most:
            faults[name] = Fault("above", most, actual=number)
    if least and question.most and least > question.most:
        faults["least"] = Fault("above", question.most, actual=least)
    return replace(question, least=least or None, most=question.most or None)


def _most(question: Question) -> int:
    if question.kind in TEXTS:
        return ANSWER_AT_MOST
    if question.kind is QuestionKind.FILE:
        return FILES_AT_MOST
    return len(question.choices) or PICKED_AT_MOST


def _seen(tx: Tx, actor: Actor, category_id: int, mark: str, place: int | None) -> Category:
    """The category, if its form is still the one that the actor saw."""
    category = may_edit(tx, actor, category_id)
    form = category.settings.form
    if mark_of(form) != mark or (place is not None and place >= len(form)):
        raise FormChanged(category_id)
    return category


def _save(tx: Tx, actor: Actor, category: Category, form: Sequence[Question]) -> Category:
    after = replace(category, settings=replace(category.settings, form=tuple(form)))
    if after != category:
        tx.categories.save(after)
        record(
            tx,
            actor,
            EventType.CATEGORY_UPDATED,
            category_id=category.id,
            lane=category_lane(category.id),
            roles=False,
        )
    return after
