"""Where commands find a store that is there already; only `run` and `demo` make one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import environment
from bot.errors import BackupExists, CutShort, MustBeStopped, NoStore
from storage.backup import is_plain
from storage.errors import CopyFailed, StoreLocked, StoreMissing, StoreUnusable
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


def file_for(database: Path, dest: Path, name: str, *, replace: bool) -> Path:
    """The file to write: `dest`, or one of that name in the folder `dest`. Raises BackupExists, CopyFailed."""
    try:
        target = dest / name if dest.is_dir() else dest
        if target.exists():
            if not replace:
                raise BackupExists(target)
            if not is_plain(target):
                raise CopyFailed(database, target, "it is no file that could be replaced")
    except OSError as error:
        raise CopyFailed(database, dest, error.strerror or str(error)) from error
    return target


@contextmanager
def holding_store(database: Path) -> Iterator[None]:
    """Keep every desk out of the store at `database` (resolved), which need not be there.

    Raises MustBeStopped, CutShort, StoreUnusable.
    """
    try:
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnusable(database, str(error)) from error
    try:
        with ProcessLock(database):
            give_to_owner(lock_path(database))
            finish(database)
            yield
    except KeyboardInterrupt as stopped:
        raise CutShort(database) from stopped
    except StoreLocked as locked:
        raise MustBeStopped(locked.pid) from locked
