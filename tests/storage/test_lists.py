"""Lists and counts of tickets: equal to what a walk over all rows says, and the same price however many there are."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.actor import Via
from desk.exchange import NewTicket, Order, Slice, TicketFilter
from desk.models import Category, Priority, Status, Ticket, Waiting
from desk.permissions import Visibility
from storage.tx import SqlTx
from storage.visibility import page_sql, scopes_of, states_of, time_of
from tests.stores import fresh

GUILDS = (1, 2)
OWNERS = (10, 11, 12)
HOLDERS = (None, 20)


def store() -> SqlTx:
    return SqlTx(fresh())


def category(tx: SqlTx, guild_id: int) -> int:
    blank = Category(0, guild_id, "c", None, None, frozenset(), frozenset(), None, None, None)
    return tx.categories.insert(blank).id


def fill(tx: SqlTx, rows: Sequence[tuple[int, int, int, bool, int]]) -> list[Ticket]:
    """Tickets of (category, owner, holder, closed, minute) over four categories, two in each guild."""
    categories = [(guild_id, category(tx, guild_id)) for guild_id in (*GUILDS, *GUILDS)]
    made = []
    for place, owner, holder, closed, minute in rows:
        guild_id, category_id = categories[place]
        at = f"2026-01-01T00:{minute:02}:00.000Z"
        ticket = tx.tickets.insert(NewTicket(guild_id, category_id, OWNERS[owner], "name", "title", Via.REST, at))
        tx._db.execute("UPDATE ticket SET claimed_by = ? WHERE id = ?", (HOLDERS[holder], ticket.id))
        if closed:
            tx._db.execute("UPDATE ticket SET status = 'closed', closed_at = ? WHERE id = ?", (at, ticket.id))
        after = tx.tickets.get(guild_id, ticket.id)
        assert after is not None
        # The rest follows from the minute, so that every filter fits some and not others.
        varied = replace(
            after,
            priority=list(Priority)[minute % 4],
            tags=("paid", "billing")[: minute % 3],
            waiting=list(Waiting)[minute % 2],
            due_at=at if minute % 2 == 0 else None,
            snoozed_until=at if minute == 3 else None,
        )
        assert tx.tickets.save(varied, expected_version=after.version)
        made.append(varied)
    return made


def fits(ticket: Ticket, visible: Visibility, wanted: TicketFilter) -> bool:
    sees = (
        visible.everything
        or ticket.owner_id == visible.owner_id
        or ticket.category_id in visible.category_ids
        or ticket.id in visible.ticket_ids
    )
    return (
        ticket.guild_id == visible.guild_id
        and sees
        and wanted.status in {None, ticket.status}
        and wanted.category_id in {None, ticket.category_id}
        and wanted.owner_id in {None, ticket.owner_id}
        and (wanted.claimed is None or (ticket.status is Status.OPEN and wanted.claimed == bool(ticket.claimed_by)))
        and wanted.claimed_by in {None, ticket.claimed_by}
        and wanted.waiting in {None, ticket.waiting}
        and wanted.priority in {None, ticket.priority}
        and set(wanted.tags) <= set(ticket.tags)
        and (not wanted.unheld or ticket.claimed_by is None)
        and (wanted.updated_since is None or ticket.updated_at >= wanted.updated_since)
        and (wanted.overdue_at is None or (ticket.due_at is not None and ticket.due_at <= wanted.overdue_at))
        and (wanted.snoozed is None or wanted.snoozed == (ticket.snoozed_until is not None))
    )


TICKET_ROWS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 1), st.booleans(), st.integers(0, 5)), max_size=25
)
WANTED = st.builds(
    TicketFilter,
    status=st.sampled_from([None, *Status]),
    claimed=st.sampled_from([None, True, False]),
    category_id=st.sampled_from([None, 1, 2, 3, 99]),
    owner_id=st.sampled_from([None, *OWNERS]),
    claimed_by=st.sampled_from([None, None, 20]),
    waiting=st.sampled_from([None, None, *Waiting]),
    overdue_at=st.sampled_from([None, None, "2026-01-01T00:02:00.000Z"]),
    priority=st.sampled_from([None, None, *Priority]),
    tags=st.sampled_from([(), (), ("billing",), ("paid",), ("billing", "paid"), ("none",)]),
    unheld=st.sampled_from([False, False, True]),
    updated_since=st.sampled_from([None, None, "2026-01-01T00:03:00.000Z"]),
    snoozed=st.sampled_from([None, None, True, False]),
)
# Categories 1 and 3 are the first guild's: what the permission module never mixes, no list has to stand.
VISIBLE = st.builds(
    Visibility,
    guild_id=st.just(1),
    owner_id=st.sampled_from(OWNERS),
    everything=st.booleans(),
    category_ids=st.sampled_from([(), (1,), (3,), (1, 3)]),
    ticket_ids=st.sampled_from([(), (1,), (2, 5, 7)]),
)


@given(rows=TICKET_ROWS, visible=VISIBLE, wanted=WANTED)
def test_list_and_count_say_what_a_walk_over_all_tickets_says(
    rows: list[tuple[int, int, int, bool, int]], visible: Visibility, wanted: TicketFilter
) -> None:
    tx = store()
    with closing(tx._db):
        right = [ticket for ticket in fill(tx, rows) if fits(ticket, visible, wanted)]
        assert tx.tickets.count(visible, wanted) == len(right)
        for order in Order:
            right.sort(key=lambda ticket: (getattr(ticket, time_of(order)), ticket.id), reverse=order.startswith("-"))
            assert list(tx.tickets.page(visible, wanted, Slice(100, order=order))) == right
            assert list(tx.tickets.page(visible, wanted, Slice(2, offset=1, order=order))) == right[1:3]
            if right:
                after = (getattr(right[0], time_of(order)), right[0].id)
                assert list(tx.tickets.page(visible, wanted, Slice(100, after=after, order=order))) == right[1:]


@pytest.fixture
def tx() -> Iterator[SqlTx]:
    made = store()
    with closing(made._db):
        yield made


def test_kept_counts_equal_the_counted_truth_after_every_kind_of_change(tx: SqlTx) -> None:
    made = fill(tx, [(place % 4, place % 3, place % 2, place % 5 == 0, 0) for place in range(40)])
    tx.tickets.delete(made[3].id)
    tx.tickets.delete(made[5].id)
    tx._db.execute("UPDATE ticket SET category_id = 3 WHERE category_id = 1 AND id % 2")
    kept = tx._db.execute("SELECT * FROM owner_count WHERE n > 0 ORDER BY 1, 2, 3, 4").fetchall()
    truth = tx._db.execute(
        "SELECT guild_id, owner_id, category_id, state, count(*) FROM ticket GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
    ).fetchall()
    by_category = tx._db.execute("SELECT * FROM category_count WHERE n > 0 ORDER BY 1, 2, 3").fetchall()
    counted = tx._db.execute(
        "SELECT guild_id, category_id, state, count(*) FROM ticket GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    ).fetchall()
    assert (kept, by_category) == (truth, counted)


def test_a_responder_of_two_hundred_categories_gets_their_list(tx: SqlTx) -> None:
    ids = tuple(category(tx, 1) for _ in range(200))
    for category_id in ids:
        tx.tickets.insert(NewTicket(1, category_id, 10, "name", "title", Via.REST, "2026-01-01T00:00:00.000Z"))
    visible = Visibility(1, 11, everything=False, category_ids=ids)
    assert len(tx.tickets.page(visible, TicketFilter(), Slice(500))) == 200
    assert tx.tickets.count(visible, TicketFilter()) == 200


FLAT = [
    TicketFilter(),
    TicketFilter(status=Status.OPEN),
    TicketFilter(category_id=1),
    TicketFilter(owner_id=10),
    TicketFilter(claimed_by=20),
    TicketFilter(status=Status.OPEN, claimed_by=20),
    TicketFilter(unheld=True),
    TicketFilter(priority=Priority.URGENT),
    TicketFilter(priority=Priority.NORMAL),
    TicketFilter(updated_since="2026-01-01T00:00:00.000Z"),
]


def plan_of(tx: SqlTx, everything: bool, wanted: TicketFilter, order: Order) -> list[str]:  # noqa: FBT001 -- a parameter
    """How SQLite goes about a page of that list."""
    query = page_sql(Visibility(1, 10, everything=everything, category_ids=(1, 3)), wanted, Slice(20, order=order))
    assert query is not None
    return [row[3] for row in tx._db.execute("EXPLAIN QUERY PLAN " + query[0], query[1]).fetchall()]


@pytest.mark.parametrize("everything", [True, False])
def test_no_list_sorts_or_walks_the_whole_table(tx: SqlTx, everything: bool) -> None:  # noqa: FBT001 -- a parameter
    fill(tx, [(0, 0, 0, False, 0)])
    for wanted in FLAT:
        for order in (Order.NEWEST_ACTIVITY, Order.OLDEST_ACTIVITY):
            plan = plan_of(tx, everything, wanted, order)
            assert [step for step in plan if step.startswith("SCAN ticket")] == [], plan
            assert [step for step in plan if "TEMP B-TREE FOR ORDER BY" in step] == [], (wanted, plan)
    for wanted in FLAT[:4]:
        for order in (Order.NEWEST, Order.OLDEST):
            plan = plan_of(tx, everything, wanted, order)
            assert [step for step in plan if "SCAN ticket" in step or "FOR ORDER BY" in step] == [], (wanted, plan)


def test_a_rare_holder_and_a_rare_priority_are_found_by_their_own_index(tx: SqlTx) -> None:
    fill(tx, [(0, 0, 0, False, 0)])
    for wanted, index in (
        (TicketFilter(claimed_by=20), "ticket_held"),
        (TicketFilter(priority=Priority.LOW), "ticket_pressing"),
    ):
        for everything in (True, False):
            plan = plan_of(tx, everything, wanted, Order.NEWEST_ACTIVITY)
            scopes = [step for step in plan if "category_id=" in step or "guild_id=?" in step]
            own = [step for step in scopes if "owner_id" in step]
            assert all(index in step for step in scopes if step not in own), plan
            assert scopes != own


def test_a_tag_leads_to_its_tickets_without_a_walk_over_the_others(tx: SqlTx) -> None:
    fill(tx, [(0, 0, 0, False, 0)])
    plan = plan_of(tx, True, TicketFilter(tags=("paid", "billing")), Order.NEWEST_ACTIVITY)
    assert [step for step in plan if "ticket_tag" in step and "(guild_id=? AND tag=?)" in step] != [], plan
    assert [step for step in plan if step.startswith("SEARCH ticket USING INTEGER PRIMARY KEY")] != [], plan


def test_claimed_is_a_part_of_open_and_open_with_closed_is_all() -> None:
    claimed, still_open = TicketFilter(claimed=True), TicketFilter(status=Status.OPEN)
    closed = TicketFilter(status=Status.CLOSED)
    assert set(states_of(claimed)) < set(states_of(still_open))
    assert sorted({*states_of(still_open), *states_of(closed)}) == sorted(states_of(TicketFilter()))


def test_another_members_tickets_are_sought_only_where_they_are_visible() -> None:
    visible = Visibility(1, 10, everything=False, category_ids=(3,))
    assert scopes_of(visible, TicketFilter(owner_id=11)) == [
        ("guild_id = ? AND owner_id = ? AND category_id = ?", [1, 11, 3])
    ]
