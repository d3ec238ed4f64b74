"""Stores in memory for tests: the schema is made once, and each test gets a copy of its own."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from storage.connection import teach_words
from storage.migrations import known_migrations, migrate


@cache
def _template() -> bytes:
    with closing(_connect()) as db:
        migrate(db, Path(":memory:"), known_migrations())
        return db.serialize()


def fresh() -> sqlite3.Connection:
    """An empty store, to be closed by who asked for it."""
    db = _connect()
    db.deserialize(_template())
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _connect() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    teach_words(db)
    return db
