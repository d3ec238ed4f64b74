"""A category's own form in Discord: built by staff, filled in by members step by step, and nothing of it lost."""

from collections.abc import Sequence
from typing import Any

import discord
import pytest

from bot.demo.simulated import InteractionResult
from desk import categories, questions, tickets
from desk.forms import key_of
from desk.models import Category, Field, Question, QuestionKind
from desk.questions import mark_of
from desk.tickets import TicketDraft
from tests.cogs.world import World, buttons, said, shown

NAME = Question("What broke?", QuestionKind.SHORT, hint="One thing", most=40)
STORY = Question("What happened?", QuestionKind.LONG, least=5)
WHERE = Question("Where?", QuestionKind.SELECT, most=2, choices=("Hall", "Attic", "Cellar"))
WHO = Question("Who saw it?", QuestionKind.USER, required=False)
TEAM = Question("Whose is it?", QuestionKind.ROLE, required=False)
ROOM = Question("Said where?", QuestionKind.CHANNEL, required=False)
PICTURE = Question("A picture", QuestionKind.FILE, required=False, most=2)


async def ask(world: World, *form: Question, category: str = "open") -> Category:
    """Let the category ask that."""
    category_id = world.category_ids[category]
    asking = await world.store.read(categories.may_edit, world.actor("definer"), category_id)
    for question in form:
        mark = mark_of(asking.settings.form)
        asking = await world.store.write(
            questions.put_question, world.actor("definer"), category_id, mark, None, question
        )
    return asking


def labels(form: InteractionResult) -> list[str]:
    """The labels of a form, from top to bottom."""
    assert form.modal is not None
    return [part["label"] for part in form.modal["components"]]


def parts(form: InteractionResult) -> list[dict[str, Any]]:
    """What can be filled in of a form, from top to bottom."""
    assert form.modal is not None
    return [part["component"] for part in form.modal["components"]]


def answers(*given: tuple[Question, Any]) -> dict[str, Any]:
    """Those answers as they are typed into a form."""
    return {key_of(question): value for question, value in given}


def many(count: int) -> Sequence[Question]:
    """That many short questions."""
    return [Question(f"Question {number}", QuestionKind.SHORT) for number in range(1, count + 1)]


async def build(world: World) -> InteractionResult:
    """The form of the category `open`, being built."""
    return await world.use("definer", "category form", category="open")


async def test_a_form_is_built_looked_at_and_asked(world: World) -> None:
    definer = world.members["definer"]
    built = await build(world)
    assert "It asks for a title and a message." in said(built)
    new = await definer.select(shown(built), ["select"], custom_id=buttons(built)["Add a question"])
    typed = {"label": "Where?", "hint": "The floor", "required": True, "choices": "Hall\nAttic\n", "most": "2"}
    await definer.submit_modal(new, typed)
    assert "▸ 1\\. **" in said(built)
    assert "Choice · must be answered · 2 choices" in said(built)
    looked = await definer.click(shown(built), label="Preview")
    form = await world.use("owner", "ticket open", category="open")
    assert looked.modal is not None
    assert form.modal is not None
    assert looked.modal["components"] == form.modal["components"]
    (where,) = parts(form)
    assert (where["type"], where["min_values"], where["max_values"]) == (3, 1, 2)
    assert [option["label"] for option in where["options"]] == ["Hall", "Attic"]
    seen = await definer.submit_modal(looked, {where["custom_id"]: ["Hall"]})
    assert "nothing was opened" in said(seen)
    assert await world.everything() == ()


@pytest.mark.parametrize("kind", QuestionKind)
async def test_a_question_of_each_kind_is_added_by_a_form_that_discord_takes(world: World, kind: QuestionKind) -> None:
    definer = world.members["definer"]
    built = await build(world)
    new = await definer.select(shown(built), [kind.value], custom_id=buttons(built)["Add a question"])
    typed: dict[str, Any] = {"label": "Which?", "required": False, "choices": "One\nTwo"}
    offered = {part["custom_id"] for part in parts(new)}
    await definer.submit_modal(new, {name: value for name, value in typed.items() if name in offered})
    form = await world.use("owner", "ticket open", category="open")
    assert labels(form) == ["Which?"]


async def test_questions_are_changed_moved_and_removed_after_a_question(world: World) -> None:
    await ask(world, NAME, STORY)
    definer = world.members["definer"]
    built = await build(world)
    await definer.select(shown(built), ["1"], custom_id=buttons(built)["Change a question"])
    await definer.click(shown(built), label="Move up")
    change = await definer.click(shown(built), label="Change")
    assert parts(change)[0]["value"] == "What happened?"
    await definer.submit_modal(change, {"label": "The story", "required": True, "least": "", "most": "500"})
    assert "**\u2068The story\u2069** · Long text · must be answered · at most 500 characters" in said(built)
    await definer.click(shown(built), label="Remove")
    assert "Remove the question \u2068The story\u2069?" in said(built)
    await definer.click(shown(built), label="Keep")
    await definer.click(shown(built), label="Remove")
    await definer.click(shown(built), label="Remove for good")
    (left,) = [it for it in await world.live() if it.name == "open"]
    assert left.settings.form == (NAME,)


async def test_what_cannot_be_asked_is_refused_with_limit_and_length_and_given_back(world: World) -> None:
    """P03."""
    definer = world.members["definer"]
    built = await build(world)
    choices = "\n".join(f"Choice {number}" for number in range(26))
    typed: dict[str, Any] = {"label": "Which?", "required": True, "choices": choices}
    new = await definer.select(shown(built), ["select"], custom_id=buttons(built)["Add a question"])
    result = await definer.submit_modal(new, typed | {"most": "x"})
    assert "**Maximum** is no number" in result.followups[0].content
    new = await definer.select(shown(built), ["select"], custom_id=buttons(built)["Add a question"])
    refused = (await definer.submit_modal(new, typed)).followups[0]
    assert "**Choices** has 26 lines; Discord shows at most 25." in refused.content
    assert choices in (refused.embeds[0].description or "")


async def test_a_form_that_another_changed_meanwhile_is_not_written_over(world: World) -> None:
    await ask(world, NAME)
    built = await build(world)
    await world.members["definer"].select(shown(built), ["0"], custom_id=buttons(built)["Change a question"])
    await ask(world, STORY)
    result = await world.members["definer"].click(shown(built), label="Remove")
    assert "Somebody else has changed this form meanwhile." in result.followups[0].content


async def test_who_does_not_define_categories_builds_no_form(world: World) -> None:
    assert "define categories" in said(await world.use("responder", "category form", category="open"))


async def test_five_questions_of_every_kind_are_one_form_and_the_answers_fields(world: World) -> None:
    await ask(world, NAME, WHERE, WHO, TEAM, ROOM)
    form = await world.use("owner", "ticket open", category="open")
    assert labels(form) == ["What broke?", "Where?", "Who saw it?", "Whose is it?", "Said where?"]
    owner, outsider = world.members["owner"], world.members["outsider"]
    team, hall = world.roles["responder"], world.hall
    given = answers((NAME, "@everyone"), (WHERE, ["Attic", "Hall"]), (WHO, [outsider]), (TEAM, [team]), (ROOM, [hall]))
    assert "Your ticket #1 is open." in said(await owner.submit_modal(form, given))
    (ticket,) = await world.everything()
    assert ticket.title == "@everyone"
    assert ticket.fields == (
        Field("What broke?", QuestionKind.SHORT, ("@everyone",)),
        Field("Where?", QuestionKind.SELECT, ("Attic", "Hall")),
        Field("Who saw it?", QuestionKind.USER, (str(outsider.id),)),
        Field("Whose is it?", QuestionKind.ROLE, (str(team.id),)),
        Field("Said where?", QuestionKind.CHANNEL, (str(hall.id),)),
    )


async def test_a_file_goes_with_the_ticket(world: World) -> None:
    await ask(world, NAME, PICTURE)
    form = await world.use("owner", "ticket open", category="open")
    given = answers((NAME, "Printer"), (PICTURE, [("fire.png", b"flames")]))
    assert "is open" in said(await world.members["owner"].submit_modal(form, given))
    detail = await world.detail(1)
    assert detail.ticket.fields[1] == Field("A picture", QuestionKind.FILE, ("fire.png",))
    assert [(file.name, file.size) for file in detail.messages[0].attachments] == [("fire.png", 6)]


async def test_more_than_five_questions_go_on_over_a_restart(world: World) -> None:
    form = many(7)
    await ask(world, *form)
    owner = world.members["owner"]
    first = await world.use("owner", "ticket open", category="open")
    assert first.modal is not None
    assert first.modal["title"] == "open 1/2"
    kept = await owner.submit_modal(first, answers(*((each, "one") for each in form[:5])))
    assert "Step 2 of 2 comes next. What you have said so far is kept." in said(kept)
    await world.simulated.restart(world.fresh_bot())
    second = await owner.click(shown(kept), label="Continue")
    assert labels(second) == ["Question 6", "Question 7"]
    await owner.submit_modal(second, answers(*((each, "two") for each in form[5:])))
    assert "Your ticket #1 is open." in said(kept)
    assert list(buttons(kept)) == ["Tell me by direct message", "No"]
    (ticket,) = await world.everything()
    assert [field.values for field in ticket.fields] == [("one",)] * 5 + [("two",)] * 2


async def test_what_is_refused_comes_back_in_the_form_to_be_corrected(world: World) -> None:
    await ask(world, NAME, STORY, WHERE)
    owner = world.members["owner"]
    form = await world.use("owner", "ticket open", category="open")
    given = answers((NAME, "Printer"), (STORY, "    \u200b    "), (WHERE, ["Attic"]))
    refused = await owner.submit_modal(form, given)
    assert "**\u2068What happened?\u2069** is empty" in said(refused)
    again = await owner.click(shown(refused), label="Correct")
    name, _, where = parts(again)
    assert name["value"] == "Printer"
    assert [option["value"] for option in where["options"] if option.get("default")] == ["Attic"]
    await owner.submit_modal(again, given | answers((STORY, "It burns.")))
    assert "Your ticket #1 is open." in said(refused)


async def test_a_form_sent_in_twice_is_one_ticket_and_the_second_answer_its_link(world: World) -> None:
    """R01: no limit is set; each form is one intention."""
    await ask(world, NAME)
    owner = world.members["owner"]
    form = await world.use("owner", "ticket open", category="open")
    sent = [world.simulated.submit(owner, form, answers((NAME, "Printer"))) for _ in range(10)]
    await world.simulated.settle()
    (ticket,) = await world.everything()
    texts = [said(result) for result in sent]
    assert len([text for text in texts if text.startswith("Your ticket #1 is open.")]) == 1
    assert len([text for text in texts if text.startswith("You have opened this already: ticket #1.")]) == 9
    assert all(f"<#{ticket.place.channel_id}>" in text for text in texts)


async def test_a_double_press_whose_two_forms_say_the_same_is_one_ticket(world: World) -> None:
    """R01: without a limit and without questions, too."""
    owner, panel = world.members["owner"], await world.panel()
    forms = [world.simulated.press(owner, panel, f"open:{world.category_ids['open']}") for _ in range(2)]
    await world.simulated.settle()
    typed = {"title": "Printer", "message": "It burns."}
    sent = [world.simulated.submit(owner, form, typed) for form in forms]
    await world.simulated.settle()
    assert len(await world.everything()) == 1
    assert any("You have opened this already" in said(result) for result in sent)


async def test_ten_forms_with_a_limit_of_one_are_one_ticket(world: World) -> None:
    """R01: a form stands between press and ticket, and all ten are sent in with other words."""
    await world.add_category("one", limit=1)
    await ask(world, NAME, category="one")
    owner, panel = world.members["owner"], await world.panel()
    forms = [world.simulated.press(owner, panel, f"open:{world.category_ids['one']}") for _ in range(10)]
    await world.simulated.settle()
    sent = [world.simulated.submit(owner, form, answers((NAME, f"No {it}"))) for it, form in enumerate(forms)]
    await world.simulated.settle()
    (ticket,) = await world.everything()
    assert all(f"<#{ticket.place.channel_id}>" in said(result) for result in sent)


async def test_a_command_with_title_and_message_goes_on_to_the_form(world: World) -> None:
    await ask(world, NAME)
    owner = world.members["owner"]
    asked = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns.")
    form = await owner.click(shown(asked), label="Continue")
    await owner.submit_modal(form, answers((NAME, "The big one")))
    detail = await world.detail(1)
    assert (detail.ticket.title, detail.messages[0].content) == ("Printer", "It burns.")
    assert detail.ticket.fields[0].values == ("The big one",)


async def test_what_was_typed_is_given_back_as_a_file_where_it_is_too_long_to_show(world: World) -> None:
    """P02: five long answers, and the category is gone."""
    form = [Question(f"Story {number}", QuestionKind.LONG) for number in range(5)]
    await ask(world, *form)
    shown_form = await world.use("owner", "ticket open", category="open")
    await world.delete_category("open")
    result = await world.members["owner"].submit_modal(shown_form, answers(*((each, "x" * 4000) for each in form)))
    (file,) = shown(result).attachments
    assert (file.filename, (await file.read()).count(b"x")) == ("your-text.txt", 20000)


async def test_the_answer_tells_when_staff_is_back(world: World) -> None:
    await world.set_hours("open", "09:00", "17:00")
    opened = await world.use("owner", "ticket open", category="open", title="Printer", message="It burns.")
    assert "back" not in said(opened)
    world.now = world.now.replace(hour=18)
    late = await world.use("owner", "ticket open", category="open", title="Scanner", message="It burns.")
    assert "Nobody of the staff is here right now. They are back <t:1767344400:f>." in said(late)


async def test_the_pause_between_two_tickets_is_told_with_its_end(world: World) -> None:
    await world.set_cooldown("open", 10)
    await world.use("owner", "ticket open", category="open", title="Printer", message="It burns.")
    again = await world.use("owner", "ticket open", category="open")
    assert again.modal is None
    assert "You can open the next one <t:1767269400:R>" in said(again)


async def test_nobody_is_offered_a_category_that_is_not_open_to_them(world: World) -> None:
    await world.set_openers("open", "viewer")
    form = await world.use("owner", "ticket open")
    assert form.modal is not None
    assert form.modal["title"] == "other"
    assert list(buttons(await world.use("viewer", "ticket open"))) == ["open", "other"]
    refused = await world.members["owner"].click(await world.panel(), label="open")
    assert "Only certain roles open tickets in this category" in said(refused)


def test_a_form_of_the_longest_of_everything_is_one_that_discord_takes() -> None:
    """P03: 45, 100, 25, 5."""
    choices = tuple(f"{number:0100}" for number in range(25))
    question = Question("x" * 45, QuestionKind.SELECT, hint="y" * 100, most=25, choices=choices)
    assert questions.checked_question(question, []) == question
    assert len(discord.SelectOption(label=choices[0]).label) == 100


async def test_show_repeats_the_answers_in_their_frames_and_within_what_discord_takes(world: World) -> None:
    """C10, P02."""
    form = [Question("*" * 40 + str(number), QuestionKind.LONG) for number in range(10, 35)]
    await ask(world, *form)
    given = {question.label: ("*_~`|@everyone " * 200,) for question in form}
    draft = TicketDraft(world.category_ids["open"], "Printer", "m" * 2000, given)
    await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    (embed,) = shown(await world.use("responder", "ticket show", ticket=1)).embeds
    assert len(embed.fields) == 25
    assert len(embed) <= 6000
    assert (embed.fields[0].value or "").startswith("\u2068\\*\\_\\~\\`")
