"""The smallest store for the tests of the engine: one table of lines, and the connection itself as transaction."""

import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Final

from storage.migrations import Migration
from storage.store import SqliteStore, open_store

Lines = SqliteStore[sqlite3.Connection]

STEPS: Final = (Migration(1, "CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"),)

ROOT: Final = Path(__file__).parents[2]


@asynccontextmanager
async def open_lines(
    folder: Path,
    *,
    on_commit: Callable[[], None] = lambda: None,
    steps: Sequence[Migration] = STEPS,
    busy_timeout: float = 5,
    quick_seconds: float = 2,
) -> AsyncIterator[Lines]:
    async with open_store(
        folder / "desk.db",
        lambda db: db,
        on_commit=on_commit,
        steps=steps,
        busy_timeout=busy_timeout,
        quick_seconds=quick_seconds,
    ) as store:
        yield store


def add(db: sqlite3.Connection, text: str) -> str:
    db.execute("INSERT INTO line (text) VALUES (?)", (text,))
    return text


def add_then_fail(db: sqlite3.Connection, text: str, error: BaseException) -> str:
    add(db, text)
    raise error


def texts(db: sqlite3.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT text FROM line ORDER BY id")]


def on_disk(folder: Path) -> list[str]:
    """Read what another program finds in the file."""
    db = sqlite3.connect(f"{(folder / 'desk.db').as_uri()}?mode=ro", uri=True)
    try:
        return texts(db)
    finally:
        db.close()


_HOLD_THE_LOCK: Final = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
db.execute("COMMIT")
"""


@contextmanager
def another_process_writing(folder: Path) -> Iterator[Callable[[], None]]:
    """A second process that holds SQLite's write lock until the yielded function is called, or the block ends."""
    command = [sys.executable, "-c", _HOLD_THE_LOCK, str(folder / "desk.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"

        def release() -> None:
            process.communicate(timeout=10)

        yield release
        if process.poll() is None:
            release()
