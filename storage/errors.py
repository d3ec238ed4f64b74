"""Why a store cannot be opened; told at the start, in words of the command line's own.

StoreStartError
├── StoreLocked       another process has this store open
├── StoreMissing      a desk was kept here and its database is gone
├── StoreDamaged      the database is cut short or malformed
├── StoreNotOurs      the file is another program's database
├── StoreNewer        a newer version of the desk wrote it
├── StoreUnusable     the folder or the disk does not let the store work
├── CopyFailed        no copy of the store could be made
├── BackupRefused     the file that is to be restored is no backup that can take the store's place
├── ImportRefused     the file that is to be imported is no whole export, or this store cannot take it
├── ServerUnknown     the store holds nothing of that server
├── RestoreUnfinished a restore was cut short, and the next start ends it
└── MigrationFailed   one step of the upgrade was refused; the store is as it was before that step
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class StoreStartError(Exception):
    """The root; `path` is the database file, symbolic links resolved."""

    path: Path


@dataclass(eq=False)
class StoreLocked(StoreStartError):
    """`pid` is the process that holds the store, or None when it did not say."""

    pid: int | None


@dataclass(eq=False)
class StoreMissing(StoreStartError):
    """`marker` is the file that says a desk was kept here; without it the next start makes a new desk."""

    marker: Path


@dataclass(eq=False)
class StoreDamaged(StoreStartError):
    """`detail` is what SQLite found. A failing disk can look the same for a while: nothing is repaired or deleted."""

    detail: str


@dataclass(eq=False)
class StoreNotOurs(StoreStartError):
    """`application_id` is the number in the file's header; ours is another."""

    application_id: int


@dataclass(eq=False)
class StoreNewer(StoreStartError):
    """`found` is the version of the file, `known` the newest that this program can read."""

    found: int
    known: int


@dataclass(eq=False)
class StoreUnusable(StoreStartError):
    """`detail` is what the system or SQLite said: no right to write, no room, a file system without locks."""

    detail: str


@dataclass(eq=False)
class CopyFailed(StoreStartError):
    """`target` is the file that the copy should have become; `detail` is what the system or SQLite said."""

    target: Path
    detail: str


@dataclass(eq=False)
class BackupRefused(StoreStartError):
    """`path` is the file; `why` is a word of the command line's table, and `detail` more of it."""

    why: str
    detail: str = ""


@dataclass(eq=False)
class ImportRefused(StoreStartError):
    """`path` is the file; `why` is a word of the command line's table, and `detail` what it is about.

    `place` is the file in the archive and `line` the line in it, from 1 on, where it is one line that is refused.
    """

    why: str
    detail: str = ""
    place: str = ""
    line: int = 0


@dataclass(eq=False)
class ServerUnknown(StoreStartError):
    """`server` is the id of the guild."""

    server: int


class RestoreUnfinished(StoreStartError):
    """Which of two files is the store is settled by the next start, or by restoring again."""


@dataclass(eq=False)
class MigrationFailed(StoreStartError):
    """`version` is the step that was refused, `detail` what SQLite said of it."""

    version: int
    detail: str
