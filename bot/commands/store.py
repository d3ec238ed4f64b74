"""Where commands find a store that is there already; only `run` and `demo` make one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import environment
from bot.errors import MustBeStopped, NoStore
from storage.errors import StoreLocked, StoreMissing
from storage.lock import ProcessLock, lock_path
from storage.preparation import marker_path
from storage.replacing import finish, give_to_owner, refuse_begun


def existing_database() -> Path:
    """The file of the store that the settings name. Raises BadSettings, NoStore, StoreMissing, RestoreUnfinished."""
    database = environment.load().database
    refuse_begun(database.resolve())
    if database.exists():
        return database
    marker = marker_path(database)
    raise StoreMissing(database, marker) if marker.exists() else NoStore(database)


@contextmanager
def holding_store(database: Path) -> Iterator[None]:
    """Keep every desk out of the store at `database` (resolved), which need not be there. Raises MustBeStopped."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with ProcessLock(database):
            give_to_owner(lock_path(database))
            finish(database)
            yield
    except StoreLocked as locked:
        raise MustBeStopped(locked.pid) from locked
