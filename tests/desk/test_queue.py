"""The queue: the most pressing first, what one sees of it, the next ticket to claim, and the place in line."""

from dataclasses import replace

import pytest

from desk import messages, queue, tickets
from desk.changes import TicketChange
from desk.errors import Forbidden, Invalid, NotFound
from desk.exchange import Slice
from desk.models import Category, Priority, Status, Ticket
from desk.queue import Line, Show, Wanted
from desk.store import Tx
from tests.people import GUILD, actor

NAMES = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")
ALL = Slice(50)
WHOLE = Wanted()


def at(hour: int, day: int = 1) -> str:
    return f"2026-01-{day:02}T{hour:02}:00:00.000Z"


def opened(tx: Tx, category: Category, hour: int, priority: Priority = Priority.NORMAL, by: str = "owner") -> Ticket:
    draft = tickets.TicketDraft(category.id, f"Opened at {hour}", "Please help.")
    ticket = tickets.open_ticket(tx, actor(by, at=at(hour)), draft)
    if priority is Priority.NORMAL:
        return ticket
    return tickets.update(tx, actor("admin", at=at(hour)), ticket.id, TicketChange(priority=priority))


def numbers(tx: Tx, wanted: Wanted = WHOLE, *, by: str = "manager", now: str = at(20)) -> list[int]:
    return [each.number for each in queue.queue(tx, actor(by, at=now), wanted, ALL).tickets]


def test_what_presses_most_comes_first(tx: Tx, category: Category) -> None:
    late = opened(tx, category, 1)
    answered = opened(tx, category, 2, Priority.URGENT)
    normal, older_high, high = opened(tx, category, 5), opened(tx, category, 3, Priority.HIGH), opened(tx, category, 4)
    tickets.update(tx, actor("admin", at=at(6)), high.id, TicketChange(priority=Priority.HIGH))
    low = opened(tx, category, 3, Priority.LOW)
    messages.reply(tx, actor("responder", at=at(7)), answered.id, "Try this.")
    by_urgency = [late, older_high, high, normal, low, answered]
    # The first is overdue a day after its opening, when none of the others is yet.
    now = "2026-01-02T01:30:00.000Z"
    assert numbers(tx, now=now) == [each.number for each in by_urgency]


def test_a_queue_is_of_open_tickets_alone(tx: Tx, category: Category) -> None:
    first, second = opened(tx, category, 1), opened(tx, category, 2)
    tickets.close(tx, actor("responder"), first.id)
    assert numbers(tx) == [second.number]


def test_each_part_of_the_queue_shows_its_own(tx: Tx, category: Category, other: Category) -> None:
    waiting, answered, mine = opened(tx, category, 1), opened(tx, category, 2), opened(tx, other, 3)
    messages.reply(tx, actor("manager", at=at(4)), answered.id, "Try this.")
    tickets.claim(tx, actor("manager", at=at(4)), mine.id)
    tickets.update(tx, actor("manager"), mine.id, TicketChange(tags=("refund",), priority=Priority.URGENT))
    snoozed = opened(tx, category, 4)
    resting = tx.tickets.get(GUILD, snoozed.id)
    assert resting is not None
    tx.tickets.save(replace(resting, snoozed_until=at(1, 9)), expected_version=resting.version)
    parts = {
        Wanted(): [mine, waiting, answered],
        Wanted(Show.UNCLAIMED): [waiting, answered],
        Wanted(Show.MINE): [mine],
        Wanted(Show.FOR_STAFF): [mine, waiting],
        Wanted(Show.FOR_MEMBER): [answered],
        Wanted(Show.OVERDUE): [],
        Wanted(Show.SNOOZED): [snoozed],
        Wanted(priority=Priority.URGENT): [mine],
        Wanted(category_id=category.id): [waiting, answered],
        Wanted(tag="refund"): [mine],
        Wanted(Show.UNCLAIMED, tag="refund"): [],
    }
    for wanted, expected in parts.items():
        assert numbers(tx, wanted) == [each.number for each in expected], wanted
    assert numbers(tx, Wanted(Show.OVERDUE), now=at(2, 2)) == [waiting.number]
    page = queue.queue(tx, actor("manager"), Wanted(), ALL)
    assert (page.total, page.tags, len(page.categories)) == (3, ("refund",), 2)


@pytest.mark.parametrize("name", NAMES)
def test_everybody_queues_what_they_see_by_their_roles(tx: Tx, category: Category, other: Category, name: str) -> None:
    """S01: not the tickets of other teams, nor their tags, categories and numbers; and not one's own as an owner."""
    made = {"open": opened(tx, category, 1), "other": opened(tx, other, 2)}
    for tag, ticket in made.items():
        tickets.update(tx, actor("manager"), ticket.id, TicketChange(tags=(tag,)))
    sees = {
        "open": name in {"viewer", "responder", "manager", "admin"},
        "other": name in {"elsewhere", "manager", "admin"},
    }
    expected = [tag for tag, seen in sees.items() if seen]
    page = queue.queue(tx, actor(name), Wanted(), ALL)
    assert [each.number for each in page.tickets] == [made[tag].number for tag in expected]
    assert page.total == len(expected)
    assert [each.name for each in page.categories] == expected
    assert sorted(page.tags) == expected
    narrowed = queue.queue(tx, actor(name), Wanted(category_id=other.id), ALL)
    assert narrowed.total == int(sees["other"])


def test_the_next_to_claim_is_the_most_pressing_that_nobody_has(tx: Tx, category: Category) -> None:
    first, pressing, third = opened(tx, category, 1), opened(tx, category, 2, Priority.HIGH), opened(tx, category, 3)
    claimed = [queue.claim_next(tx, actor("responder"), category.id) for _ in range(3)]
    assert [each.id for each in claimed] == [pressing.id, first.id, third.id]
    assert {each.claimed_by for each in claimed} == {actor("responder").user_id}
    with pytest.raises(NotFound):
        queue.claim_next(tx, actor("responder"), category.id)


def test_nobody_is_given_their_own_ticket_or_one_of_another_team(tx: Tx, category: Category, other: Category) -> None:
    opened(tx, other, 1)
    for hour in range(2, 4):
        opened(tx, category, hour, by="responder")
    theirs = opened(tx, category, 4)
    assert queue.claim_next(tx, actor("responder")).id == theirs.id
    for name in ("responder", "viewer", "owner", "outsider"):
        with pytest.raises(NotFound):
            queue.claim_next(tx, actor(name), None)
        with pytest.raises(NotFound):
            queue.claim_next(tx, actor(name), other.id)


def test_a_tag_that_can_be_none_is_refused(tx: Tx) -> None:
    assert queue.tag_of(" Refund ") == "refund"
    with pytest.raises(Invalid):
        queue.tag_of("\u200b")


def test_a_member_reads_their_place_in_line(tx: Tx, category: Category, other: Category) -> None:
    mine = opened(tx, category, 3)
    claimed, ahead, urgent = opened(tx, category, 1), opened(tx, category, 2), opened(tx, category, 4, Priority.URGENT)
    tickets.claim(tx, actor("responder"), claimed.id)
    opened(tx, category, 5)
    opened(tx, other, 1)
    assert queue.line_of(tx, actor("owner", at=at(6)), mine.id) == Line(3, None)
    for done in (ahead, urgent):
        tickets.close(tx, actor("responder"), done.id)
    assert queue.line_of(tx, actor("owner", at=at(6)), mine.id) == Line(1, None)
    tickets.claim(tx, actor("responder"), mine.id)
    assert queue.line_of(tx, actor("owner", at=at(6)), mine.id) == Line(None, None)
    messages.reply(tx, actor("responder", at=at(7)), mine.id, "Try this.")
    assert queue.line_of(tx, actor("owner", at=at(8)), mine.id) is None


def test_only_the_owner_is_told_how_a_ticket_stands(tx: Tx, category: Category) -> None:
    mine = opened(tx, category, 3)
    assert queue.line_of(tx, actor("responder"), mine.id) is None
    assert queue.line_of(tx, actor("owner"), 99) is None


def test_the_usual_wait_is_the_median_of_what_was_answered_last(tx: Tx, category: Category, other: Category) -> None:
    for place, hours in enumerate((1, 1, 2, 9)):
        ticket = opened(tx, category, place)
        messages.reply(tx, actor("responder", at=at(place + hours)), ticket.id, "Try this.")
    assert queue.usual_wait(tx, category.id) is None
    ticket = opened(tx, category, 5)
    messages.note(tx, actor("responder", at=at(6)), ticket.id, "A note is no answer.")
    assert queue.usual_wait(tx, category.id) is None
    messages.reply(tx, actor("responder", at=at(8)), ticket.id, "Try this.")
    assert queue.usual_wait(tx, category.id) == 2 * 60 * 60
    assert queue.usual_wait(tx, other.id) is None
    for place in range(50):
        swift = opened(tx, category, 14, by="outsider")
        messages.reply(tx, actor("responder", at=f"2026-01-01T14:00:{place:02}.000Z"), swift.id, "At once.")
    assert queue.usual_wait(tx, category.id) in {24, 25}


def test_a_viewer_may_look_and_not_claim(tx: Tx, category: Category) -> None:
    ticket = opened(tx, category, 1)
    assert numbers(tx, by="viewer") == [ticket.number]
    with pytest.raises(Forbidden):
        tickets.claim(tx, actor("viewer"), ticket.id)
    assert ticket.status is Status.OPEN
