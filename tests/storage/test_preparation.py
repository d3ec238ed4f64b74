"""The start: what is refused untouched, what is never taken for a new desk, and one process at a time."""

import hashlib
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from storage.errors import (
    StoreDamaged,
    StoreLocked,
    StoreMissing,
    StoreNewer,
    StoreNotOurs,
    StoreStartError,
    StoreUnusable,
)
from storage.lock import ProcessLock, lock_path
from storage.migrations import Migration
from storage.preparation import inspect, marker_path, prepare
from tests import forked
from tests.storage.lines import ROOT, STEPS, add, on_disk, open_lines, texts


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store with one line in it, closed."""
    async with open_lines(tmp_path) as store:
        await store.write(add, "one")
    return tmp_path / "desk.db"


def fingerprint(path: Path) -> tuple[str, int]:
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


async def test_a_store_is_made_once_and_then_opened(path: Path) -> None:
    async with open_lines(path.parent) as store:
        assert await store.read(texts) == ["one"]


async def test_only_the_desks_own_user_can_read_the_store(path: Path) -> None:
    async with open_lines(path.parent) as store:
        await store.write(add, "two")
        for name in ("desk.db", "desk.db-wal", "desk.db.lock"):
            assert path.with_name(name).stat().st_mode & 0o077 == 0, name


def test_a_newer_database_is_refused_untouched(path: Path) -> None:
    """D02: the program was put back to an older version."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 7")
    before = fingerprint(path)
    with pytest.raises(StoreNewer) as refused:
        prepare(path, STEPS)
    assert (refused.value.found, refused.value.known) == (7, 1)
    assert fingerprint(path) == before


@pytest.mark.parametrize("size", [0, 10, 500, 4096, 5000])
def test_a_truncated_database_is_refused_untouched_and_never_a_new_desk(path: Path, size: int) -> None:
    os.truncate(path, size)
    before = fingerprint(path)
    with pytest.raises(StoreDamaged):
        prepare(path, STEPS)
    assert fingerprint(path) == before


def test_a_missing_database_is_never_a_new_desk(path: Path) -> None:
    path.unlink()
    with pytest.raises(StoreMissing) as refused:
        prepare(path, STEPS)
    assert refused.value.marker == marker_path(path)
    assert not path.exists()
    marker_path(path).unlink()
    prepare(path, STEPS)
    assert on_disk(path.parent) == []


def test_a_log_without_its_database_is_never_a_new_desk(tmp_path: Path) -> None:
    (tmp_path / "desk.db-wal").write_bytes(b"x" * 5000)
    with pytest.raises(StoreDamaged):
        prepare(tmp_path / "desk.db", STEPS)


def test_an_empty_database_in_the_place_of_a_store_is_told(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = wal")
        db.execute("PRAGMA user_version = 0")
    assert path.stat().st_size
    with pytest.raises(StoreDamaged):
        prepare(path, STEPS)


def test_a_page_overwritten_with_rubbish_is_told(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096:4200] = b"\xff" * 104
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        prepare(path, STEPS)


def test_another_programs_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE theirs (x)")
    before = fingerprint(path)
    with pytest.raises(StoreNotOurs) as refused:
        prepare(path, STEPS)
    assert refused.value.application_id == 0
    assert fingerprint(path) == before


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_text("dear diary, " * 1000)
    before = fingerprint(path)
    with pytest.raises(StoreDamaged):
        prepare(path, STEPS)
    assert fingerprint(path) == before


@pytest.mark.parametrize("target", ["a folder", "no folder"])
async def test_a_place_where_no_file_can_be_is_told(tmp_path: Path, target: str) -> None:
    if target == "a folder":
        (tmp_path / "desk.db").mkdir()
    folder = tmp_path if target == "a folder" else tmp_path / "missing"
    with pytest.raises(StoreUnusable):
        async with open_lines(folder):
            pass


async def test_a_failed_start_lets_go_of_the_store(path: Path) -> None:
    with pytest.raises(StoreNewer):
        async with open_lines(path.parent, steps=()):
            pass
    async with open_lines(path.parent) as store:
        assert await store.read(texts) == ["one"]


def test_looking_at_a_store_changes_nothing(path: Path) -> None:
    before = fingerprint(path)
    assert inspect(path, 1) == 1
    assert fingerprint(path) == before


_OPEN = """
import asyncio, sys
from pathlib import Path
from storage.errors import StoreLocked
from tests.storage.lines import open_lines

async def main():
    try:
        async with open_lines(Path(sys.argv[1])):
            print("opened")
    except StoreLocked as error:
        print("held by", error.pid)

asyncio.run(main())
"""


def open_in_another_process(folder: str, cwd: Path) -> str:
    return forked.run("-c", _OPEN, folder, folder=cwd).out.strip()


@pytest.mark.parametrize("way", ["the same path", "a link to the folder", "a link to the file", "another folder"])
async def test_a_second_process_is_refused_within_two_seconds_whatever_way_it_comes(tmp_path: Path, way: str) -> None:
    """D02: two processes start at once."""
    real, links = tmp_path / "real", tmp_path / "links"
    real.mkdir()
    links.mkdir()
    (links / "folder").symlink_to(real)
    (links / "desk.db").symlink_to(real / "desk.db")
    folder, cwd = {
        "the same path": (str(real), ROOT),
        "a link to the folder": (str(links / "folder"), ROOT),
        "a link to the file": (str(links), ROOT),
        "another folder": ("../real", links),
    }[way]
    forked.be_ready()
    async with open_lines(real) as store:
        await store.write(add, "one")
        begun = time.monotonic()
        assert open_in_another_process(folder, cwd) == f"held by {os.getpid()}"
        assert time.monotonic() - begun < 2
        assert await store.write(add, "two") == "two"
    assert open_in_another_process(folder, cwd) == "opened"


async def test_a_second_store_in_the_same_process_is_refused_and_the_first_keeps_its_locks(tmp_path: Path) -> None:
    async with open_lines(tmp_path) as store:
        await store.write(add, "one")
        with pytest.raises(StoreLocked):
            async with open_lines(tmp_path):
                pass
        await store.write(add, "two")
    assert on_disk(tmp_path) == ["one", "two"]


def test_a_lock_of_a_process_that_is_gone_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    lock_path(path).write_text("1\n")
    with ProcessLock(path):
        assert lock_path(path).read_text() == f"{os.getpid()}\n"


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    lock_path(tmp_path / "desk.db").symlink_to(victim)
    with pytest.raises(StoreUnusable), ProcessLock(tmp_path / "desk.db"):
        pass
    assert victim.read_text() == "precious"


def test_every_reason_for_not_starting_names_the_file(tmp_path: Path) -> None:
    for kind in StoreStartError.__subclasses__():
        assert next(iter(kind.__dataclass_fields__)) == "path", kind


def test_an_upgrade_of_a_damaged_store_is_not_begun(path: Path) -> None:
    os.truncate(path, 4096)
    with pytest.raises(StoreDamaged):
        prepare(path, (*STEPS, Migration(2, "CREATE TABLE more (x) STRICT")))
