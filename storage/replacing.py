"""One store put in the place of another, so that after an end at any moment the next start finds one of them whole.

A store that is to take the place lies beside it as `desk.db.restored-TIME`. Under that name it is whole and on disk,
and from then on it is the store: whoever opens it next finishes what is left, which is renaming files. The one that
stood there is kept as `desk.db.replaced-TIME`, with the log that belongs to it.
"""

import os
from contextlib import suppress
from pathlib import Path

from desk.faultpoint import faultpoint
from storage.backup import sync
from storage.errors import RestoreUnfinished, StoreUnusable

_READY = ".restored-"
_KEPT = ".replaced-"


def kept_path(path: Path, stamp: str) -> Path:
    """Where the store at `path` is kept that was replaced at the time `stamp`."""
    return path.with_name(f"{path.name}{_KEPT}{stamp}")


def begun(path: Path) -> Path | None:
    """The store that is to take the place of `path`, when whoever put it there did not come to an end."""
    return next(iter(sorted(path.parent.glob(f"{path.name}{_READY}*"))), None)


def refuse_begun(path: Path) -> None:
    """Raise RestoreUnfinished while two stores claim the place of `path`; a start settles it."""
    if begun(path) is not None:
        raise RestoreUnfinished(path)


def put_in_place(path: Path, made: Path, stamp: str) -> Path | None:
    """Make the file `made`, a whole store in one file, the store at `path`; returns where the older one is kept.

    The caller holds the lock, and nobody in this process has either open. Raises OSError.
    """
    sync(made)
    faultpoint("restore.before_ready")
    made.rename(path.with_name(f"{path.name}{_READY}{stamp}"))
    sync(path.parent)
    faultpoint("restore.after_ready")
    finish(path)
    kept = kept_path(path, stamp)
    return kept if kept.exists() else None


def finish(path: Path) -> None:
    """Put a store that is ready in the place of `path`. The caller holds the lock. Raises StoreUnusable."""
    ready = begun(path)
    if ready is None:
        return
    kept = kept_path(path, ready.name.removeprefix(path.name + _READY))
    try:
        _move_aside(path, kept)
        sync(path.parent)
        faultpoint("restore.after_aside")
        ready.rename(path)
        sync(path.parent)
        faultpoint("restore.after_all")
    except OSError as error:
        raise StoreUnusable(path, str(error)) from error


def _move_aside(path: Path, kept: Path) -> None:
    """The database first: without it nobody takes what is left for a store."""
    if path.exists():
        path.rename(kept)
    faultpoint("restore.between_files")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        log.rename(kept.with_name(kept.name + "-wal"))
    for suffix in ("-wal", "-shm"):
        # An empty log and the index of a log, which SQLite makes anew.
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def give_to_owner(file: Path) -> None:
    """Have `file` belong to whom its folder belongs to: root may restore what another user serves."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        owner = file.parent.stat()
        with suppress(FileNotFoundError):
            os.chown(file, owner.st_uid, owner.st_gid)
