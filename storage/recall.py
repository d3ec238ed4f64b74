"""What a connection that only reads remembers: what it has read, until somebody commits something.

Programs that poll read the same page again and again, and nearly every request reads the categories, to tell what its
caller sees. SQLite tells by `data_version` whether anything at all was committed since; inside a transaction it tells
it of that transaction's snapshot, so that what is remembered is what would be read. Nothing is decided here: rows are
remembered, under the whole question by which they were found. A connection that writes remembers nothing, and none
does outside a transaction of a reader's.
"""

import sqlite3
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

T = TypeVar("T")

ROWS_AT_MOST: Final = 5_000
"""How many rows are remembered, whatever is in them."""


class RememberingConnection(sqlite3.Connection):
    """A connection through which nothing is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._version: int | None = None
        self._remembered: dict[Hashable, Any] = {}
        self._rows = 0
        self.looking = False

    def begin(self) -> None:
        """Begin a transaction in which what was read is remembered. Raises sqlite3.Error."""
        self.execute("BEGIN")
        [[version]] = self.execute("PRAGMA data_version").fetchall()
        if version != self._version or self._rows >= ROWS_AT_MOST:
            self._version, self._remembered, self._rows = version, {}, 0
        self.looking = True

    def end(self) -> None:
        """End it."""
        self.looking = False
        if self.in_transaction:
            self.execute("ROLLBACK")

    def recall(self, what: Hashable, read: Callable[[], T]) -> T:
        """What `read` gives in this transaction."""
        if what in self._remembered:
            known: T = self._remembered[what]
            return known
        found = read()
        # A transcript reads all that was ever said in a ticket, in one transaction.
        if self._rows < ROWS_AT_MOST:
            self._remembered[what] = found
            # That there is nothing is remembered, too, and takes room.
            self._rows += max(len(found), 1) if isinstance(found, tuple) else 1
        return found


def recalled(db: sqlite3.Connection, what: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives in this transaction: remembered under the name `what`, where nothing can have changed it.

    Whoever is given it does not change it.
    """
    return db.recall(what, read) if isinstance(db, RememberingConnection) and db.looking else read()
