"""Others at the same file, and callers who go away: who waits, who is told, and that nothing stays half done."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from desk.errors import (
    NotFound,
    StoreBusy,
)
from tests.storage.lines import (
    Lines,
    add,
    add_then_fail,
    another_process_writing,
    on_disk,
    open_lines,
    texts,
)


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


async def test_a_group_that_is_run_apart_waits_only_once_for_a_lock(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None, check_same_thread=False)

    def end_the_group_and_be_overtaken(db: sqlite3.Connection) -> None:
        db.execute("ROLLBACK")
        other.execute("BEGIN IMMEDIATE")
        raise MemoryError

    async with open_lines(tmp_path, busy_timeout=0.3) as store:
        with closing(other):
            ending = store.write(end_the_group_and_be_overtaken)
            writes = [store.write(add, str(number)) for number in range(60)]
            async with asyncio.timeout(5):
                answers = await asyncio.gather(ending, *writes, return_exceptions=True)
        assert [type(answer) for answer in answers] == [MemoryError] + [StoreBusy] * 60
        assert await store.write(add, "next") == "next"
    assert on_disk(tmp_path) == ["next"]


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
