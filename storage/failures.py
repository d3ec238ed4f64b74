"""What SQLite's errors mean to the desk: one table from result codes to the error tree."""

import sqlite3
from typing import Final

from desk.errors import DeskError, StoreBusy, StoreFailed, StoreFull

_MEANING: Final[dict[int, type[DeskError]]] = {
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_INTERRUPT: StoreBusy,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreFailed,
    sqlite3.SQLITE_READONLY: StoreFailed,
    sqlite3.SQLITE_CANTOPEN: StoreFailed,
    sqlite3.SQLITE_PROTOCOL: StoreFailed,
    sqlite3.SQLITE_CORRUPT: StoreFailed,
    sqlite3.SQLITE_NOTADB: StoreFailed,
}


def primary_code(error: BaseException | None) -> int | None:
    """The primary SQLite result code behind `error`, or None when SQLite gave none."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def as_told(error: BaseException) -> BaseException:
    """The error a caller is to see for `error`: the desk's own where SQLite's has a meaning, else `error` itself.

    A StopIteration cannot be set on a future, so it comes back as a RuntimeError that names it as its cause.
    """
    meaning = _MEANING.get(primary_code(error) or sqlite3.SQLITE_OK)
    if meaning is not None:
        told: BaseException = meaning()
    elif isinstance(error, StopIteration):
        told = RuntimeError("StopIteration left the work")
    else:
        return error
    told.__cause__ = error
    return told
