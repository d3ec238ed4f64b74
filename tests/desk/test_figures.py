"""Figures: what counts as an answer and a resolution, and on how many tickets each figure rests."""

from dataclasses import replace

import pytest

from desk import messages, tickets
from desk.errors import MissingGrant
from desk.figures import Figures, Measure, figures
from desk.messages import SeenMessage
from desk.models import Category, Ticket
from desk.store import Tx
from tests.people import GUILD, actor

NONE = Measure(None, 0)


def at(clock: str, day: int = 1) -> str:
    return f"2026-01-{day:02}T{clock}:00.000Z"


def opened(tx: Tx, category: Category, clock: str, day: int = 1, by: str = "owner") -> Ticket:
    draft = tickets.TicketDraft(category.id, "A title", "A message")
    return tickets.open_ticket(tx, actor(by, at=at(clock, day)), draft)


def shown(tx: Tx, day: int = 8) -> Figures:
    return figures(tx, actor("manager", at=at("12:00", day)))


def test_only_an_answer_of_staff_is_a_first_answer_and_reopening_lengthens_nothing(tx: Tx, category: Category) -> None:
    """N01: opened 09:00, a note 09:10, a participant 09:12, answered 09:40, closed 10:00, reopened five days later."""
    ticket = opened(tx, category, "09:00")
    messages.note(tx, actor("responder", at=at("09:10")), ticket.id, "A note")
    tx.participants.add(GUILD, ticket.id, actor("outsider").user_id, at("09:11"))
    messages.reply(tx, actor("outsider", at=at("09:12")), ticket.id, "Me too")
    messages.reply(tx, actor("owner", at=at("09:13")), ticket.id, "And this")
    place = replace(ticket.place, channel_id=77)
    tx.places.save(ticket.id, place)
    messages.record_seen(tx, actor("definer", at=at("09:14")), SeenMessage(77, 1, "No right to write", (), at("09:14")))
    messages.reply(tx, actor("responder", at=at("09:40")), ticket.id, "Try this")
    tickets.close(tx, actor("responder", at=at("10:00")), ticket.id)
    whole = shown(tx).whole
    assert (whole.answer, whole.resolution) == (Measure(40 * 60, 1), Measure(60 * 60, 1))
    tickets.reopen(tx, actor("owner", at=at("14:00", 6)), ticket.id)
    reopened = tx.tickets.get(GUILD, ticket.id)
    assert reopened is not None
    assert reopened.waiting_since == at("14:00", 6)
    messages.reply(tx, actor("responder", at=at("14:10", 6)), ticket.id, "Try that")
    tickets.close(tx, actor("responder", at=at("14:20", 6)), ticket.id)
    whole = shown(tx).whole
    assert (whole.answer, whole.resolution, whole.closed) == (Measure(40 * 60, 1), Measure(60 * 60, 1), 1)


def test_a_ticket_closed_without_an_answer_has_no_answer_time(tx: Tx, category: Category) -> None:
    ticket = opened(tx, category, "09:00")
    tickets.close(tx, actor("owner", at=at("10:00")), ticket.id)
    assert (shown(tx).whole.answer, shown(tx).whole.resolution) == (NONE, Measure(60 * 60, 1))


def test_a_median_is_no_mean_and_says_on_how_many_it_rests(tx: Tx, category: Category) -> None:
    for minutes in (10, 20, 59):
        ticket = opened(tx, category, "09:00")
        messages.reply(tx, actor("responder", at=at(f"09:{minutes}")), ticket.id, "Try this")
    assert shown(tx).whole.answer == Measure(20 * 60, 3)


def test_what_is_open_unclaimed_and_overdue_is_counted_by_category(tx: Tx, category: Category, other: Category) -> None:
    late, claimed = opened(tx, category, "09:00"), opened(tx, category, "11:00", 8)
    tickets.claim(tx, actor("responder", at=at("11:00", 8)), claimed.id)
    opened(tx, other, "11:00", 8)
    messages.reply(tx, actor("responder", at=at("11:00", 8)), opened(tx, category, "09:00").id, "Try this")
    found = shown(tx)
    assert (found.load.open, found.load.unclaimed, found.load.overdue) == (4, 3, 1)
    by_name = {each.name: (each.load.open, each.load.unclaimed, each.load.overdue) for each in found.categories}
    assert by_name == {"open": (3, 2, 1), "other": (1, 1, 0)}
    assert late.due_at == at("09:00", 2)


def test_days_are_the_last_thirty_and_what_is_older_is_left_out(tx: Tx, category: Category) -> None:
    old = opened(tx, category, "09:00")
    tickets.close(tx, actor("owner", at=at("09:30")), old.id)
    answered = opened(tx, category, "09:00")
    messages.reply(tx, actor("responder", at=at("09:05")), answered.id, "Try this")
    draft = tickets.TicketDraft(category.id, "A title", "A message")
    today = "2026-02-05T12:00:00.000Z"
    fresh = tickets.open_ticket(tx, actor("owner", at="2026-02-04T13:00:00.000Z"), draft)
    for ticket in (fresh, answered):
        tickets.close(tx, actor("owner", at="2026-02-05T11:00:00.000Z"), ticket.id)
    found = figures(tx, actor("manager", at=today))
    assert (found.whole.opened, found.whole.closed, found.whole.answer) == (1, 2, NONE)
    assert (len(found.days), found.days[-1], sum(map(sum, found.days))) == (30, (1, 2), 3)


def test_responders_have_the_figures_of_what_they_claimed(tx: Tx, category: Category) -> None:
    for minutes, rating in ((10, 5), (30, 4), (50, None)):
        ticket = opened(tx, category, "09:00")
        tickets.claim(tx, actor("responder", at=at("09:01")), ticket.id)
        messages.reply(tx, actor("responder", at=at(f"09:{minutes}")), ticket.id, "Try this")
        closed = tickets.close(tx, actor("responder", at=at("10:00")), ticket.id)
        if rating:
            tx.tickets.save(replace(closed, rating=rating, version=closed.version), expected_version=closed.version)
            tx._db.execute("UPDATE ticket SET rated_at = ? WHERE id = ?", (at("11:00"), closed.id))  # type: ignore[attr-defined]  # until members rate
    opened(tx, category, "09:00")
    [(user_id, theirs)] = shown(tx).responders
    assert (user_id, theirs.closed) == (actor("responder").user_id, 3)
    assert (theirs.answer, theirs.rating) == (Measure(30 * 60, 3), Measure(4.5, 2))


def test_what_was_merged_or_never_had_a_place_is_no_resolution(tx: Tx, category: Category) -> None:
    for number in range(2):
        ticket = opened(tx, category, "09:00")
        reason = "no_place" if number else None
        closed = tickets.close(tx, actor("responder", at=at("10:00")), ticket.id, reason)
        tx.tickets.save(replace(closed, merged_into=None if number else 1), expected_version=closed.version)
    whole = shown(tx).whole
    assert (whole.opened, whole.closed, whole.resolution) == (1, 1, NONE)


def test_other_guilds_do_not_count(tx: Tx, category: Category) -> None:
    opened(tx, category, "09:00")
    elsewhere = replace(actor("admin", at=at("12:00")), guild_id=1)
    found = figures(tx, elsewhere)
    assert (found.load.open, found.whole.opened, found.categories, found.responders) == (0, 0, (), ())


@pytest.mark.parametrize("name", ["owner", "viewer", "responder", "elsewhere", "definer"])
def test_only_who_manages_tickets_reads_the_figures(tx: Tx, category: Category, name: str) -> None:
    """S01: figures are of all teams."""
    with pytest.raises(MissingGrant):
        figures(tx, actor(name))
    assert category.id
