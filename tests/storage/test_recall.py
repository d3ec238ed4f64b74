"""What readers remember is what they would read: until somebody commits, and each in its own snapshot."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from storage import recall
from storage.categories import SqlCategories
from storage.connection import connect_reader, connect_writer
from storage.recall import RememberingConnection
from tests.people import GUILD, ROLES
from tests.stores import store_in


def recalled(db: RememberingConnection, *numbers: int) -> tuple[int, ...]:
    return recall.recalled(db, "numbers", lambda: numbers)


@contextmanager
def looking(path: Path) -> Iterator[SqlCategories]:
    with closing(connect_reader(path)) as db:
        db.begin()
        yield SqlCategories(db)


def test_categories_are_read_once_until_something_is_committed(tmp_path: Path) -> None:
    path = store_in(tmp_path)
    with closing(connect_writer(path)) as writing, closing(connect_reader(path)) as reading:
        categories = SqlCategories(reading)
        writing.execute("INSERT INTO category (id, guild_id, name) VALUES (1, ?, 'one')", (GUILD,))
        reading.begin()
        first = categories.live(GUILD)
        with_number = categories.get(GUILD, 1)
        reading.end()
        reading.begin()
        assert categories.live(GUILD) is first
        assert categories.get(GUILD, 1) is with_number
        writing.execute("INSERT INTO category_role VALUES (1, ?, 'responder')", (ROLES["responder"],))
        # Of this transaction it was not true yet, and for another reader it is.
        assert categories.live(GUILD) is first
        with looking(path) as other:
            assert [each.responder_role_ids for each in other.live(GUILD)] == [{ROLES["responder"]}]
        reading.end()
        reading.begin()
        assert [each.responder_role_ids for each in categories.live(GUILD)] == [{ROLES["responder"]}]
        assert categories.get(GUILD + 1, 1) is None


def test_nothing_is_remembered_by_who_writes_nor_outside_a_transaction(tmp_path: Path) -> None:
    path = store_in(tmp_path)
    with closing(connect_writer(path)) as writing, closing(connect_reader(path)) as reading:
        written, read = SqlCategories(writing), SqlCategories(reading)
        assert written.live(GUILD) == read.live(GUILD) == ()
        writing.execute("INSERT INTO category (id, guild_id, name) VALUES (1, ?, 'one')", (GUILD,))
        assert [each.name for each in read.live(GUILD)] == ["one"]
        writing.execute("BEGIN")
        assert [each.name for each in written.live(GUILD)] == ["one"]
        writing.execute("UPDATE category SET name = 'two' WHERE id = 1")
        assert [each.name for each in written.live(GUILD)] == ["two"]


def test_no_more_is_remembered_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "ROWS_AT_MOST", 2)
    path = store_in(tmp_path)
    with closing(connect_reader(path)) as reading:
        categories = SqlCategories(reading)
        reading.begin()
        assert recalled(reading, 1, 2, 3) == (1, 2, 3)
        assert recalled(reading, 4) == (1, 2, 3)
        assert recall.recalled(reading, "more", lambda: 5) == 5
        assert recall.recalled(reading, "more", lambda: 6) == 6
        reading.end()
        reading.begin()
        assert recalled(reading, 4) == (4,)
        # That nothing was found takes room, too: else whoever asks for what is not there would fill the memory.
        assert recall.recalled(reading, "none", tuple) == ()
        assert recall.recalled(reading, "none again", tuple) == ()
        assert recall.recalled(reading, "none again", lambda: (5,)) == (5,)
        reading.end()
        reading.begin()
        assert categories.live(GUILD) == ()
