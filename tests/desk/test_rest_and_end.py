"""A ticket rests and comes back, who answers a claimed one, and what its owner may at the end: reopen and rate."""

from dataclasses import replace

import pytest

from desk import messages, people, rating, reading, snoozing, tickets
from desk.changes import TicketChange
from desk.errors import (
    ClaimerAnswers,
    Forbidden,
    Invalid,
    RatingFinal,
    ReopenOver,
    TicketClosed,
    TicketOpen,
)
from desk.events import EventType, Origin
from desk.models import Category, ClaimMode, Status, Ticket, WorkingHours
from desk.store import Tx
from tests.desk.around import another, events_of, later, set_up, told
from tests.people import GUILD, NOON, USERS, actor


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("1h", "2026-01-01T13:00:00.000Z"),
        (" 1H 30m ", "2026-01-01T13:30:00.000Z"),
        ("90min", "2026-01-01T13:30:00.000Z"),
        ("1w2d", "2026-01-10T12:00:00.000Z"),
        ("tomorrow", "2026-01-02T08:00:00.000Z"),
        ("message", snoozing.UNTIL_MESSAGE),
    ],
)
def test_a_ticket_rests_for_as_long_as_is_typed(
    tx: Tx, ticket: Ticket, category: Category, typed: str, until: str
) -> None:
    set_up(tx, category, hours=WorkingHours("Europe/Berlin", ((("09:00", "17:00"),) * 7)))
    assert snoozing.snooze(tx, actor("responder"), ticket.id, snoozing.rest(typed)).snoozed_until == until


@pytest.mark.parametrize("typed", ["", "0h", "soon", "1", "-1h", "9999w", "999999999999d", "\u0661h", "400d"])
def test_what_is_no_stretch_of_time_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as found:
        snoozing.rest(typed)
    assert set(found.value.fields) == {"snoozedUntil"}


def test_a_resting_ticket_comes_back_at_its_time_and_not_at_that_of_an_earlier_rest(tx: Tx, ticket: Ticket) -> None:
    staff = actor("responder")
    snoozing.snooze(tx, staff, ticket.id, snoozing.rest("1h"))
    snoozing.snooze(tx, staff, ticket.id, snoozing.rest("2h"))
    alarms = [work for work in tx.events.due("9999", 99) if work.event.type == EventType.ALARM_SET]
    assert len(alarms) == 2
    assert [work for work in tx.events.due("2026-01-01T12:59:00.000Z", 99) if work in alarms] == []
    assert snoozing.wake_due(tx, Origin(GUILD, "2026-01-01T13:00:00.000Z"), ticket.id) is None
    woken = snoozing.wake_due(tx, Origin(GUILD, "2026-01-01T14:00:00.000Z"), ticket.id)
    assert woken is not None
    assert (woken.snoozed_until, woken.updated_at) == (None, ticket.updated_at)
    assert told(tx, ticket.id)[-1] == "ticket.woken"
    assert snoozing.wake_due(tx, Origin(GUILD, "2026-01-01T15:00:00.000Z"), ticket.id) is None


def test_a_resting_ticket_comes_back_with_its_member_s_next_message_and_not_with_staff_s(
    tx: Tx, ticket: Ticket
) -> None:
    snoozing.snooze(tx, actor("responder"), ticket.id, snoozing.MESSAGE)
    messages.reply(tx, actor("manager"), ticket.id, "Any news?")
    messages.note(tx, actor("responder"), ticket.id, "Hush")
    assert reading.show(tx, actor("owner"), ticket.id).ticket.snoozed_until == snoozing.UNTIL_MESSAGE
    messages.reply(tx, actor("owner"), ticket.id, "Here I am")
    assert reading.show(tx, actor("owner"), ticket.id).ticket.snoozed_until is None
    assert events_of(tx, ticket.id)[-2].data == {"why": "message"}


def test_a_resting_ticket_is_brought_back_by_staff_and_by_closing_it(tx: Tx, ticket: Ticket) -> None:
    staff = actor("responder")
    snoozing.snooze(tx, staff, ticket.id, snoozing.rest("3d"))
    assert snoozing.wake(tx, staff, ticket.id).snoozed_until is None
    snoozing.snooze(tx, staff, ticket.id, snoozing.rest("3d"))
    assert tickets.close(tx, actor("owner"), ticket.id).snoozed_until is None
    with pytest.raises(TicketClosed):
        snoozing.snooze(tx, staff, ticket.id, snoozing.rest("3d"))


def test_a_ticket_rests_until_no_time_that_is_over(tx: Tx, ticket: Ticket) -> None:
    with pytest.raises(Invalid):
        tickets.update(tx, actor("responder"), ticket.id, TicketChange(snoozed_until=NOON))


def test_the_owner_rates_a_closed_ticket_and_changes_it_within_a_week(tx: Tx, ticket: Ticket) -> None:
    owner = actor("owner")
    with pytest.raises(TicketOpen):
        rating.rate(tx, owner, ticket.id, 5)
    closed = tickets.close(tx, actor("responder"), ticket.id)
    rated = rating.rate(tx, owner, ticket.id, 2, "Slow")
    assert (rated.rating, rated.rating_comment, rated.updated_at) == (2, "Slow", closed.updated_at)
    assert rating.rate(tx, later(owner, "2026-01-08T12:00:00.000Z"), ticket.id, 4).rating_comment == "Slow"
    assert rating.rate(tx, owner, ticket.id, 4, " ").rating_comment is None
    with pytest.raises(RatingFinal):
        rating.rate(tx, later(owner, "2026-01-08T12:00:01.000Z"), ticket.id, 5)
    assert reading.show(tx, owner, ticket.id).ticket.rating == 4


def test_a_ticket_that_was_opened_and_closed_again_is_rated_anew(tx: Tx, ticket: Ticket) -> None:
    owner, much_later = actor("owner"), later(actor("owner"), "2026-03-01T12:00:00.000Z")
    tickets.close(tx, owner, ticket.id)
    rating.rate(tx, owner, ticket.id, 1)
    tickets.reopen(tx, much_later, ticket.id)
    tickets.close(tx, much_later, ticket.id)
    assert rating.rate(tx, much_later, ticket.id, 5).rating == 5


@pytest.mark.parametrize("name", ["viewer", "responder", "manager", "admin"])
def test_nobody_rates_but_the_owner(tx: Tx, ticket: Ticket, name: str) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    with pytest.raises(Forbidden):
        rating.rate(tx, actor(name), ticket.id, 5)


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_a_rating_has_one_to_five_stars(tx: Tx, ticket: Ticket, stars: int) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    with pytest.raises(Invalid):
        rating.rate(tx, actor("owner"), ticket.id, stars)


def test_a_rating_is_for_the_owner_and_staff_to_see(tx: Tx, ticket: Ticket) -> None:
    people.add_person(tx, actor("responder"), ticket.id, USERS["outsider"])
    seen = {name: reading.show(tx, actor(name), ticket.id).with_rating for name in ("owner", "viewer", "outsider")}
    assert seen == {"owner": True, "viewer": False, "outsider": False}
    assert reading.show(tx, actor("responder"), ticket.id).with_rating


def test_the_owner_reopens_within_the_category_s_hours_and_staff_at_any_time(
    tx: Tx, ticket: Ticket, category: Category
) -> None:
    set_up(tx, category, reopen_hours=24)
    tickets.close(tx, actor("owner"), ticket.id)
    assert tickets.reopen(tx, later(actor("owner"), "2026-01-02T12:00:00.000Z"), ticket.id).status is Status.OPEN
    tickets.close(tx, actor("owner"), ticket.id)
    too_late = "2026-01-02T12:00:00.001Z"
    with pytest.raises(ReopenOver) as found:
        tickets.reopen(tx, later(actor("owner"), too_late), ticket.id)
    assert found.value.hours == 24
    assert tickets.reopen(tx, later(actor("responder"), too_late), ticket.id).status is Status.OPEN


def test_where_the_claimer_answers_no_other_staff_does(tx: Tx, ticket: Ticket, category: Category) -> None:
    set_up(tx, category, claim_mode=ClaimMode.CLAIMER)
    messages.reply(tx, actor("manager"), ticket.id, "While nobody has it")
    tickets.claim(tx, actor("responder"), ticket.id)
    with pytest.raises(ClaimerAnswers) as found:
        messages.reply(tx, actor("manager"), ticket.id, "Me too")
    assert found.value.holder_id == USERS["responder"]
    for name in ("responder", "owner"):
        messages.reply(tx, actor(name), ticket.id, "Go on")
    messages.note(tx, actor("manager"), ticket.id, "A note is no answer")
    own = another(tx, category, "manager")
    tickets.assign(tx, actor("admin"), own.id, actor("responder"))
    messages.reply(tx, actor("manager"), own.id, "I am its owner")


def test_what_other_staff_writes_in_the_place_of_a_claimer_s_ticket_is_taken_out(
    tx: Tx, ticket: Ticket, category: Category
) -> None:
    set_up(tx, category, claim_mode=ClaimMode.CLAIMER)
    tx.places.save(ticket.id, replace(ticket.place, channel_id=77))
    tickets.claim(tx, actor("responder"), ticket.id)
    for discord_id, name in ((1, "manager"), (2, "responder"), (3, "owner")):
        messages.record_seen(tx, actor(name), messages.SeenMessage(77, discord_id, "Hello", (), NOON))
    kept = [each.author_id for each in reading.show(tx, actor("owner"), ticket.id).messages][1:]
    assert kept == [USERS["responder"], USERS["owner"]]
    assert [each.data for each in events_of(tx, ticket.id) if each.type == EventType.MESSAGE_REFUSED] == [
        {"discordId": "1"}
    ]
