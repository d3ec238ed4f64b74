"""The connections: what is set on them, what a reader cannot do, and whole functions on their thread."""

import asyncio
import logging
import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import aiosqlite
import pytest

from storage.connection import Connection, _apply, connect_reader, connect_writer, finish, open_reader, open_writer
from storage.driver import spoils_shared_logs
from storage.errors import StoreUnusable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    with closing(connect_writer(path, create=True)) as db:
        db.execute("CREATE TABLE line (text TEXT NOT NULL) STRICT")
    return path


@pytest.fixture
async def writer(path: Path) -> AsyncIterator[Connection]:
    connection = await open_writer(path)
    yield connection
    await connection.close()


def pragma(db: sqlite3.Connection, name: str) -> object:
    return db.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture(params=["writer", "reader"])
def either(request: pytest.FixtureRequest, path: Path) -> Iterator[sqlite3.Connection]:
    connect = connect_writer if request.param == "writer" else connect_reader
    with closing(connect(path)) as db:
        yield db


@pytest.mark.parametrize(
    ("name", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("mmap_size", 0), ("busy_timeout", 5000)],
)
def test_each_connection_has_the_settings_that_keep_the_store_safe(
    either: sqlite3.Connection, name: str, value: object
) -> None:
    assert pragma(either, name) == value


def test_a_commit_of_the_writer_waits_for_the_disk(path: Path) -> None:
    with closing(connect_writer(path)) as db:
        assert pragma(db, "synchronous") == 2


def test_a_reader_is_told_to_query_only_and_to_leave_the_log_alone(path: Path) -> None:
    with closing(connect_reader(path)) as db:
        assert pragma(db, "query_only") == 1
        assert pragma(db, "wal_autocheckpoint") == 0


def test_a_setting_that_does_not_take_stops_the_opening() -> None:
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(StoreUnusable) as refused:
        _apply(db, Path("desk.db"), {"journal_mode": "wal"})
    assert refused.value.detail == "journal_mode is memory and not wal"


def test_a_writer_makes_no_file_unless_told_to(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        connect_writer(tmp_path / "desk.db")
    assert not (tmp_path / "desk.db").exists()


def test_a_path_with_signs_that_mean_something_in_an_address_is_only_a_path(tmp_path: Path) -> None:
    path = tmp_path / "100%20 of?mode=memory#desk.db"
    connect_writer(path, create=True).close()
    assert path.exists()


def test_a_reader_cannot_write(path: Path) -> None:
    with closing(connect_reader(path)) as db:
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("INSERT INTO line VALUES ('x')")
        db.execute("PRAGMA query_only = OFF")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.execute("INSERT INTO line VALUES ('x')")


def test_a_reader_moves_nothing_of_the_log_into_the_database(path: Path) -> None:
    log = path.with_name("desk.db-wal")
    with closing(connect_writer(path)) as writer:
        writer.execute("INSERT INTO line VALUES ('x')")
        before = (path.stat().st_mtime_ns, log.read_bytes())
        with closing(connect_reader(path)) as reader:
            for mode in ("PASSIVE", "FULL", "RESTART", "TRUNCATE"):
                with pytest.raises(sqlite3.OperationalError):
                    reader.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
            assert reader.execute("SELECT * FROM line").fetchall() == [("x",)]
        assert (path.stat().st_mtime_ns, log.read_bytes()) == before


async def test_a_function_runs_whole_on_the_connections_own_thread(writer: Connection) -> None:
    def names(db: sqlite3.Connection) -> tuple[str, object]:
        return threading.current_thread().name, pragma(db, "journal_mode")

    thread, mode = await writer.run(names)
    assert thread != threading.current_thread().name
    assert mode == "wal"


@pytest.mark.parametrize(
    "error", [ValueError("x"), StopIteration(), KeyError("x"), MemoryError(), StopAsyncIteration()]
)
async def test_whatever_a_function_raises_reaches_its_caller(writer: Connection, error: Exception) -> None:
    def fail(_db: sqlite3.Connection) -> None:
        raise error

    async with asyncio.timeout(5):
        with pytest.raises((type(error), RuntimeError)) as raised:
            await writer.run(fail)
    assert error in (raised.value, raised.value.__cause__)


async def test_a_cancelled_caller_stops_no_function(writer: Connection) -> None:
    go, done = threading.Event(), threading.Event()

    def wait(_db: sqlite3.Connection) -> None:
        go.wait(5)
        done.set()

    caller = asyncio.create_task(writer.run(wait))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go.set()
    await writer.run(lambda _db: None)
    assert done.is_set()


async def test_a_closed_connection_has_no_thread_and_says_that_it_is_closed(path: Path) -> None:
    threads = threading.active_count()
    connection = await open_reader(path)
    assert threading.active_count() == threads + 1
    await connection.close()
    await connection.close()
    with pytest.raises(ValueError, match="closed"):
        await connection.run(lambda _db: None)
    await asyncio.to_thread(wait_for_threads, threads + 1)


def wait_for_threads(most: int) -> None:
    for thread in threading.enumerate():
        if "_connection_worker_thread" in thread.name:
            thread.join(5)
    assert threading.active_count() <= most


async def test_an_opening_that_is_cancelled_leaves_nothing_open(path: Path) -> None:
    opening = asyncio.create_task(open_writer(path))
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    await asyncio.to_thread(wait_for_threads, 100)
    with closing(connect_writer(path, 0.1)) as db:
        db.execute("INSERT INTO line VALUES ('free')")


async def test_what_must_finish_finishes_before_its_cancellation_is_seen() -> None:
    go = asyncio.Event()
    seen: list[str] = []

    async def work() -> None:
        await go.wait()
        seen.append("done")

    caller = asyncio.create_task(finish(work()))
    await asyncio.sleep(0)
    caller.cancel()
    await asyncio.sleep(0)
    assert not caller.done()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert seen == ["done"]


async def test_no_words_of_members_reach_the_log_of_the_driver(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        connection = await open_writer(path)
        await connection.run(lambda db: db.execute("INSERT INTO line VALUES (?)", ("secret",)).rowcount)
        await connection.close()
    finally:
        root.setLevel(level)
    assert "secret" not in caplog.text
    assert not [record for record in caplog.records if record.name == "aiosqlite"]


async def test_the_driver_still_has_the_one_private_call_that_is_used() -> None:
    async with aiosqlite.connect(":memory:") as driver:
        queue_and_await: Callable[[Callable[[], object]], Awaitable[object]] = driver._execute
        assert await queue_and_await(lambda: (1, None)) == (1, None)
        assert await queue_and_await(threading.get_ident) != threading.get_ident()


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 46, 1), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_the_versions_that_corrupt_a_shared_log_are_known(version: tuple[int, ...], answer: object) -> None:
    assert spoils_shared_logs(version) is answer
