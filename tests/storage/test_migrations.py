"""The upgrades: each step whole or not at all, whatever stops it, and a copy of the store before the first."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk import faultpoint
from storage.errors import CopyFailed, MigrationFailed, StoreUnusable
from storage.migrations import Migration, known_migrations, migrate, statements
from storage.preparation import copy_path, prepare
from tests import forked
from tests.storage.lines import STEPS, add, on_disk

SECOND = """
-- A column more, and a table that is built anew.
ALTER TABLE line ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
UPDATE line SET length = length(text);
CREATE TABLE rebuilt (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE, length INTEGER NOT NULL) STRICT;
INSERT INTO rebuilt SELECT id, text, length FROM line; DROP TABLE line;
ALTER TABLE rebuilt RENAME TO line;
CREATE TRIGGER line_length AFTER INSERT ON line BEGIN
  UPDATE line SET length = length(text) WHERE id = new.id;
END;
"""
UPGRADE = (*STEPS, Migration(2, SECOND))
PLACES = 7 + 2


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of the version before, with a thousand lines."""
    path = tmp_path / "desk.db"
    prepare(path, STEPS)
    with closing(sqlite3.connect(path)) as db:
        for number in range(1000):
            add(db, str(number))
        db.commit()
    return path


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        number: int = db.execute("PRAGMA user_version").fetchone()[0]
        return number


def lines(path: Path) -> list[str]:
    return on_disk(path.parent)


EXPECTED = [str(number) for number in range(1000)]


def test_an_older_store_is_copied_and_then_upgraded(path: Path, points: list[str]) -> None:
    prepare(path, UPGRADE)
    assert version(path) == 2
    assert lines(path) == EXPECTED
    copy = copy_path(path, 1)
    assert version(copy) == 1
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM line").fetchone() == (1000,)
    assert copy.stat().st_mode & 0o077 == 0
    assert points.index("backup.before_rename") < points.index("migration.after_statement")
    assert len([point for point in points if point.startswith("migration.")]) == PLACES


def test_a_store_of_this_version_is_neither_copied_nor_changed(path: Path, points: list[str]) -> None:
    prepare(path, STEPS)
    assert points == []
    assert not copy_path(path, 1).exists()


_UPGRADE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from desk import faultpoint
from storage.preparation import prepare
from tests.storage.test_migrations import UPGRADE

left = int(sys.argv[2])

def die_at_the_chosen_point(name):
    global left
    if name.startswith("migration."):
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

faultpoint.install(die_at_the_chosen_point)
prepare(Path(sys.argv[1]), UPGRADE)
"""


@pytest.mark.parametrize("place", range(PLACES))
def test_a_process_killed_after_any_statement_is_no_hindrance_to_the_next(path: Path, place: int) -> None:
    """D02: either the old or the new state after each kill, and the second start completes."""
    killed = forked.run("-c", _UPGRADE_AND_DIE, str(path), str(place))
    assert killed.code == -9, killed.err
    assert version(path) == (2 if place == PLACES - 1 else 1)
    assert lines(path) == EXPECTED
    prepare(path, UPGRADE)
    assert version(path) == 2
    assert lines(path) == EXPECTED
    assert copy_path(path, 1).exists()


def places_of(steps: tuple[Migration, ...], folder: Path) -> int:
    passed: list[str] = []
    faultpoint.install(passed.append)
    prepare(folder / "desk.db", steps)
    faultpoint.install(None)
    return len(passed)


def shape(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


@pytest.mark.parametrize("number", [step.number for step in known_migrations()])
def test_a_start_of_the_real_store_can_be_struck_down_after_any_statement(tmp_path: Path, number: int) -> None:
    """D02, for each statement of each step there is, begun with the store of the version before."""
    steps = known_migrations()[:number]
    before = tmp_path / "before"
    before.mkdir()
    if number > 1:
        prepare(before / "desk.db", steps[:-1])
    was = shape(before / "desk.db") if number > 1 else []
    whole = shutil.copytree(before, tmp_path / "whole")
    for place in range(places_of(steps, whole)):
        folder = shutil.copytree(before, tmp_path / str(place))
        left = place

        def strike(_name: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt

        faultpoint.install(strike)
        with pytest.raises(KeyboardInterrupt):
            prepare(folder / "desk.db", steps)
        faultpoint.install(None)
        reached = version(folder / "desk.db")
        assert shape(folder / "desk.db") == (shape(whole / "desk.db") if reached == number else was)
        # Where the store is as before, so is the next start, but for the copy that the first one left or began.
        if place % 8 == 0 or reached == number:
            prepare(folder / "desk.db", steps)
            assert shape(folder / "desk.db") == shape(whole / "desk.db")
            assert version(folder / "desk.db") == number


def test_a_row_that_breaks_a_new_constraint_leaves_the_old_version_whole(path: Path) -> None:
    """D02."""
    tighter = Migration(
        2,
        "CREATE TABLE tight (id INTEGER PRIMARY KEY, text TEXT CHECK (text <> '500')) STRICT;"
        "INSERT INTO tight SELECT id, text FROM line; DROP TABLE line; ALTER TABLE tight RENAME TO line;",
    )
    with pytest.raises(MigrationFailed) as failed:
        prepare(path, (*STEPS, tighter))
    assert failed.value.version == 2
    assert "CHECK" in failed.value.detail
    assert version(path) == 1
    assert lines(path) == EXPECTED


def test_a_row_left_without_the_row_it_refers_to_leaves_the_old_version_whole(path: Path) -> None:
    orphan = Migration(
        2, "CREATE TABLE child (line INTEGER REFERENCES line) STRICT; INSERT INTO child VALUES (1), (5000);"
    )
    with pytest.raises(MigrationFailed) as failed:
        prepare(path, (*STEPS, orphan))
    assert failed.value.detail == "row 2 of child refers to no row of line"
    assert version(path) == 1
    assert lines(path) == EXPECTED


def test_a_disk_that_fills_during_an_upgrade_leaves_the_old_version_whole(path: Path) -> None:
    """D02."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreUnusable, match="full"):
            migrate(db, path, UPGRADE)
        assert not db.in_transaction
    assert version(path) == 1
    assert lines(path) == EXPECTED
    prepare(path, UPGRADE)
    assert version(path) == 2


def test_an_upgrade_does_not_begin_without_its_copy(path: Path) -> None:
    copy_path(path, 1).mkdir()
    with pytest.raises(CopyFailed):
        prepare(path, UPGRADE)
    assert version(path) == 1


def test_foreign_keys_are_held_again_after_an_upgrade(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        migrate(db, path, UPGRADE)
        assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_script_is_cut_into_its_statements() -> None:
    assert [statement.strip() for statement in statements("SELECT ';'; SELECT 2 -- a; b\n; ")] == [
        "SELECT ';';",
        "SELECT 2 -- a; b\n;",
    ]
    assert len(list(statements(SECOND))) == 7


@pytest.mark.parametrize("script", ["CREATE TABLE cut_short (x", "CREATE TABLE t (x); and then"])
def test_a_script_that_is_cut_short_is_refused(path: Path, script: str) -> None:
    with pytest.raises(MigrationFailed):
        prepare(path, (*STEPS, Migration(2, script)))
    assert version(path) == 1


@pytest.mark.parametrize("names", [["0002_second.sql"], ["0001_a.sql", "0001_b.sql"], ["1_first.sql"]])
def test_steps_whose_numbers_have_a_gap_or_a_double_are_a_mistake(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(ValueError, match=r"\.sql"):
        known_migrations(tmp_path)
