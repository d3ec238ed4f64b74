"""What happens to a store before it is used: it is looked at untouched, made if it is new, brought up to date if old.

A marker beside the database, `desk.db.id`, says that a desk is kept here. It is written once the first store is whole,
so a database that is missing or empty beside its marker is a loss to be told, and never the start of an empty desk.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from storage.backup import back_up, sync
from storage.connection import connect_reader, connect_writer
from storage.errors import StoreDamaged, StoreMissing, StoreNewer, StoreNotOurs, StoreUnusable
from storage.migrations import APPLICATION_ID, Migration, migrate, version_of
from storage.replacing import finish, refuse_begun

_CHECKED_BYTES: Final = 64 * 1024 * 1024
"""A larger file is not read whole at each start: at 690 MB that took ten seconds."""

_MARKER_TEXT: Final = (
    "A support desk keeps its store here. If the database beside this file is gone, restore a backup of it.\n"
    "Remove this file only to begin again with an empty desk.\n"
)

_DAMAGE: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def marker_path(path: Path) -> Path:
    """The marker's file for the database `path`."""
    return path.with_name(path.name + ".id")


def copy_path(path: Path, version: int) -> Path:
    """Where the copy of a store of `version` is kept before it is upgraded."""
    return path.with_name(f"{path.name}.v{version}")


def inspect(path: Path, known: int) -> int:
    """The version of the store at `path` (resolved), or 0 when a new one is to be made. Changes nothing.

    `known` is the newest version this program can read. Raises StoreMissing, StoreDamaged, StoreNotOurs, StoreNewer,
    StoreUnusable, RestoreUnfinished.
    """
    refuse_begun(path)
    marker = marker_path(path)
    size = _size(path)
    if not size:
        if marker.exists():
            raise StoreMissing(path, marker) if size is None else StoreDamaged(path, "the file is empty")
        if _size(path.with_name(path.name + "-wal")):
            raise StoreDamaged(path, "its log is there and the database is not")
        return 0
    try:
        with closing(connect_reader(path)) as db:
            return _look(db, path, known, size)
    except sqlite3.Error as error:
        if error.sqlite_errorcode & 0xFF in _DAMAGE:
            raise StoreDamaged(path, str(error)) from error
        raise StoreUnusable(path, str(error)) from error


def refused(path: Path) -> int:
    """How many events Discord refused for good, read without changing the store; 0 for one that cannot be read."""
    with suppress(sqlite3.Error), closing(connect_reader(path)) as db:
        return int(db.execute("SELECT count(*) FROM outbox WHERE state = 'parked'").fetchone()[0])
    return 0


def prepare(path: Path, steps: Sequence[Migration]) -> None:
    """Make `path` (resolved) a store of the newest version. The caller holds the process lock.

    A restore that did not come to its end is finished. An older store is first copied to `copy_path`. Raises what
    `inspect`, `back_up` and `migrate` raise.
    """
    finish(path)
    version = inspect(path, len(steps))
    if 0 < version < len(steps):
        back_up(path, copy_path(path, version))
    if version == 0 and not path.exists():
        # Only the desk's own user may read it. No connection to it is open here, so none loses its locks.
        path.touch(mode=0o600)
    try:
        with closing(connect_writer(path)) as db:
            migrate(db, path, steps)
    except sqlite3.Error as error:
        raise StoreUnusable(path, str(error)) from error
    if not marker_path(path).exists():
        _mark(path)


def _size(path: Path) -> int | None:
    return path.stat().st_size if path.exists() else None


def _look(db: sqlite3.Connection, path: Path, known: int, size: int) -> int:
    application_id = db.execute("PRAGMA application_id").fetchone()[0]
    version = version_of(db)
    if application_id == 0 and version == 0 and db.execute("SELECT 1 FROM sqlite_schema").fetchone() is None:
        if marker_path(path).exists():
            raise StoreDamaged(path, "the file holds no table")
        # A first start that was killed before its first step was whole.
        return 0
    if application_id != APPLICATION_ID:
        raise StoreNotOurs(path, application_id)
    if version > known:
        raise StoreNewer(path, version, known)
    if size < _CHECKED_BYTES:
        found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreDamaged(path, found)
    return version


def _mark(path: Path) -> None:
    marker = marker_path(path)
    try:
        marker.write_text(_MARKER_TEXT, encoding="utf-8")
        sync(marker)
        sync(marker.parent)
    except OSError as error:
        raise StoreUnusable(path, str(error)) from error
