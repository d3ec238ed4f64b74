"""What an Idempotency-Key promises: one effect, one answer, and to nobody who may no longer see it."""

import sqlite3

import pytest

from desk import tickets
from desk.answers import Answered, Once, once
from desk.errors import Invalid, KeyReused, NotFound
from desk.models import Category, Ticket
from desk.store import Slice, TicketFilter, Tx
from desk.tickets import TicketDraft
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

    def id_of(ticket: Ticket) -> int:
        return ticket.id

    draft = TicketDraft(category.id, title, "A message")
    return once(tx, actor(name, at=at), request, shown, id_of, tickets.open_ticket, draft)


def total(tx: Tx) -> int:
    return tickets.list_tickets(tx, actor("manager"), TicketFilter(), Slice(20)).total


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

    def id_of(ticket: Ticket) -> int:
        return ticket.id

    open_once(tx, "owner", category)
    once(tx, actor("responder"), request, shown, id_of, tickets.claim, 1)
    with pytest.raises(NotFound):
        once(tx, with_roles(actor("responder")), request, shown, id_of, tickets.claim, 1)
