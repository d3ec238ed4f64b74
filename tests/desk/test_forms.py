"""A category's form: what its questions may be, what may be answered, and the ticket that comes of it."""

from dataclasses import replace

import pytest

from desk import categories, drafts, questions, reading, tickets
from desk.drafts import Opened, Sheet, Unfinished
from desk.errors import FormChanged, Invalid, MissingGrant
from desk.forms import key_of
from desk.models import Category, Field, Question, QuestionKind, Upload
from desk.questions import mark_of
from desk.store import Tx
from desk.tickets import TicketDraft
from tests.people import GUILD, actor

NAME = Question("What broke?", QuestionKind.SHORT, most=40)
STORY = Question("What happened?", QuestionKind.LONG, least=5)
WHERE = Question("Where?", QuestionKind.SELECT, choices=("Hall", "Attic"))
WHO = Question("Who saw it?", QuestionKind.USER, required=False, most=2)
PICTURE = Question("A picture", QuestionKind.FILE, required=False)
SOMEBODY = "123456789012345678"
FORM_ID = "1456074443980800027"


def with_form(tx: Tx, category: Category, *form: Question) -> Category:
    """The category, asking that."""
    for question in form:
        mark = mark_of(category.settings.form)
        category = questions.put_question(tx, actor("definer"), category.id, mark, None, question)
    return category


def answered(*said: tuple[Question, str]) -> dict[str, tuple[str, ...]]:
    """Those answers by key."""
    return {key_of(question): (text,) for question, text in said}


def hand_in(tx: Tx, category: Category, page: int, *said: tuple[Question, str]) -> Opened:
    """The ticket that this one step became."""
    done = drafts.hand_in(tx, actor("owner"), Sheet(category.id, FORM_ID, page, answered(*said)))
    assert isinstance(done, Opened)
    return done


def faults_of(question: Question, *others: Question) -> dict[str, tuple[str, int | None, int | None]]:
    """What is wrong with it: code, limit and what was met."""
    with pytest.raises(Invalid) as refused:
        questions.checked_question(question, others)
    return {name: (fault.code, fault.limit, fault.actual) for name, fault in refused.value.fields.items()}


def test_what_discord_would_refuse_later_is_refused_when_it_is_saved_with_limit_and_length() -> None:
    """P03."""
    select = replace(WHERE, choices=tuple(f"Room {number}" for number in range(26)))
    assert faults_of(replace(NAME, label="x" * 46)) == {"label": ("too_long", 45, 46)}
    assert faults_of(replace(NAME, hint="x" * 101)) == {"hint": ("too_long", 100, 101)}
    assert faults_of(replace(NAME, most=4001)) == {"most": ("above", 4000, 4001)}
    assert faults_of(replace(NAME, least=41)) == {"least": ("above", 40, 41)}
    assert faults_of(select) == {"choices": ("too_many_choices", 25, 26)}
    assert faults_of(replace(WHERE, choices=("x" * 101,))) == {"choices[0]": ("too_long", 100, 101)}
    assert faults_of(replace(WHERE, choices=())) == {"choices": ("blank", 1, None)}
    assert faults_of(replace(WHERE, most=3)) == {"most": ("above", 2, 3)}
    assert faults_of(replace(PICTURE, most=11)) == {"most": ("above", 10, 11)}
    many = [replace(NAME, label=f"Question {number}") for number in range(25)]
    assert faults_of(NAME, *many) == {"questions": ("too_many_questions", 25, 26)}
    assert faults_of(replace(NAME, label="WHAT broke?"), NAME) == {"label": ("label_taken", None, None)}


def test_exactly_what_discord_takes_is_taken() -> None:
    """P03."""
    many = [replace(NAME, label=f"Question {number}") for number in range(24)]
    label, hint, choices = "x" * 45, "x" * 100, tuple(f"{number:0100}" for number in range(25))
    longest = Question(label, QuestionKind.SELECT, hint, most=25, choices=choices)
    assert questions.checked_question(longest, many) == longest


def test_only_who_defines_categories_changes_a_form(tx: Tx, category: Category) -> None:
    with pytest.raises(MissingGrant):
        questions.put_question(tx, actor("manager"), category.id, mark_of(()), None, NAME)


def test_questions_are_changed_raised_and_removed(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, NAME, STORY)
    root = actor("definer")
    category = questions.raise_question(tx, root, category.id, mark_of(category.settings.form), 1)
    assert category.settings.form == (STORY, NAME)
    category = questions.put_question(tx, root, category.id, mark_of(category.settings.form), 0, WHERE)
    category = questions.remove_question(tx, root, category.id, mark_of(category.settings.form), 1)
    assert category.settings.form == (WHERE,)
    assert tx.categories.get(GUILD, category.id) == category


def test_a_form_that_somebody_else_changed_meanwhile_is_not_written_over(tx: Tx, category: Category) -> None:
    seen = mark_of(category.settings.form)
    with_form(tx, category, NAME)
    with pytest.raises(FormChanged):
        questions.put_question(tx, actor("definer"), category.id, seen, None, STORY)


def test_answers_become_the_fields_the_title_and_the_message_of_the_ticket(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, STORY, NAME, WHERE, WHO)
    said = {**answered((NAME, " The printer "), (STORY, "It burns."), (WHERE, "Attic")), key_of(WHO): (SOMEBODY,)}
    done = drafts.hand_in(tx, actor("owner"), Sheet(category.id, FORM_ID, 0, said))
    assert isinstance(done, Opened)
    assert done.ticket.fields == (
        Field("What happened?", QuestionKind.LONG, ("It burns.",)),
        Field("What broke?", QuestionKind.SHORT, ("The printer",)),
        Field("Where?", QuestionKind.SELECT, ("Attic",)),
        Field("Who saw it?", QuestionKind.USER, (SOMEBODY,)),
    )
    assert done.ticket.title == "The printer"
    (message,) = reading.show(tx, actor("owner"), done.ticket.id).messages
    assert message.content.splitlines()[1:] == [
        "What broke?: The printer",
        "Where?: Attic",
        f"Who saw it?: <@{SOMEBODY}>",
    ]


def test_without_a_text_the_ticket_is_called_by_what_was_chosen_or_by_its_opener(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, WHERE, replace(WHO, required=True))
    assert hand_in(tx, category, 0, (WHERE, "Attic"), (WHO, SOMEBODY)).ticket.title == "Attic"


@pytest.mark.parametrize(
    ("question", "said", "code"),
    [
        (NAME, "   ", "blank"),
        (NAME, "x" * 41, "too_long"),
        (STORY, "1234", "too_short"),
        (WHERE, "Cellar", "not_a_choice"),
        (replace(WHO, required=True), "", "missing"),
        (WHO, "me", "not_an_id"),
    ],
)
def test_what_cannot_be_taken_is_kept_to_be_corrected(
    tx: Tx, category: Category, question: Question, said: str, code: str
) -> None:
    category = with_form(tx, category, question)
    done = drafts.hand_in(tx, actor("owner"), Sheet(category.id, FORM_ID, 0, answered((question, said))))
    assert isinstance(done, Unfinished)
    assert {name: fault.code for name, fault in done.faults.items()} == {f"fields[{question.label}]": code}
    _, kept = drafts.resume(tx, actor("owner"), category.id, FORM_ID)
    assert kept.answers == {key_of(question): (said,)}


def test_more_than_five_questions_go_on_in_a_second_step(tx: Tx, category: Category) -> None:
    form = [replace(NAME, label=f"Question {number}") for number in range(7)]
    category = with_form(tx, category, *form)
    first = Sheet(category.id, FORM_ID, 0, answered(*((each, "First step") for each in form[:5])))
    step = drafts.hand_in(tx, actor("owner"), first)
    assert isinstance(step, Unfinished)
    assert (step.page, step.faults) == (1, {})
    done = hand_in(tx, category, 1, *((each, "Second step") for each in form[5:]))
    assert [field.values[0] for field in done.ticket.fields] == ["First step"] * 5 + ["Second step"] * 2


def test_a_second_step_whose_first_one_is_forgotten_asks_for_that_again(tx: Tx, category: Category) -> None:
    form = [replace(NAME, label=f"Question {number}") for number in range(6)]
    category = with_form(tx, category, *form)
    done = drafts.hand_in(tx, actor("owner"), Sheet(category.id, FORM_ID, 1, answered((form[5], "Second step"))))
    assert isinstance(done, Unfinished)
    assert (done.page, len(done.faults)) == (0, 5)
    assert done.draft.answers == answered((form[5], "Second step"))


def test_a_form_opens_one_ticket_however_often_it_is_sent_in(tx: Tx, category: Category) -> None:
    """R01: without any limit, too."""
    category = with_form(tx, category, NAME)
    first = hand_in(tx, category, 0, (NAME, "The printer"))
    again = hand_in(tx, category, 0, (NAME, "The printer, once more"))
    assert (again.ticket.id, again.again) == (first.ticket.id, True)


def test_two_forms_that_say_the_same_within_a_minute_are_one_intention(tx: Tx, category: Category) -> None:
    """R01: a double press shows two forms."""
    one = Sheet(category.id, "1", title="Printer", message="It burns.")
    first = drafts.hand_in(tx, actor("owner"), one)
    twin = drafts.hand_in(tx, actor("owner", at="2026-01-01T12:00:59.000Z"), replace(one, form_id="2"))
    later = drafts.hand_in(tx, actor("owner", at="2026-01-01T12:01:01.000Z"), replace(one, form_id="3"))
    other = drafts.hand_in(tx, actor("owner"), replace(one, form_id="4", message="It burns!"))
    assert [isinstance(it, Opened) and it.again for it in (first, twin, later, other)] == [False, True, False, False]


def test_what_was_closed_meanwhile_can_be_opened_again_in_the_same_words(tx: Tx, category: Category) -> None:
    one = Sheet(category.id, "1", title="Printer", message="It burns.")
    first = drafts.hand_in(tx, actor("owner"), one)
    assert isinstance(first, Opened)
    tickets.close(tx, actor("owner"), first.ticket.id)
    second = drafts.hand_in(tx, actor("owner"), replace(one, form_id="2"))
    assert isinstance(second, Opened)
    assert not second.again


def test_title_and_message_said_before_go_with_the_answers(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, NAME)
    step = drafts.hand_in(tx, actor("owner"), Sheet(category.id, FORM_ID, title="About this", message="A report"))
    assert isinstance(step, Unfinished)
    done = hand_in(tx, category, 0, (NAME, "The printer"))
    assert done.ticket.title == "About this"
    assert [it.content for it in reading.show(tx, actor("owner"), done.ticket.id).messages] == ["A report"]


def test_a_file_is_kept_by_name_and_size_and_stays_over_a_correction(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, replace(PICTURE, required=True), NAME)
    upload = Upload(key_of(PICTURE), "fire.png", 7, "https://cdn.example/fire.png")
    step = drafts.hand_in(tx, actor("owner"), Sheet(category.id, FORM_ID, 0, {}, (upload,)))
    assert isinstance(step, Unfinished)
    done = hand_in(tx, category, 0, (NAME, "The printer"))
    assert done.ticket.fields[0] == Field("A picture", QuestionKind.FILE, ("fire.png",))
    (message,) = reading.show(tx, actor("owner"), done.ticket.id).messages
    assert [(file.name, file.size) for file in message.attachments] == [("fire.png", 7)]
    assert list(tx.uploads.of(done.ticket.id)) == [upload]


def test_of_a_members_unfinished_forms_the_newest_few_are_kept_for_a_day(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, NAME, WHERE)
    for form_id in "123456":
        drafts.hand_in(tx, actor("owner"), Sheet(category.id, form_id, 0, answered((NAME, "Printer"))))
    kept = [drafts.resume(tx, actor("owner"), category.id, form_id)[1].answers for form_id in "1256"]
    assert [bool(each) for each in kept] == [False, True, True, True]
    tomorrow = actor("owner", at="2026-01-02T12:00:00.001Z")
    assert drafts.resume(tx, tomorrow, category.id, "6")[1].answers == {}


def test_programs_answer_what_they_know_and_need_not_know_of_forms(tx: Tx, category: Category) -> None:
    category = with_form(tx, category, NAME, WHERE)
    plain = tickets.open_ticket(tx, actor("owner"), TicketDraft(category.id, "A title", "A message"))
    assert plain.fields == ()
    answers = {"Where?": ("Hall",)}
    made = tickets.open_ticket(tx, actor("owner"), TicketDraft(category.id, "A title", "A message", answers))
    assert made.fields == (Field("Where?", QuestionKind.SELECT, ("Hall",)),)
    with pytest.raises(Invalid) as refused:
        tickets.open_ticket(tx, actor("owner"), TicketDraft(category.id, "A title", "A message", {"When?": ("Now",)}))
    assert {name: fault.code for name, fault in refused.value.fields.items()} == {"fields[When?]": "unknown"}


def test_a_form_outlives_the_edit_of_its_category(tx: Tx, category: Category) -> None:
    with_form(tx, category, NAME)
    draft = categories.CategoryDraft("renamed")
    assert categories.edit(tx, actor("admin"), category.id, draft, frozenset()).settings.form == (NAME,)
