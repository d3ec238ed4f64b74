"""What is said of a category's form: while it is built, and while it is filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cogs.language import button, mark_button, mark_hint, say, say_n, title
from cogs.typed import line
from desk.forms import MENTIONS, TEXTS, said
from desk.models import Category, Field, Question, QuestionKind
from desk.questions import LABEL

KINDS: Mapping[QuestionKind, tuple[str, str]] = {
    QuestionKind.SHORT: (mark_button("Short text"), mark_hint("One line")),
    QuestionKind.LONG: (mark_button("Long text"), mark_hint("Several lines")),
    QuestionKind.SELECT: (mark_button("Choice"), mark_hint("One or more of up to 25 choices that you write")),
    QuestionKind.USER: (mark_button("Member"), mark_hint("Members of this server")),
    QuestionKind.ROLE: (mark_button("Role"), mark_hint("Roles of this server")),
    QuestionKind.CHANNEL: (mark_button("Channel"), mark_hint("Channels of this server")),
    QuestionKind.FILE: (mark_button("File"), mark_hint("Pictures and other files")),
}


def kind_of(kind: QuestionKind) -> str:
    """What that kind of question is called."""
    return title(KINDS[kind][0])


def form_of(category: Category) -> str:
    """Over the questions of a category."""
    return say("The form of {category}", category=line(category.name))


def questions(form: Sequence[Question], chosen: int | None) -> str:
    """The questions in a list, the chosen one marked; or what it means that there are none."""
    if not form:
        return say("It asks for a title and a message. Add a question, and it asks your questions instead.")
    rows = [_row(place, each, chosen=place == chosen) for place, each in enumerate(form)]
    if len(form) > 5:
        rows.append(say("Discord shows five at once: who opens a ticket is led from step to step."))
    return "\n".join(rows)


def _row(place: int, question: Question, *, chosen: bool) -> str:
    name = f"**{line(question.label, 45)}**"
    facts = [button(KINDS[question.kind][0])]
    if question.required:
        facts.append(say("must be answered"))
    if question.choices:
        facts.append(say_n("{n} choice", "{n} choices", len(question.choices)))
    if question.kind in TEXTS and question.least:
        facts.append(say_n("at least {n} character", "at least {n} characters", question.least))
    if question.kind in TEXTS and question.most:
        facts.append(say_n("at most {n} character", "at most {n} characters", question.most))
    mark = "▸ " if chosen else ""
    return f"{mark}{place + 1}\\. {name} · {' · '.join(facts)}"


def ask_remove(question: Question) -> str:
    """Before a question is removed."""
    return say(
        "Remove the question {question}? Answers that tickets have already stay there.", question=line(question.label)
    )


def answers(fields: Sequence[Field], space: int) -> list[tuple[str, str]]:
    """Each question with as much of its answer as that room allows; the ticket's place has all of it."""
    each = space // max(1, len(fields)) - 2 * LABEL[1]
    # Every sign may need a second one before it, to be shown as it was typed.
    return [(line(field.label, LABEL[1]), _answer(field, max(each, 40) // 2)) for field in fields]


def _answer(field: Field, most: int) -> str:
    if field.kind in MENTIONS:
        return said(replace(field, values=field.values[: max(1, most // 12)]))
    return line(said(field), most)


def previewed() -> str:
    """After a form was sent in that was only looked at."""
    return say("That was a preview: nothing was opened.")


def next_step() -> str:
    """On the button that shows the next step of a preview."""
    return button("Next step")


def to_continue(page: int, pages: int) -> str:
    """Between two steps: what is there is kept."""
    return say("Step {page} of {pages} comes next. What you have said so far is kept.", page=page + 1, pages=pages)


def to_correct() -> str:
    """Over what is wrong with answers that cannot be taken as they are."""
    return say("Nothing is lost. Please correct this, and send it again:")


def correct() -> str:
    """On the button that shows the form again."""
    return button("Correct")
