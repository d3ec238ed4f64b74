"""What a connection that only reads remembers: what it has read, until somebody commits something.

Programs that poll read the same page again and again, and nearly every request reads the categories, to tell what its
caller sees. SQLite tells by `data_version` whether anything at all was committed since; inside a transaction it tells
it of that transaction's snapshot, so that what is remembered is what would be read. Nothing is decided here: rows are
remembered, under the whole question by which they were found. A connection that writes remembers nothing.
"""

import sqlite3
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

REMEMBERED_AT_MOST: Final = 64
"""Answers, of a hundred rows each at most."""


class RememberingConnection(sqlite3.Connection):
    """A connection through which nothing is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._version: int | None = None
        self._remembered: dict[Hashable, Any] = {}

    def recall(self, what: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives in this transaction."""
        [[version]] = self.execute("PRAGMA data_version").fetchall()
        if version != self._version or len(self._remembered) >= REMEMBERED_AT_MOST:
            self._version, self._remembered = version, {}
        if what not in self._remembered:
            self._remembered[what] = read()
        found: T = self._remembered[what]
        return found


def recalled(db: sqlite3.Connection, what: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives in this transaction: remembered under the name `what`, where nothing can have changed it.

    Whoever is given it does not change it.
    """
    return db.recall(what, read) if isinstance(db, RememberingConnection) and db.in_transaction else read()
