"""The queue's SQL: no walk over closed tickets, and the same order in pages of any size."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.actor import Via
from desk.exchange import NewTicket, Slice, TicketFilter
from desk.models import Status
from desk.permissions import Visibility
from storage.queue import queue_sql
from storage.tx import SqlTx
from tests.storage.test_lists import category, store

NOW = "2026-01-01T12:00:00.000Z"
OPEN = TicketFilter(status=Status.OPEN, snoozed=False)
PRIORITIES = ("urgent", "high", "normal", "low")


@pytest.fixture
def tx() -> Iterator[SqlTx]:
    made = store()
    with closing(made._db):
        yield made


@pytest.mark.parametrize("everything", [True, False])
@pytest.mark.parametrize("wanted", [OPEN, TicketFilter(status=Status.OPEN, category_id=1), TicketFilter(claimed_by=3)])
def test_no_queue_walks_over_closed_tickets(tx: SqlTx, wanted: TicketFilter, everything: bool) -> None:  # noqa: FBT001 -- a parameter
    query = queue_sql(Visibility(1, 10, everything=everything, category_ids=(1, 3)), wanted, NOW, Slice(8))
    assert query is not None
    plan = [row[3] for row in tx._db.execute("EXPLAIN QUERY PLAN " + query[0], query[1]).fetchall()]
    assert [step for step in plan if step.startswith("SCAN")] == [], plan
    assert "state=?" in plan[0]
    # Nor over the open ones of other categories.
    assert everything or "category_id=?" in plan[0]


def test_the_place_in_line_and_the_usual_wait_walk_over_no_closed_tickets(tx: SqlTx) -> None:
    seen: list[str] = []
    tx._db.set_trace_callback(seen.append)
    ticket_id = _ticket(tx, category(tx, 1), ("normal", 1, 0, False))
    ticket = tx.tickets.get(1, ticket_id)
    assert ticket is not None
    seen.clear()
    assert tx.queues.ahead(ticket, NOW) == 0
    assert tx.queues.waits(1, 50) == []
    tx._db.set_trace_callback(None)
    for sql in seen:
        plan = [row[3] for row in tx._db.execute("EXPLAIN QUERY PLAN " + sql).fetchall()]
        assert [step for step in plan if step.startswith("SCAN ticket")] == [], plan


TICKETS = st.lists(
    st.tuples(st.sampled_from(PRIORITIES), st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=12
)


def _ticket(tx: SqlTx, category_id: int, row: tuple[str, int, int, bool]) -> int:
    priority, since, due, answered = row
    at = f"2026-01-01T11:0{since}:00.000Z"
    due_at = None if answered else f"2026-01-01T11:5{due}:00.000Z"
    ticket = tx.tickets.insert(NewTicket(1, category_id, 10, "name", "title", Via.REST, at, due_at=due_at))
    tx._db.execute(
        "UPDATE ticket SET priority = ?, waiting = ? WHERE id = ?",
        (priority, "member" if answered else "staff", ticket.id),
    )
    return ticket.id


def _key(tx: SqlTx, ticket_id: int) -> tuple[object, ...]:
    found = tx.tickets.get(1, ticket_id)
    assert found is not None
    late = found.due_at is not None and found.due_at <= "2026-01-01T11:53:00.000Z"
    theirs = found.waiting.value == "member"
    return not late, theirs, PRIORITIES.index(found.priority), found.waiting_since, found.id


@given(TICKETS)
@settings(max_examples=30)
def test_pages_of_any_size_make_up_the_one_order_and_the_place_in_line_agrees(
    rows: list[tuple[str, int, int, bool]],
) -> None:
    tx = store()
    with closing(tx._db):
        category_id = category(tx, 1)
        ids = sorted((_ticket(tx, category_id, row) for row in rows), key=lambda it: _key(tx, it))
        visible, now = Visibility(1, 0, everything=False, category_ids=(category_id,)), "2026-01-01T11:53:00.000Z"
        for size in (1, 5):
            starts = range(0, len(ids) + 1, size)
            pages = [tx.queues.page(visible, OPEN, now, Slice(size, start)) for start in starts]
            assert [each.id for page in pages for each in page] == ids
        assert tx.queues.count(visible, OPEN) == len(ids)
        line = [each for each in tx.queues.page(visible, OPEN, now, Slice(50)) if each.waiting.value == "staff"]
        assert [tx.queues.ahead(each, now) for each in line] == list(range(len(line)))


def test_nobody_sees_a_queue_without_a_category(tx: SqlTx) -> None:
    _ticket(tx, category(tx, 1), ("normal", 1, 0, False))
    nobody = Visibility(1, 10, everything=False, category_ids=(), ticket_ids=(1,))
    assert (tx.queues.page(nobody, OPEN, NOW, Slice(8)), tx.queues.count(nobody, OPEN)) == ([], 0)
    assert tx.queues.tags(nobody, 5) == []


def test_events_tell_in_which_guilds_something_happened(tx: SqlTx) -> None:
    assert tx.queues.moved_since(0) == (0, frozenset())
    _event(tx._db, 1)
    _event(tx._db, 2)
    assert tx.queues.moved_since(0) == (2, frozenset({1, 2}))
    assert tx.queues.moved_since(1) == (2, frozenset({2}))
    assert tx.queues.moved_since(2) == (2, frozenset())
    assert tx.queues.moved_since(None) == (2, frozenset())


def _event(db: sqlite3.Connection, guild_id: int) -> None:
    db.execute(
        "INSERT INTO event (guild_id, type, via, at, request_id, data) VALUES (?, 'x', 'rest', ?, 'r', '{}')",
        (guild_id, NOW),
    )
