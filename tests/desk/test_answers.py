"""What an Idempotency-Key promises: one effect, one answer, and to nobody who may no longer see it."""

import sqlite3
from dataclasses import replace

import pytest

from desk import categories, messages, reading, tickets
from desk.actor import Actor
from desk.answers import Answered, Once, once
from desk.categories import CategoryDraft
from desk.errors import Invalid, KeyReused, MissingGrant, NotFound
from desk.exchange import Shows, Slice, TicketFilter
from desk.models import Category, Message, MessageKind, Ticket
from desk.store import Tx
from desk.tickets import TicketDraft
from tests.desk.conftest import ASSIGNABLE
from tests.people import actor, with_roles

REQUEST = Once("one", "POST /api/tickets", b"hash")


def open_once(
    tx: Tx,
    name: str,
    category: Category,
    request: Once = REQUEST,
    at: str = "2026-01-01T12:00:00.000Z",
    title: str = "A title",
) -> Answered:
    def shown(ticket: Ticket) -> bytes:
        return str(ticket.number).encode()

    draft = TicketDraft(category.id, title, "A message")
    return once(tx, actor(name, at=at), request, shown, ticket_alone, tickets.open_ticket, draft)


def ticket_alone(ticket: Ticket) -> Shows:
    return Shows(ticket_id=ticket.id)


def total(tx: Tx) -> int:
    return reading.list_tickets(tx, actor("manager"), TicketFilter(), Slice(20)).total


def test_the_same_request_again_has_no_second_effect(tx: Tx, category: Category) -> None:
    first, second = open_once(tx, "owner", category), open_once(tx, "owner", category)
    assert (first, second, total(tx)) == (Answered(b"1", replayed=False), Answered(b"1", replayed=True), 1)


def test_another_request_under_the_same_key_is_refused(tx: Tx, category: Category) -> None:
    open_once(tx, "owner", category)
    with pytest.raises(KeyReused):
        open_once(tx, "owner", category, Once("one", "POST /api/tickets", b"other"))


def test_another_callers_key_is_another_key(tx: Tx, category: Category) -> None:
    open_once(tx, "owner", category)
    assert not open_once(tx, "outsider", category).replayed


def test_a_refusal_is_not_kept(tx: Tx, category: Category) -> None:
    with pytest.raises(Invalid):
        open_once(tx, "owner", category, title="x")
    assert not open_once(tx, "owner", category).replayed


def test_the_answer_is_forgotten_after_a_day(tx: Tx, category: Category) -> None:
    open_once(tx, "owner", category)
    assert not open_once(tx, "owner", category, at="2026-01-02T12:00:00.001Z").replayed


def test_a_request_whose_ticket_was_deleted_finds_nothing_and_opens_no_other(tx: Tx, category: Category) -> None:
    open_once(tx, "owner", category)
    tickets.delete(tx, actor("manager"), 1)
    with pytest.raises(NotFound):
        open_once(tx, "owner", category)
    assert total(tx) == 0


def test_a_deleted_ticket_leaves_nothing_of_itself_in_the_answers(
    tx: Tx, db: sqlite3.Connection, category: Category
) -> None:
    open_once(tx, "owner", category)
    tickets.delete(tx, actor("manager"), 1)
    assert db.execute("SELECT answer FROM answer").fetchall() == [(b"",)]


def test_an_answer_is_not_shown_to_who_lost_sight_of_its_ticket(tx: Tx, category: Category) -> None:
    request = Once("two", "PUT", b"h")

    def shown(ticket: Ticket) -> bytes:
        return b"secret"

    open_once(tx, "owner", category)
    once(tx, actor("responder"), request, shown, ticket_alone, tickets.claim, 1)
    with pytest.raises(NotFound):
        once(tx, with_roles(actor("responder")), request, shown, ticket_alone, tickets.claim, 1)


def write_once(tx: Tx, who: Actor, ticket: Ticket, kind: MessageKind = MessageKind.REPLY) -> Answered:
    def shown(message: Message) -> bytes:
        return message.content.encode()

    def shows(message: Message) -> Shows:
        return Shows(ticket_id=message.ticket_id, message_id=message.id)

    write = messages.note if kind is MessageKind.NOTE else messages.reply
    return once(tx, who, Once("three", "POST", b"h"), shown, shows, write, ticket.id, "Some words")


def test_a_note_is_not_shown_again_to_who_may_not_see_notes_any_more(tx: Tx, ticket: Ticket) -> None:
    """P7, T10."""
    write_once(tx, actor("responder"), ticket, MessageKind.NOTE)
    with pytest.raises(NotFound):
        write_once(tx, with_roles(actor("responder"), "viewer"), ticket, MessageKind.NOTE)


def test_a_reply_is_shown_again_to_who_still_sees_it(tx: Tx, ticket: Ticket) -> None:
    """P7."""
    write_once(tx, actor("responder"), ticket)
    assert write_once(tx, with_roles(actor("responder"), "viewer"), ticket).replayed


def test_a_deleted_message_is_not_shown_again_and_leaves_nothing_in_the_answers(
    tx: Tx, db: sqlite3.Connection, ticket: Ticket
) -> None:
    """P7, M3."""
    write_once(tx, actor("responder"), ticket)
    messages.delete_by_id(tx, actor("responder"), 2)
    with pytest.raises(NotFound):
        write_once(tx, actor("responder"), ticket)
    assert db.execute("SELECT answer FROM answer").fetchall() == [(b"",)]


def test_a_category_is_not_shown_again_once_deleted_or_to_who_may_not_define_any(tx: Tx) -> None:
    """P7, B7: its roles are for those who define categories."""

    def define_once(who: Actor) -> Answered:
        return once(
            tx,
            who,
            Once("four", "POST", b"h"),
            lambda made: made.name.encode(),
            lambda made: Shows(category_id=made.id),
            categories.create,
            CategoryDraft("new"),
            ASSIGNABLE,
        )

    definer = actor("definer")
    define_once(definer)
    assert define_once(definer).replayed
    with pytest.raises(MissingGrant):
        define_once(replace(definer, grants=frozenset()))
    categories.delete(tx, definer, 1)
    with pytest.raises(NotFound):
        define_once(definer)
