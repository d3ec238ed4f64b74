"""The desk's store as the process opens it: the engine, the SQL, and keys and grants held in memory."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from desk.actor import Identities
from desk.filing import FILES_ROOM, Room
from desk.store import Tx
from storage.connection import BUSY_TIMEOUT
from storage.identities import load_identities
from storage.store import SqliteStore, open_store
from storage.tx import SqlTx
from storage.worker import Watch, unwatched

P = ParamSpec("P")
T = TypeVar("T")


class _Memory:
    """Keys and grants as of the last commit, and who wants to hear of commits."""

    def __init__(self) -> None:
        self.identities = Identities()
        self.listeners: list[Callable[[], None]] = []
        self._changes = 0
        self._news = False

    def after_commit(self, db: sqlite3.Connection, committed: Sequence[SqlTx]) -> None:
        """On the writer's thread, before anybody is answered: a key revoked counts from the very next request."""
        if any(tx.identities_changed for tx in committed):
            self.identities = load_identities(db)
        # Counted too are rows of jobs that were rolled back: then somebody is woken for nothing.
        changed, self._changes = db.total_changes - self._changes, db.total_changes
        # A group that was lost is committed job by job, and its last job may have no news.
        self._news |= changed > sum(tx.marked for tx in committed)

    def on_commit(self) -> None:
        """On the event loop, once for each group of commits."""
        if not self._news:
            return
        self._news = False
        for listener in tuple(self.listeners):
            listener()


class DeskStore:
    """See desk.store.Store. Made by `open_desk`."""

    def __init__(self, engine: SqliteStore[SqlTx], memory: _Memory) -> None:
        self._engine = engine
        self._memory = memory

    @property
    def path(self) -> Path:
        """The database file, symbolic links resolved."""
        return self._engine.path

    @property
    def failed(self) -> bool:
        """Whether the outcome of a commit is unknown: nothing more is written, and the process is to end."""
        return self._engine.failed

    @property
    def identities(self) -> Identities:
        """See desk.store.Store."""
        return self._memory.identities

    def write(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """See desk.store.Store."""
        return self._engine.write(use_case, *args, **kwargs)

    def read(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """See desk.store.Store."""
        return self._engine.read(use_case, *args, **kwargs)

    def read_long(
        self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """See desk.store.Store."""
        return self._engine.read_long(use_case, *args, **kwargs)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """See desk.store.LiveStore."""
        self._memory.listeners.append(listener)
        return lambda: self._memory.listeners.remove(listener)

    def abandon(self) -> None:
        """Take no more work, as an end without warning would; for fault tests."""
        self._engine.abandon()


@asynccontextmanager
async def open_desk(
    path: Path,
    *,
    on_fatal: Callable[[BaseException], None] = lambda _error: None,
    busy_timeout: float = BUSY_TIMEOUT,
    watch: Watch = unwatched,
    files_room: Room = FILES_ROOM,
) -> AsyncIterator[DeskStore]:
    """Open, or make, the desk's store at `path`, with that room for files; see open_store. Raises StoreStartError."""
    memory = _Memory()
    async with open_store(
        path,
        partial(SqlTx, files_room=files_room),
        after_commit=memory.after_commit,
        on_commit=memory.on_commit,
        on_fatal=on_fatal,
        busy_timeout=busy_timeout,
        watch=watch,
    ) as engine:
        memory.identities = await engine.read(_identities)
        yield DeskStore(engine, memory)


def _identities(tx: SqlTx) -> Identities:
    return tx.load_identities()
