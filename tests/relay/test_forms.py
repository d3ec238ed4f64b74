"""How a ticket that was opened by a form looks in its place: answers in the card, long ones below it, files again."""

from collections.abc import Sequence
from dataclasses import replace

import discord

from desk import drafts, messages, questions, tickets
from desk.actor import Via
from desk.drafts import Opened, Sheet
from desk.forms import key_of
from desk.models import CategorySettings, Question, QuestionKind, Ticket, Upload, WorkingHours
from desk.questions import mark_of
from desk.store import Tx
from desk.tickets import TicketDraft
from tests.relay.world import World

NAME = Question("What broke?", QuestionKind.SHORT)
WHERE = Question("Where?", QuestionKind.SELECT, choices=("Hall", "Attic"))
WHO = Question("Who saw it?", QuestionKind.USER)
PICTURE = Question("Pictures", QuestionKind.FILE, most=2)
STORIES = tuple(Question(f"Story {number}", QuestionKind.LONG) for number in range(1, 6))
SPITE = "@everyone <@&1> ``` [staff](https://evil.example)\n# The bot says so\n-# Closed"


async def ask(world: World, *form: Question) -> None:
    """Let the category `open` ask that."""
    mark = mark_of(())
    for question in form:
        put = (world.actor("definer"), world.category_ids["open"], mark, None, question)
        mark = mark_of((await world.store.write(questions.put_question, *put)).settings.form)


async def open_by(world: World, *said: tuple[Question, str], uploads: Sequence[Upload] = ()) -> Ticket:
    """A ticket of the owner's, opened by the form in Discord, with its place drawn."""
    answers = {key_of(question): (text,) for question, text in said}
    sheet = Sheet(world.category_ids["open"], "1", 0, answers, tuple(uploads))
    done = await world.store.write(drafts.hand_in, world.actor("owner", Via.DISCORD), sheet)
    assert isinstance(done, Opened)
    await world.simulated.settle()
    return await world.seen(done.ticket.id)


def settle(tx: Tx, guild_id: int, category_id: int, settings: CategorySettings) -> None:
    """Give the category those settings."""
    category = tx.categories.get(guild_id, category_id)
    assert category is not None
    tx.categories.save(replace(category, settings=settings))


async def test_the_card_shows_the_answers_and_not_once_more_as_a_message(world: World) -> None:
    await ask(world, NAME, WHERE, WHO)
    saw = world.members["outsider"].id
    ticket = await open_by(world, (NAME, "The printer"), (WHERE, "Attic"), (WHO, str(saw)))
    text = world.card_text(ticket)
    assert "**\u2068What broke?\u2069** \u2068The printer\u2069" in text
    assert "**\u2068Where?\u2069** \u2068Attic\u2069" in text
    assert f"**\u2068Who saw it?\u2069** <@{saw}>" in text
    assert "wrote:" not in text
    assert world.said(ticket) == []
    assert world.pinged() == [world.members["owner"].id]
    assert "outsider" not in world.people_in(ticket)


async def test_what_was_typed_stays_in_its_frame_and_pings_nobody(world: World) -> None:
    """C10."""
    await ask(world, NAME, *STORIES[:2])
    ticket = await open_by(world, (NAME, SPITE), (STORIES[0], SPITE), (STORIES[1], SPITE * 50))
    said = [world.card_text(ticket), *world.said(ticket)]
    assert not any(line.startswith(("# The", "-# Closed")) for text in said for line in text.splitlines())
    assert all("[staff](" not in text.replace("\\[staff\\](", "") or "```" in text for text in said)
    assert world.pinged() == [world.members["owner"].id]
    assert not any(each.mention_everyone for each in world.simulated.messages(world.thread(ticket).id))


async def test_five_answers_of_the_greatest_length_are_all_in_the_place_and_whole_in_the_store(world: World) -> None:
    """P02."""
    await ask(world, *STORIES)
    texts = [f"{number} {'long words ' * 363}"[:4000].strip() for number in range(1, 6)]
    ticket = await open_by(world, *zip(STORIES, texts, strict=True))
    assert [field.values[0] for field in ticket.fields] == texts
    below = "\n".join(world.said(ticket))
    for question, text in zip(STORIES, texts, strict=True):
        assert f"**\u2068{question.label}\u2069**" in below
        assert below.count(text[:11]) >= 1
    assert below.count("long words") == sum(text.count("long words") for text in texts)
    assert "Below: \u2068Story 1\u2069, \u2068Story 2\u2069" in world.card_text(ticket)


async def test_answers_that_messages_should_not_hold_come_as_one_file(world: World) -> None:
    """P02."""
    form = [replace(STORIES[0], label=f"Story {number}") for number in range(1, 26)]
    await ask(world, *form)
    answers = {question.label: ("x" * 4000,) for question in form}
    draft = TicketDraft(world.category_ids["open"], "Printer", "A message", answers)
    made = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    thread = world.thread(await world.seen(made.id))
    (file,) = [each for message in world.simulated.messages(thread.id) for each in message.attachments]
    assert (file.filename, (await file.read()).count(b"x")) == ("answers.txt", 100_000)


async def test_files_of_the_form_are_posted_again_under_their_names(world: World) -> None:
    await ask(world, NAME, PICTURE)
    form = await world.members["owner"].slash(world.hall, "ticket open", category="open")
    pictures = [("fire (1).png", b"flames"), ("@everyone.txt", b"smoke")]
    given = {key_of(NAME): "Printer", key_of(PICTURE): pictures}
    await world.members["owner"].submit_modal(form, given)
    await world.simulated.settle()
    (ticket,) = await world.everything()
    files = [each for message in world.simulated.messages(world.thread(ticket).id) for each in message.attachments]
    assert [(each.filename, await each.read()) for each in files] == [
        ("fire_1_.png", b"flames"),
        ("everyone.txt", b"smoke"),
    ]
    assert any("A file from the form: \u2068fire (1).png\u2069" in text for text in world.said(ticket))


async def test_a_file_that_discord_keeps_no_longer_is_told_of_in_its_place(world: World) -> None:
    await ask(world, NAME, PICTURE)
    gone = Upload(key_of(PICTURE), "fire.png", 6, "https://cdn.discordapp.com/gone/fire.png")
    ticket = await open_by(world, (NAME, "Printer"), uploads=[gone])
    assert any("The file \u2068fire.png\u2069 from the form cannot be posted here." in it for it in world.said(ticket))


async def test_after_a_kill_answers_and_files_are_not_posted_twice(world: World) -> None:
    await ask(world, NAME, STORIES[0])
    world.simulated.refuse("PATCH", "/channels/*/messages/*", status=500)
    ticket = await open_by(world, (NAME, "Printer"), (STORIES[0], "word " * 700))
    await world.restart(killed=True)
    assert len([text for text in world.said(ticket) if "Story 1" in text]) == 1


async def test_the_greeting_of_the_category_names_member_ticket_and_category(world: World) -> None:
    greeting = "Hello {member}, {ticket} in {category}: {nothing} {0}"
    settings = CategorySettings(opening_message=greeting)
    await world.store.write(settle, world.guild.id, world.category_ids["open"], settings)
    ticket = await world.open_ticket(message="{member} wrote braces")
    owner = world.members["owner"].id
    assert f"Hello <@{owner}>, #1 in \u2068open\u2069: {{nothing}} {{0}}" in world.card_text(ticket)
    assert "{member} wrote braces" in world.card_text(ticket)


async def test_the_longest_greeting_and_message_make_no_card_too_large(world: World) -> None:
    """P02."""
    settings = CategorySettings(opening_message="g" * 1500)
    await world.store.write(settle, world.guild.id, world.category_ids["open"], settings)
    ticket = await world.open_ticket("t" * 120, "m" * 2000)
    assert "g" * 1500 in world.card_text(ticket)
    assert any("m" * 2000 in text for text in world.said(ticket))


async def test_the_card_tells_that_it_was_opened_outside_working_hours_until_staff_answers(world: World) -> None:
    now = discord.utils.utcnow()
    days = [("00:00", "24:00")] * 7
    days[now.weekday()] = days[(now.weekday() - 1) % 7] = None  # type: ignore[call-overload]  # a day off
    settings = CategorySettings(hours=WorkingHours("UTC", tuple(days)))
    await world.store.write(settle, world.guild.id, world.category_ids["open"], settings)
    ticket = await world.open_ticket()
    assert "They are back <t:" in world.card_text(ticket)
    await world.reply(ticket, "Good evening")
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert "They are back" not in world.card_text(await world.seen(ticket.id))


async def test_a_ticket_that_staff_opened_calls_its_owner_and_says_who_did(world: World) -> None:
    draft = TicketDraft(world.category_ids["open"], "Your parcel", "It came back.")
    made = await world.store.write(
        tickets.open_ticket, world.actor("responder"), draft, world.actor("outsider", Via.DISCORD)
    )
    await world.simulated.settle()
    ticket = await world.seen(made.id)
    outsider = world.members["outsider"].id
    assert f"**Opened by** <@{outsider}>" not in world.card_text(ticket)
    assert f"**Opened for** <@{outsider}>, by \u2068responder\u2069" in world.card_text(ticket)
    assert "outsider" in world.people_in(ticket)
    assert world.pinged() == [outsider]


async def delete_opening(world: World, ticket: Ticket) -> str:
    """Let the owner delete the opening message; the card after it."""
    (opening,) = (await world.detail(ticket.id)).messages
    await world.store.write(messages.delete_message, world.actor("owner"), ticket.id, opening.id)
    await world.simulated.settle()
    text = world.card_text(ticket)
    assert "The opening message was deleted." in text
    return text


async def test_who_deletes_the_message_that_repeats_the_answers_deletes_them_too(world: World) -> None:
    """On the card and below it."""
    await ask(world, NAME, STORIES[0])
    gone = Upload(key_of(PICTURE), "fire.png", 6, "https://cdn.invalid/gone.png")
    ticket = await open_by(world, (NAME, "The big one"), (STORIES[0], "It burns " * 400), uploads=[gone])
    assert ["It burns" in text for text in world.said(ticket)] == [True, False]
    assert "The big one" not in (await delete_opening(world, ticket)).partition("Opened by")[2]
    assert (await world.seen(ticket.id)).fields == ()
    assert world.said(ticket) == []


async def test_answers_stay_when_a_message_of_other_words_is_deleted(world: World) -> None:
    await ask(world, NAME, STORIES[0])
    answers = {NAME.label: ("The big one",), STORIES[0].label: ("It burns " * 400,)}
    draft = TicketDraft(world.category_ids["open"], "Printer", "A message", answers)
    made = await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    await world.simulated.settle()
    ticket = await world.seen(made.id)
    assert "The big one" in await delete_opening(world, ticket)
    assert ["It burns" in text for text in world.said(ticket)] == [True]
