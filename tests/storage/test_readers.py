"""The readers: one snapshot a job, a deadline for the quick one, and no way to hold up anyone else."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from desk.errors import NotFound, StoreBusy, StoreClosed
from tests.storage.lines import Lines, add, open_lines, texts

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def count_for_ever(db: sqlite3.Connection) -> int:
    number: int = db.execute(ENDLESS).fetchone()[0]
    return number


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Lines]:
    async with open_lines(tmp_path, quick_seconds=0.1) as store:
        yield store


async def test_what_was_acknowledged_is_read_at_once(store: Lines) -> None:
    await store.write(add, "one")
    assert await store.read(texts) == ["one"]
    assert await store.read_long(texts) == ["one"]


async def test_a_quick_read_that_takes_too_long_is_given_up_and_the_next_one_works(store: Lines) -> None:
    async with asyncio.timeout(10):
        with pytest.raises(StoreBusy):
            await store.read(count_for_ever)
    assert await store.read(texts) == []


async def test_time_spent_in_the_queue_counts(store: Lines) -> None:
    def take_twice_the_time(_db: sqlite3.Connection) -> str:
        threading.Event().wait(0.2)
        return "late, but done"

    answers = await asyncio.gather(store.read(take_twice_the_time), store.read(texts), return_exceptions=True)
    assert answers[0] == "late, but done"
    assert isinstance(answers[1], StoreBusy)


async def test_a_long_read_outlives_the_deadline_and_holds_up_neither_quick_reads_nor_writes(store: Lines) -> None:
    go = threading.Event()

    def read_between(db: sqlite3.Connection) -> list[list[str]]:
        before = texts(db)
        go.wait(10)
        return [before, texts(db)]

    long = asyncio.ensure_future(store.read_long(read_between))
    await store.write(add, "one")
    with pytest.raises(StoreBusy):
        await store.read(count_for_ever)
    assert await store.read(texts) == ["one"]
    assert not long.done()
    go.set()
    # Both looks of the long read saw the same snapshot.
    first, second = await long
    assert first == second


async def test_a_read_that_fails_fails_alone(store: Lines) -> None:
    def not_there(_db: sqlite3.Connection) -> None:
        raise NotFound("ticket")

    answers = await asyncio.gather(store.read(texts), store.read(not_there), store.read(texts), return_exceptions=True)
    assert answers[0] == answers[2] == []
    assert isinstance(answers[1], NotFound)


@pytest.mark.parametrize("way", ["read", "read_long"])
async def test_a_reader_cannot_write(store: Lines, way: str) -> None:
    read = store.read if way == "read" else store.read_long
    with pytest.raises(Exception, match=r"readonly|^$") as refused:
        await read(add, "one")
    cause = refused.value.__cause__
    assert isinstance(cause, sqlite3.OperationalError)
    assert "readonly" in str(cause)
    assert await store.read(texts) == []


async def test_a_read_nobody_waits_for_any_more_is_not_done(store: Lines) -> None:
    ran: list[str] = []

    def note(_db: sqlite3.Connection, name: str) -> None:
        ran.append(name)

    gone = asyncio.ensure_future(store.read(note, "gone"))
    gone.cancel()
    await store.read(note, "stayed")
    assert ran == ["stayed"]


async def test_a_closed_store_reads_no_more(tmp_path: Path) -> None:
    async with open_lines(tmp_path) as store:
        pass
    with pytest.raises(StoreClosed):
        await store.read(texts)
