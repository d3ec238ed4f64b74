"""The SQL of categories: one of them costs the same however many others, and other guilds, there are."""

from contextlib import closing

from tests.storage.test_lists import category, store


def test_no_category_is_read_past_the_roles_of_others() -> None:
    tx = store()
    with closing(tx._db) as db:
        made = category(tx, 1)
        seen: list[str] = []
        db.set_trace_callback(seen.append)
        assert tx.categories.get(1, made) is not None
        assert tx.categories.live(1)
        db.set_trace_callback(None)
        plans = [row[3] for sql in seen for row in db.execute("EXPLAIN QUERY PLAN " + sql).fetchall()]
    assert len(seen) == 4
    assert [step for step in plans if step.startswith("SCAN")] == []
