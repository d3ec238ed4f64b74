"""The SQL of search: led by the words, since all tickets of a guild are far more than those that have one."""

from contextlib import closing

import pytest

from desk.exchange import Search, Slice, Term, TicketFilter
from desk.permissions import Visibility
from tests.storage.test_lists import category, store


@pytest.mark.parametrize("everything", [True, False])
def test_no_search_walks_over_all_tickets(everything: bool) -> None:  # noqa: FBT001 -- a parameter
    tx = store()
    with closing(tx._db) as db:
        category(tx, 1)
        seen: list[str] = []
        db.set_trace_callback(seen.append)
        sees = Visibility(1, 10, everything=everything, category_ids=(1, 3), ticket_ids=(4, 5))
        tx.words.find(sees, sees, Search((Term("one"), Term("two")), TicketFilter()), Slice(8))
        db.set_trace_callback(None)
        [sql] = [each for each in seen if each.startswith("WITH")]
        plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN " + sql).fetchall()]
    assert [step for step in plan if " ticket USING " in step] == ["SEARCH ticket USING INTEGER PRIMARY KEY (rowid=?)"]
    assert [step for step in plan if step.startswith(("SCAN ticket", "SCAN message")) and "VIRTUAL" not in step] == []
