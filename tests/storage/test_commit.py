"""The commit: its steps in their order, what a fault between two of them leaves, and the writer's end."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desk import faultpoint
from desk.errors import (
    NotFound,
    OutcomeUnknown,
    StoreBusy,
    StoreClosed,
    StoreFailed,
    StoreFull,
)
from storage.connection import Connection, connect_writer, open_writer
from storage.store import open_store
from storage.worker import BATCH
from storage.writer import Writer
from tests.storage.lines import (
    STEPS,
    Lines,
    add,
    on_disk,
    open_lines,
    texts,
)


@pytest.fixture
def strike() -> Iterator[Callable[[str, BaseException], None]]:
    """Raise an error at a named point, once."""

    def arm(name: str, error: BaseException) -> None:
        def hook(point: str) -> None:
            if point == name:
                faultpoint.install(None)
                raise error

        faultpoint.install(hook)

    yield arm
    faultpoint.install(None)


async def test_the_steps_of_a_commit_come_in_their_order(tmp_path: Path, points: list[str]) -> None:
    async with open_lines(tmp_path, on_commit=lambda: points.append("woken")) as store:
        points.clear()
        write = asyncio.ensure_future(store.write(add, "one"))
        write.add_done_callback(lambda _: points.append("answered"))
        await write
    assert points == [
        "store.after_begin",
        "store.before_commit",
        "store.after_commit",
        "woken",
        "store.before_answer",
        "answered",
    ]


@dataclass
class Tx:
    """A transaction that remembers whether something held in memory has changed."""

    db: sqlite3.Connection
    changed: bool = False


async def test_what_is_held_in_memory_is_renewed_from_the_committed_before_anyone_is_answered(tmp_path: Path) -> None:
    memory: list[str] = []
    seen: list[tuple[bool, bool]] = []

    def renew(db: sqlite3.Connection, txs: Sequence[Tx]) -> None:
        seen.append((db.in_transaction, any(tx.changed for tx in txs)))
        if any(tx.changed for tx in txs):
            memory[:] = texts(db)

    def change(tx: Tx, text: str) -> None:
        tx.changed = True
        add(tx.db, text)

    def change_and_fail(tx: Tx) -> None:
        change(tx, "never")
        raise NotFound("key")

    async with open_store(tmp_path / "desk.db", Tx, after_commit=renew, steps=STEPS) as store:
        await store.write(change, "one")
        assert memory == ["one"]
        await store.write(lambda tx: add(tx.db, "two"))
        assert memory == ["one"]
        with pytest.raises(NotFound):
            await store.write(change_and_fail)
    assert seen == [(False, True), (False, False), (False, False)]


@pytest.mark.parametrize("point", ["store.after_begin", "store.before_commit"])
async def test_a_fault_before_the_commit_leaves_nothing(
    store: Lines, tmp_path: Path, strike: Callable[[str, BaseException], None], point: str
) -> None:
    strike(point, OSError("struck"))
    answers = await asyncio.gather(store.write(add, "one"), store.write(add, "two"), return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError, OSError]
    assert await store.write(add, "three") == "three"
    assert on_disk(tmp_path) == ["three"]


async def test_a_fault_between_commit_and_answer_keeps_what_was_committed(
    store: Lines, tmp_path: Path, strike: Callable[[str, BaseException], None]
) -> None:
    strike("store.before_answer", OSError("struck"))
    with pytest.raises(OSError, match="struck"):
        await store.write(add, "one")
    assert await store.write(add, "two") == "two"
    assert on_disk(tmp_path) == ["one", "two"]


async def test_a_fault_while_memory_is_renewed_stops_the_writer(
    tmp_path: Path, strike: Callable[[str, BaseException], None]
) -> None:
    fatal: list[BaseException] = []
    async with open_store(tmp_path / "desk.db", lambda db: db, on_fatal=fatal.append, steps=STEPS) as store:
        strike("store.after_commit", OSError("struck"))
        with pytest.raises(OutcomeUnknown):
            await store.write(add, "one")
        assert store.failed
        with pytest.raises(StoreClosed):
            await store.write(add, "two")
        assert await store.read(texts) == ["one"]
    assert [str(error) for error in fatal] == ["struck"]


class FailingCommit(sqlite3.Connection):
    """A real connection whose next COMMIT does its work or not, and then reports the given result code."""

    code: int | None = None
    does_its_work = False

    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:
        if sql != "COMMIT" or self.code is None:
            return super().execute(sql, *args)  # type: ignore[arg-type]  # handed on as they came
        super().execute("COMMIT" if self.does_its_work else "ROLLBACK")
        error = sqlite3.OperationalError("commit failed")
        error.sqlite_errorcode = self.code
        self.code = None
        raise error


@dataclass
class Failing:
    """A writer over a connection whose commits can fail."""

    writer: Writer[sqlite3.Connection]
    db: FailingCommit
    fatal: list[BaseException]


@pytest.fixture
async def failing(tmp_path: Path) -> AsyncIterator[Failing]:
    async with open_lines(tmp_path):
        pass
    made: list[FailingCommit] = []

    def connect() -> sqlite3.Connection:
        db = sqlite3.connect(tmp_path / "desk.db", isolation_level=None, factory=FailingCommit)
        made.append(db)
        return db

    connection = Connection(connect)
    await connection.open()
    fatal: list[BaseException] = []
    writer = Writer(connection, lambda db: db, on_fatal=fatal.append, limit=2)
    yield Failing(writer, made[0], fatal)
    await writer.close()
    await connection.close()


@pytest.mark.parametrize("kept", [[], ["one", "two"]], ids=["lost", "durable"])
async def test_after_a_failed_sync_nobody_knows_and_nothing_more_is_written(
    failing: Failing, tmp_path: Path, kept: list[str]
) -> None:
    failing.db.code, failing.db.does_its_work = sqlite3.SQLITE_IOERR_FSYNC, bool(kept)
    writes = [failing.writer.submit(partial(add, text=text)) for text in ("one", "two", "three")]
    answers = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(answer) for answer in answers] == [OutcomeUnknown, OutcomeUnknown, StoreClosed]
    with pytest.raises(StoreClosed):
        await failing.writer.submit(lambda db: add(db, "four"))
    assert failing.writer.failed
    assert len(failing.fatal) == 1
    assert on_disk(tmp_path) == kept


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (sqlite3.SQLITE_FULL, StoreFull),
        (sqlite3.SQLITE_BUSY, StoreBusy),
        (sqlite3.SQLITE_IOERR_WRITE, StoreFailed),
    ],
)
async def test_a_commit_that_was_refused_leaves_nothing_and_the_writer_goes_on(
    failing: Failing, tmp_path: Path, code: int, told: type[Exception]
) -> None:
    failing.db.code = code
    with pytest.raises(told):
        await failing.writer.submit(lambda db: add(db, "one"))
    assert await failing.writer.submit(lambda db: add(db, "two")) == "two"
    assert on_disk(tmp_path) == ["two"]
    assert failing.fatal == []


async def test_who_waits_when_the_store_closes_is_still_served(tmp_path: Path) -> None:
    async with open_lines(tmp_path) as store:
        writes = [store.write(add, str(number)) for number in range(3 * BATCH)]
    assert await asyncio.gather(*writes) == [str(number) for number in range(3 * BATCH)]
    with pytest.raises(StoreClosed):
        await store.write(add, "late")
    assert len(on_disk(tmp_path)) == 3 * BATCH


async def test_an_abandoned_store_answers_who_waits_and_keeps_none_of_their_work(tmp_path: Path) -> None:
    async with open_lines(tmp_path) as store:
        writes = [store.write(add, str(number)) for number in range(3)]
        store.abandon()
        answers = await asyncio.gather(*writes, return_exceptions=True)
    assert [type(answer) for answer in answers] == [StoreClosed] * 3
    assert on_disk(tmp_path) == []


async def test_a_loop_that_is_torn_down_leaves_nobody_waiting(tmp_path: Path) -> None:
    async with open_lines(tmp_path):
        pass
    connection = await open_writer(tmp_path / "desk.db")
    writer = Writer(connection, lambda db: db, limit=1)
    go = threading.Event()
    first = writer.submit(lambda db: go.wait(10) and add(db, "one"))
    second = writer.submit(lambda db: add(db, "two"))
    await asyncio.sleep(0)
    server = writer._server
    assert server is not None
    server.cancel()
    answers = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(answer) for answer in answers] == [OutcomeUnknown, StoreClosed]
    go.set()
    await connection.close()


async def test_the_log_is_moved_into_the_database_by_the_writer_and_is_gone_after_the_end(tmp_path: Path) -> None:
    log = tmp_path / "desk.db-wal"
    async with open_lines(tmp_path) as store:
        for number in range(30):
            await store.write(add, f"{number}" + "x" * 500_000)
        # Fifteen megabytes went through it.
        assert log.stat().st_size < 6_000_000
    assert not log.exists()
    with closing(connect_writer(tmp_path / "desk.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
