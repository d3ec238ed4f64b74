"""Copies of the store, made while it is in use: whole, checked, and only then given their name."""

import os
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from desk.faultpoint import faultpoint
from storage.connection import connect_reader
from storage.errors import CopyFailed, StoreDamaged

_PAGES_A_STEP: Final = 1024
_OF_STORE: Final = ("", "-wal", "-shm", ".lock", ".id")


def back_up(path: Path, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Copy the store at `path` to the file `target`, which appears when the copy is checked and on disk, or never.

    Runs on a read-only connection of its own, also beside a desk that is up. A file of that name is replaced.
    `progress` hears of pages done and pages in all. Raises StoreDamaged when the copy does not pass SQLite's
    integrity check, CopyFailed when there is no room or no right to write, and what `progress` raised.
    """
    path, target = path.resolve(), target.resolve()
    spare_store(path, target)
    with appearing_whole(path, target) as partial:
        copy_whole(path, partial, progress)
        sync(partial)
        faultpoint("backup.before_rename")


@contextmanager
def appearing_whole(path: Path, target: Path) -> Iterator[Path]:
    """The file to write, and to sync, what is read from the store at `path`; at the end it is `target`, or is gone.

    Raises CopyFailed for what the disk or the store refuses.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        yield partial
        partial.replace(target)
        sync(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise CopyFailed(path, target, getattr(error, "strerror", None) or str(error)) from error
    finally:
        remove(partial)


def spare_store(path: Path, target: Path) -> None:
    """Raise CopyFailed where `target` is a file of the store at `path`, which nothing is to be written over."""
    if is_of_store(path, target):
        raise CopyFailed(path, target, "it is a file of the store itself")


def is_of_store(path: Path, file: Path) -> bool:
    """Whether `file` belongs to the store at `path`; both are resolved."""
    return file.name.removeprefix(path.name) in _OF_STORE and file.parent == path.parent


def is_plain(file: Path) -> bool:
    """Whether it is a file with bytes, and not a folder, nor a pipe or device that may never end. Raises OSError."""
    return stat.S_ISREG(file.stat().st_mode)


def remove(partial: Path) -> None:
    """Take away what there is of a copy that was not finished."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        # A folder that takes no file holds no remains either.
        with suppress(OSError):
            partial.with_name(partial.name + suffix).unlink()


def make_private(partial: Path) -> None:
    """Make the empty file `partial` for what members wrote: nobody else on the machine is to read it. Raises OSError.

    In a folder where others may write, one of that name may be theirs, or lead to a file that is none of ours.
    """
    remove(partial)
    os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def copy_whole(path: Path, partial: Path, progress: Callable[[int, int], None] | None) -> None:
    """Copy the store at `path`, as it is at one moment, to the file `partial`, and check that.

    Raises StoreDamaged for a copy that does not pass, OSError and sqlite3.Error; what was made stays.
    """
    make_private(partial)
    with closing(connect_reader(path)) as source, closing(sqlite3.connect(partial, isolation_level=None)) as copy:
        # One snapshot for all steps: else each commit meanwhile would start the copy over.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        _steps(source, copy, progress)
        source.execute("ROLLBACK")
        # One file, without a log beside it, that can be carried about.
        copy.execute("PRAGMA journal_mode = delete").fetchall()
        found = [row[0] for row in copy.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise StoreDamaged(path, str(found[0]))


def _steps(source: sqlite3.Connection, copy: sqlite3.Connection, progress: Callable[[int, int], None] | None) -> None:
    def step(_status: int, remaining: int, total: int) -> None:
        faultpoint("backup.step")
        if progress is not None:
            progress(total - remaining, total)

    source.backup(copy, pages=_PAGES_A_STEP, progress=step)


def sync(path: Path) -> None:
    """Have the file or folder `path` on disk before going on. Never for the database file of an open store."""
    if sys.platform == "win32" and path.is_dir():
        # Windows opens no folder.
        return
    descriptor = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
