"""Copies of the store: whole, checked, of one moment, and nothing left of one that failed."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk import faultpoint
from storage.backup import back_up
from storage.errors import CopyFailed, StoreDamaged
from tests.storage.lines import add, open_lines, texts


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    async with open_lines(tmp_path) as store:
        await asyncio.gather(*(store.write(add, f"{number:03}" + "x" * 50_000) for number in range(150)))
    return tmp_path / "desk.db"


@pytest.fixture
def at_each_step() -> Iterator[list[BaseException]]:
    """Raise what is put into the list at the next step of a copy."""
    errors: list[BaseException] = []

    def hook(name: str) -> None:
        if name == "backup.step" and errors:
            raise errors.pop()

    faultpoint.install(hook)
    yield errors
    faultpoint.install(None)


def lines_of(copy: Path) -> list[str]:
    with closing(sqlite3.connect(copy)) as db:
        return [text[:3] for text in texts(db)]


async def test_a_copy_is_of_one_moment_while_writing_goes_on(path: Path) -> None:
    target = path.with_name("copy.db")
    steps: list[tuple[int, int]] = []
    async with open_lines(path.parent) as store:
        loop = asyncio.get_running_loop()
        written: list[str] = []

        async def write_one() -> None:
            written.append(await store.write(add, f"during {len(steps)}"))

        def progress(done: int, total: int) -> None:
            steps.append((done, total))
            # A write between any two steps of the copy.
            asyncio.run_coroutine_threadsafe(write_one(), loop).result(10)

        await store.back_up(target, progress)
        assert len(await store.read(texts)) == 150 + len(steps)
    assert len(steps) > 1
    assert [done for done, _ in steps] == sorted(done for done, _ in steps)
    assert steps[-1][0] == steps[-1][1]
    assert lines_of(target) == [f"{number:03}" for number in range(150)]


def test_a_copy_is_one_file_that_only_the_desks_user_can_read(path: Path) -> None:
    target = path.with_name("copy.db")
    before = {file.name for file in path.parent.iterdir()}
    back_up(path, target)
    with closing(sqlite3.connect(target)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert {file.name for file in path.parent.iterdir()} - before <= {"copy.db", "desk.db-wal", "desk.db-shm"}
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("error", [OSError("no room"), KeyboardInterrupt()])
def test_a_copy_that_fails_half_way_leaves_nothing_and_the_older_copy_whole(
    path: Path, at_each_step: list[BaseException], error: BaseException
) -> None:
    target = path.with_name("copy.db")
    target.write_text("the older copy")
    before = {file.name for file in path.parent.iterdir()} | {"desk.db-wal", "desk.db-shm"}
    at_each_step.append(error)
    with pytest.raises((CopyFailed, KeyboardInterrupt)):
        back_up(path, target)
    assert {file.name for file in path.parent.iterdir()} <= before
    assert target.read_text() == "the older copy"
    back_up(path, target)
    assert len(lines_of(target)) == 150


def test_a_copy_that_does_not_pass_the_check_gets_no_name(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 100)
    target = path.with_name("copy.db")
    with pytest.raises((CopyFailed, StoreDamaged)):
        back_up(path, target)
    assert not target.exists()


@pytest.mark.parametrize("name", ["desk.db", "desk.db-wal", "desk.db-shm", "desk.db.lock", "desk.db.id", "link.db"])
def test_a_copy_is_never_laid_over_the_store_itself(path: Path, name: str) -> None:
    path.with_name("link.db").symlink_to(path)
    before = path.read_bytes()
    with pytest.raises(CopyFailed):
        back_up(path, path.with_name(name))
    assert path.read_bytes() == before


def test_a_place_where_no_copy_can_be_is_told(path: Path) -> None:
    for folder in ("missing", path.name):
        with pytest.raises(CopyFailed):
            back_up(path, path.parent / folder / "copy.db")


def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(CopyFailed):
        back_up(tmp_path / "desk.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


async def test_a_cancelled_copy_is_over_before_its_caller_goes_on(path: Path) -> None:
    begun, go = threading.Event(), threading.Event()

    def progress(_done: int, _total: int) -> None:
        begun.set()
        go.wait(10)

    async with open_lines(path.parent) as store:
        caller = asyncio.create_task(store.back_up(path.with_name("copy.db"), progress))
        await asyncio.to_thread(begun.wait, 10)
        caller.cancel()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await caller
        assert not path.with_name(".copy.db.partial").exists()
