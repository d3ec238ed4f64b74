"""What readers remember is what they would read: until somebody commits, and each in its own snapshot."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.categories import SqlCategories
from storage.connection import connect_reader, connect_writer
from tests.people import GUILD, ROLES
from tests.stores import store_in


@contextmanager
def looking(path: Path) -> Iterator[SqlCategories]:
    with closing(connect_reader(path)) as db:
        db.execute("BEGIN")
        yield SqlCategories(db)


def test_categories_are_read_once_until_something_is_committed(tmp_path: Path) -> None:
    path = store_in(tmp_path)
    with closing(connect_writer(path)) as writing, closing(connect_reader(path)) as reading:
        categories = SqlCategories(reading)
        writing.execute("INSERT INTO category (id, guild_id, name) VALUES (1, ?, 'one')", (GUILD,))
        reading.execute("BEGIN")
        first = categories.live(GUILD)
        with_number = categories.get(GUILD, 1)
        reading.execute("ROLLBACK")
        reading.execute("BEGIN")
        assert categories.live(GUILD) is first
        assert categories.get(GUILD, 1) is with_number
        writing.execute("INSERT INTO category_role VALUES (1, ?, 'responder')", (ROLES["responder"],))
        # Of this transaction it was not true yet, and for another reader it is.
        assert categories.live(GUILD) is first
        with looking(path) as other:
            assert [each.responder_role_ids for each in other.live(GUILD)] == [{ROLES["responder"]}]
        reading.execute("ROLLBACK")
        reading.execute("BEGIN")
        assert [each.responder_role_ids for each in categories.live(GUILD)] == [{ROLES["responder"]}]
        assert categories.get(GUILD + 1, 1) is None


def test_what_was_remembered_before_a_commit_is_not_taken_for_what_a_transaction_sees_that_began_after(
    tmp_path: Path,
) -> None:
    path = store_in(tmp_path)
    with closing(connect_writer(path)) as writing, closing(connect_reader(path)) as reading:
        categories = SqlCategories(reading)
        reading.execute("BEGIN")
        assert categories.get(GUILD, 1) is None
        reading.execute("ROLLBACK")
        reading.execute("BEGIN")
        writing.execute("INSERT INTO category (id, guild_id, name) VALUES (1, ?, 'one')", (GUILD,))
        assert categories.get(GUILD, 1) is not None
        # Who writes sees what they wrote before anybody commits it.
        writing.execute("BEGIN")
        written = SqlCategories(writing)
        assert [each.name for each in written.live(GUILD)] == ["one"]
        writing.execute("UPDATE category SET name = 'two' WHERE id = 1")
        assert [each.name for each in written.live(GUILD)] == ["two"]
