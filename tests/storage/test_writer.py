"""The writer: many share a commit, none shares another's failure, and nobody is told too early."""

import asyncio
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    ROOT,
    STEPS,
    Lines,
    add,
    add_then_fail,
    another_process_writing,
    on_disk,
    open_lines,
    texts,
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Lines]:
    async with open_lines(tmp_path) as store:
        yield store


@pytest.fixture
def points() -> Iterator[list[str]]:
    passed: list[str] = []
    faultpoint.install(passed.append)
    yield passed
    faultpoint.install(None)


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


async def test_what_is_acknowledged_is_on_disk(store: Lines, tmp_path: Path) -> None:
    assert await store.write(add, "one") == "one"
    assert on_disk(tmp_path) == ["one"]


async def test_all_who_wait_share_one_commit(tmp_path: Path) -> None:
    groups: list[int] = []
    async with open_lines(tmp_path, on_commit=lambda: groups.append(1)) as store:
        await asyncio.gather(*(store.write(add, str(number)) for number in range(BATCH)))
        assert len(groups) == 1
        assert len(on_disk(tmp_path)) == BATCH


async def test_one_that_fails_takes_only_its_own_work_along(store: Lines, tmp_path: Path) -> None:
    answers = await asyncio.gather(
        store.write(add, "one"),
        store.write(add_then_fail, "two", NotFound("ticket")),
        store.write(add, "three"),
        store.write(add, "one"),
        return_exceptions=True,
    )
    assert answers[0] == "one"
    assert isinstance(answers[1], NotFound)
    assert answers[2] == "three"
    assert isinstance(answers[3], sqlite3.IntegrityError)
    assert on_disk(tmp_path) == ["one", "three"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["keep", "refuse", "double", "stop", "memory", "end"]), max_size=2 * BATCH))
def test_in_any_mixture_exactly_the_acknowledged_are_kept(
    tmp_path_factory: pytest.TempPathFactory, kinds: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("mixture")

    def work(db: sqlite3.Connection, kind: str, number: int) -> str:
        text = add(db, "double" if kind == "double" else str(number))
        if kind == "end":
            # What a full disk does by itself.
            db.execute("ROLLBACK")
        failures = {
            "refuse": NotFound("ticket"),
            "stop": StopIteration(),
            "memory": MemoryError(),
            "end": MemoryError(),
        }
        if kind in failures:
            raise failures[kind]
        return text

    async def run() -> list[str | BaseException]:
        async with open_lines(folder) as store:
            waiting = [store.write(work, kind, number) for number, kind in enumerate(kinds)]
            return await asyncio.gather(*waiting, return_exceptions=True)

    answers = asyncio.run(run())
    kept = [answer for answer in answers if isinstance(answer, str)]
    assert kept == on_disk(folder)
    assert kept.count("double") == ("double" in kinds)
    assert [str(number) in kept for number, kind in enumerate(kinds) if kind != "double"] == [
        kind == "keep" for kind in kinds if kind != "double"
    ]


async def test_work_that_leaves_by_stop_iteration_answers_its_caller(store: Lines) -> None:
    def first_of_nothing(_db: sqlite3.Connection) -> object:
        return next(iter(()))

    async with asyncio.timeout(5):
        with pytest.raises(RuntimeError) as raised:
            await store.write(first_of_nothing)
    assert isinstance(raised.value.__cause__, StopIteration)


async def test_a_full_store_refuses_writes_and_recovers_by_itself(store: Lines, tmp_path: Path) -> None:
    def limit(db: sqlite3.Connection, pages: int) -> int:
        number: int = db.execute(f"PRAGMA max_page_count = {pages}").fetchone()[0]
        return number

    await store.write(add, "before")
    pages = await store.write(limit, 1)
    answers = await asyncio.gather(
        store.write(add, "small"), store.write(add, "x" * 100_000), store.write(add, "tiny"), return_exceptions=True
    )
    assert answers[0] == "small"
    assert isinstance(answers[1], StoreFull)
    assert answers[2] == "tiny"
    assert await store.read(texts) == ["before", "small", "tiny"]
    await store.write(limit, pages + 1000)
    await store.write(add, "y" * 100_000)
    assert len(on_disk(tmp_path)) == 4


_OUT_OF_MEMORY = """
import asyncio, sys
from pathlib import Path
from tests.storage.lines import add, on_disk, open_lines, texts

async def main():
    folder = Path(sys.argv[1])
    async with open_lines(folder) as store:
        await store.write(add, "before")
        await store.write(lambda db: db.execute("PRAGMA hard_heap_limit = 4000000").fetchall())
        answers = await asyncio.gather(
            store.write(add, "small"), store.write(add, "x" * 5_000_000), store.write(add, "tiny"),
            return_exceptions=True)
        print([type(answer).__name__ for answer in answers], await store.read(texts))

asyncio.run(main())
"""


def test_without_memory_the_one_who_asked_for_it_is_told_and_the_others_are_kept(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _OUT_OF_MEMORY, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['str', 'MemoryError', 'str'] ['before', 'small', 'tiny']\n"


async def test_work_that_hides_the_end_of_the_transaction_is_not_acknowledged(store: Lines, tmp_path: Path) -> None:
    def hide(db: sqlite3.Connection) -> str:
        add(db, "hidden")
        db.execute("ROLLBACK")
        return "all is well"

    answers = await asyncio.gather(store.write(add, "one"), store.write(hide), return_exceptions=True)
    assert answers[0] == "one"
    assert isinstance(answers[1], StoreFailed)
    assert on_disk(tmp_path) == ["one"]


async def test_a_constraint_that_is_checked_at_the_commit_hits_only_its_breaker(tmp_path: Path) -> None:
    async with open_lines(tmp_path) as store:

        def refer(db: sqlite3.Connection, to: int) -> int:
            db.execute("CREATE TABLE IF NOT EXISTS child (line INTEGER REFERENCES line DEFERRABLE INITIALLY DEFERRED)")
            db.execute("INSERT INTO child VALUES (?)", (to,))
            return to

        await store.write(add, "one")
        answers = await asyncio.gather(
            store.write(refer, 1), store.write(refer, 99), store.write(add, "two"), return_exceptions=True
        )
        assert answers[0] == 1
        assert isinstance(answers[1], sqlite3.IntegrityError)
        assert answers[2] == "two"
        assert on_disk(tmp_path) == ["one", "two"]


async def test_a_lock_held_by_another_process_is_waited_for(store: Lines, tmp_path: Path) -> None:
    """D01 (a): another program holds the write lock for a while; every write succeeds, none is lost or doubled."""
    with another_process_writing(tmp_path) as release:
        writes = [store.write(add, str(number)) for number in range(20)]
        # The loop is free meanwhile, and reading goes on.
        assert await store.read(texts) == []
        assert not any(write.done() for write in writes if isinstance(write, asyncio.Future))
        await asyncio.to_thread(release)
        assert await asyncio.gather(*writes) == [str(number) for number in range(20)]
    assert on_disk(tmp_path) == [str(number) for number in range(20)]


async def test_a_lock_held_for_too_long_is_told_as_busy(tmp_path: Path) -> None:
    """D01 (a), past the timeout."""
    async with open_lines(tmp_path, busy_timeout=0.1) as store:
        with another_process_writing(tmp_path):
            answers = await asyncio.gather(store.write(add, "one"), store.write(add, "two"), return_exceptions=True)
            assert [type(answer) for answer in answers] == [StoreBusy, StoreBusy]
            assert answers[0] is not answers[1]
        assert await store.write(add, "three") == "three"
        assert on_disk(tmp_path) == ["three"]


async def test_of_two_who_read_then_write_neither_is_refused_and_none_sees_an_old_row(store: Lines) -> None:
    """D01 (b)."""

    def count_up(db: sqlite3.Connection) -> str:
        return add(db, str(len(texts(db))))

    answers = await asyncio.gather(*(store.write(count_up) for _ in range(200)))
    assert sorted(map(int, answers)) == list(range(200))


async def test_work_that_has_read_is_never_refused_its_write_by_another_program(store: Lines, tmp_path: Path) -> None:
    """D01 (b): who comes between the two is the one to wait."""
    other = sqlite3.connect(tmp_path / "desk.db", timeout=0, isolation_level=None, check_same_thread=False)

    def read_then_write(db: sqlite3.Connection) -> str:
        text = str(len(texts(db)))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            add(other, "between")
        return add(db, text)

    with closing(other):
        assert await store.write(read_then_write) == "0"
        add(other, "after")
    assert on_disk(tmp_path) == ["0", "after"]


async def test_a_caller_who_goes_away_leaves_no_open_transaction(store: Lines, tmp_path: Path) -> None:
    """D01 (c): what had begun is finished, and the next write works."""
    begun, go = threading.Event(), threading.Event()

    def slow(db: sqlite3.Connection) -> str:
        begun.set()
        go.wait(10)
        return add(db, "slow")

    async def request() -> str:
        return await store.write(slow)

    caller = asyncio.create_task(request())
    await asyncio.to_thread(begun.wait, 10)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go.set()
    assert await store.write(add, "next") == "next"
    assert on_disk(tmp_path) == ["slow", "next"]


async def test_a_failure_whose_caller_has_gone_is_logged(store: Lines, caplog: pytest.LogCaptureFixture) -> None:
    gone = asyncio.ensure_future(store.write(add_then_fail, "x", KeyError("a mistake")))
    refused = asyncio.ensure_future(store.write(add_then_fail, "y", NotFound("ticket")))
    gone.cancel()
    refused.cancel()
    await store.write(add, "next")
    assert [record.exc_info[1].args for record in caplog.records if record.exc_info and record.exc_info[1]] == [
        ("a mistake",)
    ]


async def test_a_backup_tool_that_reads_the_file_disturbs_no_writer(store: Lines, tmp_path: Path) -> None:
    """D01 (d)."""
    await store.write(add, "one")
    reading = sqlite3.connect(f"{(tmp_path / 'desk.db').as_uri()}?mode=ro", uri=True, isolation_level=None)
    try:
        reading.execute("BEGIN")
        assert texts(reading) == ["one"]
        await asyncio.gather(*(store.write(add, str(number)) for number in range(100)))
        assert texts(reading) == ["one"]
        reading.execute("ROLLBACK")
        assert len(texts(reading)) == 101
    finally:
        reading.close()


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
            return super().execute(sql, *args)  # type: ignore[arg-type]
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
