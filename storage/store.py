"""The store as doors and use cases see it: whole functions of one transaction, written or read, and their answers."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar

from storage.backup import back_up
from storage.connection import BUSY_TIMEOUT, Connection, finish, open_reader, open_writer
from storage.errors import StoreUnusable
from storage.lock import ProcessLock
from storage.migrations import Migration, known_migrations
from storage.preparation import prepare
from storage.readers import QUICK_SECONDS, Reader
from storage.worker import Watch, unwatched
from storage.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")
TxT = TypeVar("TxT")


class SqliteStore(Generic[TxT]):
    """One writer and two readers over one file. Made by `open_store`."""

    def __init__(self, path: Path, writer: Writer[TxT], quick: Reader[TxT], long: Reader[TxT]) -> None:
        """`path` is the database file, symbolic links resolved."""
        self.path = path
        self._writer = writer
        self._quick = quick
        self._long = long

    def write(self, use_case: Callable[Concatenate[TxT, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run `use_case(tx, …)` in a transaction and answer when the disk has it.

        It can be run twice when another of its group ended the transaction, so it changes nothing but `tx`. Raises
        what it raised, and StoreBusy, StoreFull, StoreFailed, OutcomeUnknown, StoreClosed.
        """
        return self._writer.submit(lambda tx: use_case(tx, *args, **kwargs))

    def read(self, use_case: Callable[Concatenate[TxT, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """Run `use_case(tx, …)` on one snapshot, for those who wait while they type: StoreBusy after two seconds."""
        return self._quick.submit(lambda tx: use_case(tx, *args, **kwargs))

    def read_long(
        self, use_case: Callable[Concatenate[TxT, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """Run `use_case(tx, …)` on one snapshot, for as long as it takes, in the way of no quick reader."""
        return self._long.submit(lambda tx: use_case(tx, *args, **kwargs))

    async def back_up(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """See storage.backup; `progress` is called on another thread."""
        await finish(asyncio.to_thread(back_up, self.path, target, progress))

    @property
    def failed(self) -> bool:
        """Whether the outcome of a commit is unknown: nothing more is written, and the process is to end."""
        return self._writer.failed

    def abandon(self) -> None:
        """Take no more work and answer all that waits with StoreClosed, as an end without warning would."""
        for worker in (self._writer, self._quick, self._long):
            worker.abandon()

    async def drain(self) -> None:
        """Take no more work, and return when all that waits is answered."""
        for worker in (self._writer, self._quick, self._long):
            await worker.close()


@asynccontextmanager
async def open_store(  # noqa: PLR0913 -- four hooks and three settings, each with a default
    path: Path,
    make_tx: Callable[[sqlite3.Connection], TxT],
    *,
    after_commit: Callable[[sqlite3.Connection, Sequence[TxT]], None] = lambda _db, _txs: None,
    on_commit: Callable[[], None] = lambda: None,
    on_fatal: Callable[[BaseException], None] = lambda _error: None,
    steps: Sequence[Migration] | None = None,
    busy_timeout: float = BUSY_TIMEOUT,
    quick_seconds: float = QUICK_SECONDS,
    watch: Watch = unwatched,
) -> AsyncIterator[SqliteStore[TxT]]:
    """Lock, check, upgrade and open the store at `path`; the folder exists. At the end all that waits is answered.

    `make_tx` wraps a connection for one job; for the hooks see Writer and Worker. `steps` are the migrations, by
    default all; times are in seconds. Raises StoreStartError.
    """
    path = await asyncio.to_thread(path.resolve)
    steps = known_migrations() if steps is None else steps
    async with AsyncExitStack() as stack:
        stack.enter_context(ProcessLock(path))
        await finish(asyncio.to_thread(prepare, path, steps))
        try:
            writing = await open_writer(path, busy_timeout)
            stack.push_async_callback(writing.close)
            quick = await open_reader(path, busy_timeout)
            stack.push_async_callback(quick.close)
            long = await open_reader(path, busy_timeout)
            stack.push_async_callback(long.close)
        except sqlite3.Error as error:
            raise StoreUnusable(path, str(error)) from error
        writer = Writer(
            writing, make_tx, after_commit=after_commit, on_commit=on_commit, on_fatal=on_fatal, watch=watch
        )
        store = SqliteStore(path, writer, Reader(quick, make_tx, seconds=quick_seconds), Reader(long, make_tx, limit=1))
        stack.push_async_callback(_close_readers_first, store, writing, (quick, long))
        yield store


async def _close_readers_first(store: SqliteStore[TxT], writing: Connection, reading: Sequence[Connection]) -> None:
    await store.drain()
    if store.failed:
        # Closed before the readers it is not the last connection, and so moves nothing of a log that nobody can judge.
        await writing.close()
        return
    for connection in reading:
        await connection.close()
    await writing.run(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
