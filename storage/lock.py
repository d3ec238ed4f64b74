"""One process a store: a lock on a file beside the database, never on the database itself.

It is held by an open file and so ends with the process, however that ends. The file stays; it is not the lock.
"""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from storage.errors import StoreLocked, StoreUnusable

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        # A byte far behind the pid, since Windows lets nobody read a locked one.
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def lock_path(path: Path) -> Path:
    """The lock's file for the database `path` (resolved, so that every way to the file leads to one lock)."""
    return path.with_name(path.name + ".lock")


class ProcessLock:
    """Held from `acquire` to `release`."""

    def __init__(self, path: Path) -> None:
        """`path` is the database file, symbolic links resolved."""
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock at once, or raise StoreLocked; StoreUnusable when the folder does not allow it."""
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            descriptor = os.open(lock_path(self._path), flags, 0o600)
        except OSError as error:
            raise StoreUnusable(self._path, str(error)) from error
        try:
            _take(descriptor)
        except (BlockingIOError, PermissionError) as error:
            holder = _pid(descriptor)
            os.close(descriptor)
            raise StoreLocked(self._path, holder) from error
        except OSError as error:
            os.close(descriptor)
            raise StoreUnusable(self._path, str(error)) from error
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Let the next process have the store. Releasing twice is harmless."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _pid(descriptor: int) -> int | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 20).strip()
    return int(text) if text.isdigit() else None
