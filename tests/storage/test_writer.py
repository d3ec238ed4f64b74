"""The writer: many share a commit, and none shares another's failure."""

import asyncio
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.errors import (
    NotFound,
    StoreFailed,
    StoreFull,
)
from storage.worker import BATCH
from tests import forked
from tests.storage.lines import (
    Lines,
    add,
    add_then_fail,
    on_disk,
    open_lines,
    texts,
)


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
    done = forked.run("-c", _OUT_OF_MEMORY, str(tmp_path))
    assert done.out == "['str', 'MemoryError', 'str'] ['before', 'small', 'tiny']\n"


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
