"""Stores for tests, in memory and on disk: the schema is made once, and each test gets a copy of its own."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.connection import teach_words
from storage.migrations import known_migrations, migrate
from storage.preparation import prepare


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


@cache
def _files() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        prepare(Path(folder) / "desk.db", known_migrations())
        return {each.name: each.read_bytes() for each in Path(folder).iterdir() if each.suffix != ".lock"}


def store_in(folder: Path) -> Path:
    """The path of an empty store in that folder, as its first start leaves it."""
    for name, content in _files().items():
        (folder / name).write_bytes(content)
    return folder / "desk.db"


def _connect() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    teach_words(db)
    return db
