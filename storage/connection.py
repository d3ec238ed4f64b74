"""Connections to the store: settings that are read back, and whole functions run on a connection's own thread.

One connection writes and is the only one that checkpoints: SQLite before 3.51.3 corrupts a database whose log two
connections checkpoint at once. A reader is both opened read-only and told to query only, since `query_only` alone
still lets it checkpoint. The database file itself is never opened with open(): closing it would drop SQLite's locks.
"""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import aiosqlite

from desk.splitting import split, split_ticket
from storage.errors import StoreUnusable
from storage.recall import RememberingConnection

T = TypeVar("T")
ConnectionT = TypeVar("ConnectionT", bound=sqlite3.Connection)

BUSY_TIMEOUT: Final = 5.0
"""Seconds for which a statement waits for another program's lock."""

CHECKPOINT_PAGES: Final = 1000
"""SQLite moves the log into the database, PASSIVE, in the commit that lets it pass this many pages."""

_WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024
_CACHED_STATEMENTS: Final = 256

# The SQL it would log carries members' words and key hashes as parameters.
logging.getLogger("aiosqlite").setLevel(logging.WARNING)


def _settings(busy_timeout: float) -> dict[str, str | int]:
    return {
        "busy_timeout": int(busy_timeout * 1000),
        "foreign_keys": 1,
        "mmap_size": 0,
        "cell_size_check": 1,
        # A full temporary folder must not stop a query that sorts.
        "temp_store": 2,
    }


def _writer_settings(busy_timeout: float) -> dict[str, str | int]:
    return _settings(busy_timeout) | {
        "journal_mode": "wal",
        "synchronous": 2,
        "wal_autocheckpoint": CHECKPOINT_PAGES,
        "journal_size_limit": _WAL_LIMIT_BYTES,
        # 2 is FAST: what is deleted is overwritten where that costs no page more.
        "secure_delete": 2,
    }


def _reader_settings(busy_timeout: float) -> dict[str, str | int]:
    return _settings(busy_timeout) | {"query_only": 1, "wal_autocheckpoint": 0}


_SPELLING: Final = {"secure_delete": "FAST"}


def _apply(db: sqlite3.Connection, path: Path, settings: Mapping[str, str | int]) -> None:
    for name, wanted in settings.items():
        db.execute(f"PRAGMA {name} = {_SPELLING.get(name, wanted)}").fetchall()
        row = db.execute(f"PRAGMA {name}").fetchone()
        # A build of SQLite without memory mapping answers with no row.
        found = row[0] if row is not None else 0
        if found != wanted:
            raise StoreUnusable(path, f"{name} is {found} and not {wanted}")


def _connect(
    path: Path, mode: str, busy_timeout: float, settings: Mapping[str, str | int], kind: type[ConnectionT]
) -> ConnectionT:
    db = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        factory=kind,
        timeout=busy_timeout,
        isolation_level=None,
        cached_statements=_CACHED_STATEMENTS,
    )
    try:
        _apply(db, path, settings)
        teach_words(db)
    except BaseException:
        db.close()
        raise
    return db


def teach_words(db: sqlite3.Connection) -> None:
    """Give the connection the functions by which the schema's triggers keep the index of words."""
    db.create_function("desk_words", 1, split, deterministic=True)
    db.create_function("desk_ticket_words", 3, split_ticket, deterministic=True)


def connect_writer(path: Path, busy_timeout: float = BUSY_TIMEOUT, *, create: bool = False) -> sqlite3.Connection:
    """A plain read-write connection to `path` (absolute); `busy_timeout` in seconds. Makes the file only if told to.

    Raises sqlite3.Error when it cannot be opened, StoreUnusable when a setting does not take.
    """
    settings = _writer_settings(busy_timeout)
    return _connect(path, "rwc" if create else "rw", busy_timeout, settings, sqlite3.Connection)


def connect_reader(path: Path, busy_timeout: float = BUSY_TIMEOUT) -> RememberingConnection:
    """A read-only connection to `path` (absolute), which can run beside a desk that is up. Raises as above."""
    settings = _reader_settings(busy_timeout)
    return _connect(path, "ro", busy_timeout, settings, RememberingConnection)


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Await `work` to its end even when the caller is cancelled meanwhile; the cancellation is raised afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
        except BaseException:  # noqa: BLE001 -- it stays in the task, and result() below raises it
            break
    if cancelled is not None:
        task.exception()
        raise cancelled
    return task.result()


class Connection:
    """One SQLite connection on a thread of its own, driven by whole functions."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        """`connector` makes the connection; it is called on the thread."""
        self._connector = connector
        self._raw: sqlite3.Connection | None = None
        self._driver = aiosqlite.Connection(self._remember, iter_chunk_size=1)

    def _remember(self) -> sqlite3.Connection:
        self._raw = self._connector()
        return self._raw

    async def open(self) -> None:
        """Start the thread and connect; raises what the connector raised, and then the thread has ended."""
        self._driver = await self._driver

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` whole on the connection's thread, in one hop, and hand back what it returned or raised.

        A cancelled caller does not stop `work`. Raises ValueError on a closed connection.
        """

        def job() -> tuple[T, None] | tuple[None, BaseException]:
            # An exception goes back as a value: a StopIteration set on the driver's future would hang the caller.
            raw = self._raw
            if raw is None:
                return None, ValueError("connection is not open")
            try:
                return work(raw), None
            except BaseException as error:  # noqa: BLE001 -- raised again below, on the caller's side
                return None, error

        value, error = await self._driver._execute(job)  # type: ignore[no-untyped-call]  # aiosqlite leaves it untyped
        if error is not None:
            raise error
        result: T = value
        return result

    async def close(self) -> None:
        """Finish what is queued, close, and end the thread. Closing twice is harmless."""
        await finish(self._driver.close())


async def _opened(connector: Callable[[], sqlite3.Connection]) -> Connection:
    connection = Connection(connector)
    try:
        await finish(connection.open())
    except asyncio.CancelledError:
        await connection.close()
        raise
    return connection


async def open_writer(path: Path, busy_timeout: float = BUSY_TIMEOUT) -> Connection:
    """Open the one connection that writes. `path` is absolute and exists; `busy_timeout` in seconds.

    Raises sqlite3.Error when it cannot be opened, StoreUnusable when a setting does not take.
    """
    return await _opened(lambda: connect_writer(path, busy_timeout))


async def open_reader(path: Path, busy_timeout: float = BUSY_TIMEOUT) -> Connection:
    """Open a connection that can neither write nor checkpoint. Arguments and errors as `open_writer`."""
    return await _opened(lambda: connect_reader(path, busy_timeout))
