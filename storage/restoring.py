"""A backup put in the place of the store: looked at first, made ready beside it, and only then given its name."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from desk.clock import Clock, rfc3339
from desk.faultpoint import faultpoint
from storage import rows
from storage.backup import copy_whole, is_of_store, is_plain, remove
from storage.carrying import Carried, carry_over
from storage.connection import connect_reader, connect_writer
from storage.errors import (
    BackupRefused,
    CopyFailed,
    StoreDamaged,
    StoreNewer,
    StoreNotOurs,
    StoreUnusable,
)
from storage.migrations import Migration, migrate
from storage.preparation import inspect
from storage.replacing import give_to_owner, kept_path, put_in_place


@dataclass(frozen=True, slots=True)
class Holding:
    """What a store holds: how many tickets of how many guilds, and when anything happened in it last."""

    tickets: int
    guilds: int
    last_at: str | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: where the store is kept that stood there, None if none did, and what was carried over."""

    kept: Path | None
    carried: Carried


def look_at(path: Path) -> Holding | None:
    """What the store at `path` (absolute) holds; None for one that cannot be read."""
    with suppress(sqlite3.Error, StoreUnusable), closing(connect_reader(path)) as db:
        db.execute("BEGIN")
        tickets = rows.one(db, "SELECT coalesce(sum(n), 0) FROM category_count")
        guilds = rows.one(db, "SELECT count(DISTINCT guild_id) FROM category_count WHERE n > 0")
        last = rows.one(db, "SELECT at FROM event ORDER BY seq DESC LIMIT 1")
        if tickets and guilds:
            return Holding(tickets[0], guilds[0], last[0] if last else None)
    return None


def look_at_backup(backup: Path, path: Path, known: int) -> Holding:
    """What the file `backup` holds that is to take the place of the store at `path`. Changes nothing.

    `known` is the newest version that this program can read. Raises BackupRefused.
    """
    if is_of_store(path, backup):
        raise BackupRefused(backup, "itself")
    try:
        if not is_plain(backup):
            raise BackupRefused(backup, "no_file")
    except FileNotFoundError as error:
        raise BackupRefused(backup, "missing") from error
    except OSError as error:
        raise BackupRefused(backup, "unreadable", error.strerror or str(error)) from error
    try:
        version = inspect(backup, known)
    except StoreNewer as error:
        raise BackupRefused(
            backup, "newer", f"its version is {error.found}, and this one knows up to {error.known}"
        ) from error
    except StoreNotOurs as error:
        raise BackupRefused(backup, "foreign") from error
    except StoreDamaged as error:
        raise BackupRefused(backup, "damaged", error.detail) from error
    except StoreUnusable as error:
        raise BackupRefused(backup, "unreadable", error.detail) from error
    held = look_at(backup) if version else None
    if held is None:
        raise BackupRefused(backup, "damaged", "the file is empty")
    return held


def restore(
    backup: Path,
    path: Path,
    steps: Sequence[Migration],
    clock: Clock,
    progress: Callable[[int, int], None] | None = None,
) -> Restored:
    """Put `backup` in the place of the store at `path`, which is kept beside it; both are absolute.

    The caller holds the lock, and has looked at the backup. It is brought up to date by `steps`, and learns from the
    store that it replaces: see `carry_over`. Killed at any point, it leaves the one store or the other, whole.
    `progress` hears of pages done and pages in all. Raises BackupRefused, CopyFailed, MigrationFailed, StoreUnusable.
    """
    made = path.with_name(f".{path.name}.restoring")
    older = path if path.exists() else None
    now = clock()
    try:
        carried = _make(backup, made, older, steps, rfc3339(now), progress)
        give_to_owner(made)
        stamp = _free_stamp(path, f"{now:%Y%m%dT%H%M%SZ}")
        return Restored(put_in_place(path, made, stamp), carried)
    except (OSError, sqlite3.Error) as error:
        raise CopyFailed(backup, path, getattr(error, "strerror", None) or str(error)) from error
    finally:
        remove(made)


def _make(
    backup: Path,
    made: Path,
    older: Path | None,
    steps: Sequence[Migration],
    now: str,
    progress: Callable[[int, int], None] | None,
) -> Carried:
    """Make the file `made` the whole store that the restore ends with."""
    remove(made)
    try:
        copy_whole(backup, made, progress)
    except StoreDamaged as error:
        raise BackupRefused(backup, "damaged", error.detail) from error
    faultpoint("restore.after_copy")
    with closing(connect_writer(made)) as db:
        if (orphan := rows.one(db, "PRAGMA foreign_key_check")) is not None:
            raise BackupRefused(backup, "damaged", f"row {orphan[1]} of {orphan[0]} refers to no row of {orphan[2]}")
        migrate(db, backup, steps)
        carried = carry_over(db, older, now)
        # One file, without a log beside it, that gets its name by one renaming.
        db.execute("PRAGMA journal_mode = delete").fetchall()
    return carried


def _free_stamp(path: Path, stamp: str) -> str:
    """That time, with a number behind it where a store was replaced in the same second."""
    stamps = (stamp if turn == 1 else f"{stamp}-{turn}" for turn in count(1))
    return next(each for each in stamps if not kept_path(path, each).exists())
