"""Tickets that close by themselves: silence alone does it, after a notice; staff's time and question can be put off."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import closing, messages, people, reading, snoozing, tickets
from desk.clock import parse_rfc3339, rfc3339
from desk.ending import EndingKind
from desk.errors import Forbidden, Invalid, NotFound, TicketClosed
from desk.events import Origin
from desk.models import Category, Place, PlaceState, Status, Ticket
from desk.store import Tx
from tests.desk.around import later, set_up, told
from tests.people import GUILD, NOON, USERS, actor

DAY = 24 * 60


def hours(count: float) -> str:
    """So many hours after noon."""
    return rfc3339(parse_rfc3339(NOON) + timedelta(hours=count))


def look(tx: Tx, at: str) -> None:
    """What the desk does each minute, with notices that are seen at once."""
    for each in closing.due(tx, at, 100):
        closing.finish(tx, Origin(GUILD, at), each.ticket_id)
    for each in closing.silent(tx, at, 100):
        closing.warn(tx, Origin(GUILD, at), each.ticket_id)
        see(tx, each.ticket_id, at)


def see(tx: Tx, ticket_id: int, at: str) -> None:
    """The notice stands in the ticket's place."""
    announced = closing.announced(tx, GUILD, ticket_id, at)
    assert announced is not None
    closing.seen(tx, announced, at)


def hours_pass(tx: Tx, start: float, end: float) -> None:
    """The desk looks each hour."""
    for hour in range(int(start), int(end) + 1):
        look(tx, hours(hour))


def say(tx: Tx, name: str, ticket: Ticket, at: float) -> None:
    messages.reply(tx, later(actor(name), hours(at)), ticket.id, "Hello")


def state(tx: Tx, ticket: Ticket) -> tuple[Status, str | None]:
    found = reading.show(tx, actor("admin"), ticket.id).ticket
    return found.status, found.close_reason


@pytest.fixture
def placed(tx: Tx, category: Category, ticket: Ticket) -> Ticket:
    """A ticket with a place, in a category in which a day of silence closes."""
    set_up(tx, category, silence_minutes=DAY)
    tx.places.save(ticket.id, Place(PlaceState.MADE, 77))
    return replace(ticket, place=Place(PlaceState.MADE, 77))


OPEN, SHUT = (Status.OPEN, None), (Status.CLOSED, "inactive")


def test_who_waits_for_staff_is_never_closed_out_a01(tx: Tx, placed: Ticket) -> None:
    """A01 (a): the member wrote, and nobody answers."""
    hours_pass(tx, 0, 100)
    assert (state(tx, placed), told(tx, placed.id)) == (OPEN, [])


def test_an_answer_of_the_member_stops_the_clock_a01(tx: Tx, placed: Ticket) -> None:
    """A01 (b): staff answer, the member replies an hour later, and nobody says anything more."""
    say(tx, "responder", placed, 1)
    say(tx, "owner", placed, 2)
    hours_pass(tx, 2, 100)
    assert state(tx, placed) == OPEN


def test_a_day_of_silence_after_an_answer_closes_after_half_a_day_of_notice_a01(tx: Tx, placed: Ticket) -> None:
    say(tx, "responder", placed, 1)
    hours_pass(tx, 1, 12)
    assert tx.endings.of(placed.id) is None
    hours_pass(tx, 13, 24)
    ending = tx.endings.of(placed.id)
    assert ending is not None
    assert (ending.kind, ending.due_at) == (EndingKind.SILENCE, hours(25))
    assert state(tx, placed) == OPEN
    hours_pass(tx, 25, 25)
    assert state(tx, placed) == SHUT
    assert told(tx, placed.id)[-2:] == ["closing.announced", "ticket.closed"]


def test_notes_neither_start_nor_stop_the_clock_a01(tx: Tx, placed: Ticket) -> None:
    """A01 (d): a note is no answer, and no news for the member."""
    messages.note(tx, actor("responder"), placed.id, "Hm")
    hours_pass(tx, 0, 50)
    assert state(tx, placed) == OPEN
    say(tx, "responder", placed, 50)
    messages.note(tx, later(actor("responder"), hours(60)), placed.id, "Still nothing")
    hours_pass(tx, 50, 75)
    assert state(tx, placed) == SHUT


def test_a_resting_ticket_does_not_close_and_its_rest_is_no_silence_a01(tx: Tx, placed: Ticket) -> None:
    """A01 (c): a rest stays, and the member's line brings the ticket back to staff."""
    say(tx, "responder", placed, 1)
    hours_pass(tx, 1, 20)
    snoozing.snooze(tx, later(actor("responder"), hours(20)), placed.id, snoozing.rest("3d"))
    hours_pass(tx, 20, 92)
    assert state(tx, placed) == OPEN
    assert snoozing.wake_due(tx, Origin(GUILD, hours(92)), placed.id) is not None
    hours_pass(tx, 92, 115)
    assert state(tx, placed) == OPEN
    hours_pass(tx, 116, 116)
    assert state(tx, placed) == SHUT
    tickets.reopen(tx, later(actor("responder"), hours(117)), placed.id)
    snoozing.snooze(tx, later(actor("responder"), hours(117)), placed.id, snoozing.MESSAGE)
    say(tx, "owner", placed, 118)
    hours_pass(tx, 118, 300)
    assert state(tx, placed) == OPEN


def test_a_further_answer_of_staff_gives_the_whole_time_again(tx: Tx, placed: Ticket) -> None:
    say(tx, "responder", placed, 1)
    hours_pass(tx, 1, 24)
    say(tx, "responder", placed, 24)
    hours_pass(tx, 25, 47)
    assert state(tx, placed) == OPEN
    hours_pass(tx, 48, 48)
    assert state(tx, placed) == SHUT


def test_nothing_closes_whose_notice_was_not_seen_for_its_time_a01(tx: Tx, placed: Ticket) -> None:
    """A01 (e): the desk was away; the first look tells, and closes nothing."""
    say(tx, "responder", placed, 1)
    look(tx, hours(200))
    assert state(tx, placed) == OPEN
    hours_pass(tx, 201, 211)
    assert state(tx, placed) == OPEN
    look(tx, hours(212))
    assert state(tx, placed) == SHUT


def test_a_notice_that_is_late_delays_the_end_and_one_that_never_comes_prevents_it(tx: Tx, placed: Ticket) -> None:
    say(tx, "responder", placed, 0)
    closing.warn(tx, Origin(GUILD, hours(12)), placed.id)
    hours_pass(tx, 13, 99)
    assert state(tx, placed) == OPEN
    see(tx, placed.id, hours(100))
    see(tx, placed.id, hours(101))
    hours_pass(tx, 101, 111)
    assert state(tx, placed) == OPEN
    look(tx, hours(112))
    assert state(tx, placed) == SHUT


@pytest.mark.parametrize("name", ["owner", "outsider", "responder"])
def test_whoever_writes_in_it_keeps_a_ticket_open_and_the_silence_begins_anew(
    tx: Tx, placed: Ticket, name: str
) -> None:
    people.add_person(tx, actor("responder"), placed.id, USERS["outsider"])
    say(tx, "responder", placed, 1)
    hours_pass(tx, 1, 20)
    closing.keep_open(tx, later(actor(name), hours(20)), placed.id)
    closing.keep_open(tx, later(actor(name), hours(30)), placed.id)
    assert told(tx, placed.id).count("closing.cancelled") == 1
    hours_pass(tx, 20, 43)
    assert state(tx, placed) == OPEN
    look(tx, hours(44))
    assert state(tx, placed) == SHUT
    with pytest.raises(TicketClosed):
        closing.keep_open(tx, later(actor(name), hours(45)), placed.id)


def test_who_may_not_write_keeps_nothing_open(tx: Tx, placed: Ticket) -> None:
    with pytest.raises(Forbidden):
        closing.keep_open(tx, actor("viewer"), placed.id)
    with pytest.raises(NotFound):
        closing.keep_open(tx, actor("elsewhere"), placed.id)


def test_a_category_that_closes_nothing_any_more_closes_nothing(tx: Tx, category: Category, placed: Ticket) -> None:
    say(tx, "responder", placed, 0)
    hours_pass(tx, 0, 20)
    set_up(tx, category)
    hours_pass(tx, 21, 100)
    assert state(tx, placed) == OPEN


def test_a_ticket_without_a_place_in_which_to_tell_of_it_stays_open(tx: Tx, placed: Ticket) -> None:
    tx.places.save(placed.id, Place(PlaceState.FAILED))
    say(tx, "responder", placed, 0)
    hours_pass(tx, 0, 100)
    assert state(tx, placed) == OPEN


def test_a_time_that_staff_set_closes_the_ticket_with_staff_s_reason(tx: Tx, placed: Ticket) -> None:
    ending = closing.plan(tx, actor("responder"), placed.id, "4h", "Solved")
    assert ending.due_at == hours(4)
    say(tx, "responder", placed, 1)
    hours_pass(tx, 1, 3)
    assert state(tx, placed) == OPEN
    look(tx, hours(4))
    assert state(tx, placed) == (Status.CLOSED, "Solved")


def test_the_member_s_next_message_calls_a_set_time_off(tx: Tx, placed: Ticket) -> None:
    closing.plan(tx, actor("responder"), placed.id, "4h")
    say(tx, "owner", placed, 1)
    hours_pass(tx, 1, 50)
    assert state(tx, placed) == OPEN
    assert told(tx, placed.id)[:2] == ["closing.announced", "closing.cancelled"]


@pytest.mark.parametrize("after", ["", "soon", "0h", "31d"])
def test_what_is_no_time_to_close_after_is_refused(tx: Tx, placed: Ticket, after: str) -> None:
    with pytest.raises(Invalid) as found:
        closing.plan(tx, actor("responder"), placed.id, after)
    assert set(found.value.fields) == {"after"}


def test_a_ticket_that_was_closed_and_reopened_closes_by_itself_no_more(tx: Tx, placed: Ticket) -> None:
    closing.plan(tx, actor("responder"), placed.id, "4h")
    tickets.close(tx, actor("responder"), placed.id)
    with pytest.raises(TicketClosed):
        closing.plan(tx, actor("responder"), placed.id, "4h")
    tickets.reopen(tx, actor("responder"), placed.id)
    hours_pass(tx, 1, 50)
    assert state(tx, placed) == OPEN


def test_an_owner_who_is_asked_agrees_or_says_not_yet(tx: Tx, placed: Ticket) -> None:
    closing.ask(tx, actor("responder"), placed.id, "Solved")
    closing.keep_open(tx, actor("owner"), placed.id)
    hours_pass(tx, 1, 50)
    assert state(tx, placed) == OPEN
    closing.ask(tx, actor("responder"), placed.id, "Solved")
    closing.agree(tx, actor("owner"), placed.id)
    assert state(tx, placed) == (Status.CLOSED, "Solved")


def test_no_answer_closes_where_silence_does_and_only_there(tx: Tx, category: Category, placed: Ticket) -> None:
    closing.ask(tx, actor("responder"), placed.id)
    see(tx, placed.id, hours(2))
    hours_pass(tx, 3, 25)
    assert state(tx, placed) == OPEN
    look(tx, hours(26))
    assert state(tx, placed) == SHUT
    set_up(tx, category)
    tickets.reopen(tx, actor("responder"), placed.id)
    closing.ask(tx, actor("responder"), placed.id)
    see(tx, placed.id, hours(30))
    hours_pass(tx, 30, 100)
    assert state(tx, placed) == OPEN


def test_an_owner_does_not_ask_themselves(tx: Tx, placed: Ticket) -> None:
    with pytest.raises(Forbidden):
        closing.ask(tx, actor("owner"), placed.id)


def test_nothing_of_it_is_a_change_that_programs_see(tx: Tx, placed: Ticket) -> None:
    before = reading.show(tx, actor("owner"), placed.id).ticket
    closing.plan(tx, actor("responder"), placed.id, "4h")
    closing.keep_open(tx, actor("owner"), placed.id)
    assert reading.show(tx, actor("owner"), placed.id).ticket == before


@pytest.mark.parametrize(("silence", "notice"), [(1, 1), (60, 30), (DAY, DAY // 2), (3 * DAY, DAY), (30 * DAY, DAY)])
def test_a_notice_stands_for_a_day_or_half_the_time(
    tx: Tx, category: Category, placed: Ticket, silence: int, notice: int
) -> None:
    set_up(tx, category, silence_minutes=silence)
    say(tx, "responder", placed, 0)
    before, at = ((silence - notice) / 60 - 0.001, (silence - notice) / 60)
    assert closing.silent(tx, hours(before), 10) == []
    assert [each.ticket_id for each in closing.silent(tx, hours(at), 10)] == [placed.id]
    look(tx, hours(at))
    ending = tx.endings.of(placed.id)
    assert ending is not None
    assert ending.due_at == hours(silence / 60)
