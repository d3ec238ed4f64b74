"""Whose turn it is: staff's until they answer, then the member's; and by when an answer is due."""

from dataclasses import replace

from desk import messages, tickets
from desk.models import Category, Ticket, Waiting
from desk.store import Tx
from tests.people import GUILD, actor

LATER = "2026-01-01T13:00:00.000Z"
LATEST = "2026-01-01T14:00:00.000Z"


def turn(tx: Tx, ticket: Ticket) -> tuple[Waiting, str | None, str | None]:
    now = tx.tickets.get(GUILD, ticket.id)
    assert now is not None
    return now.waiting, now.waiting_since, now.due_at


def test_a_new_ticket_waits_for_staff_who_have_a_day(ticket: Ticket) -> None:
    assert (ticket.waiting, ticket.waiting_since) == (Waiting.STAFF, ticket.created_at)
    assert ticket.due_at == "2026-01-02T12:00:00.000Z"


def test_an_answer_of_staff_gives_the_member_the_turn(tx: Tx, ticket: Ticket) -> None:
    messages.reply(tx, actor("responder", at=LATER), ticket.id, "Try this")
    messages.reply(tx, actor("responder", at=LATEST), ticket.id, "And that")
    assert turn(tx, ticket) == (Waiting.MEMBER, LATEST, None)
    answered = tx.tickets.get(GUILD, ticket.id)
    assert answered is not None
    assert answered.first_reply_at == LATER


def test_staff_who_was_added_to_the_ticket_answers_as_staff(tx: Tx, ticket: Ticket) -> None:
    tx.participants.add(GUILD, ticket.id, actor("responder").user_id, LATER)
    messages.reply(tx, actor("responder", at=LATER), ticket.id, "Try this")
    assert turn(tx, ticket) == (Waiting.MEMBER, LATER, None)


def test_who_waits_for_staff_does_not_wait_anew_with_each_message(tx: Tx, ticket: Ticket) -> None:
    messages.reply(tx, actor("owner", at=LATER), ticket.id, "Anybody there?")
    assert turn(tx, ticket) == (Waiting.STAFF, ticket.created_at, ticket.due_at)


def test_the_members_answer_gives_staff_the_turn_within_the_time_of_the_category(
    tx: Tx, ticket: Ticket, category: Category
) -> None:
    tx.categories.save(replace(category, settings=replace(category.settings, answer_minutes=30)))
    messages.reply(tx, actor("responder", at=LATER), ticket.id, "Try this")
    messages.reply(tx, actor("owner", at=LATEST), ticket.id, "It did not help")
    assert turn(tx, ticket) == (Waiting.STAFF, LATEST, "2026-01-01T14:30:00.000Z")


def test_a_note_moves_no_turn(tx: Tx, ticket: Ticket) -> None:
    messages.note(tx, actor("responder", at=LATER), ticket.id, "Known fault")
    assert turn(tx, ticket) == (Waiting.STAFF, ticket.created_at, ticket.due_at)


def test_a_closed_ticket_is_never_overdue_and_a_reopened_one_waits_from_then_on(tx: Tx, ticket: Ticket) -> None:
    assert tickets.close(tx, actor("responder", at=LATER), ticket.id).due_at is None
    tickets.reopen(tx, actor("owner", at=LATEST), ticket.id)
    assert turn(tx, ticket) == (Waiting.STAFF, LATEST, "2026-01-02T14:00:00.000Z")
