"""Numbered SQL files that lead from any older version of the store to this one, each whole or not at all.

A file is `schema/NNNN_name.sql`, numbered from 0001 without a gap, and holds statements only: the transaction around
them, the version and the switch of foreign keys are set here. There is no way back but the copy made before.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk.faultpoint import faultpoint
from storage.errors import MigrationFailed, StoreUnusable
from storage.failures import as_told

APPLICATION_ID: Final = 0x4445534B
"""DESK in the header of the file."""

_FOLDER: Final = Path(__file__).parent / "schema"
_NAME: Final = re.compile(r"(\d{4})_\w+\.sql")


@dataclass(frozen=True)
class Migration:
    """One step, to version `number`."""

    number: int
    sql: str


def known_migrations(folder: Path = _FOLDER) -> tuple[Migration, ...]:
    """All steps in their order. Raises ValueError on a name or a number that is out of line."""
    steps = []
    for number, path in enumerate(sorted(folder.glob("*.sql")), start=1):
        match = _NAME.fullmatch(path.name)
        if match is None or int(match[1]) != number:
            raise ValueError(path.name)
        steps.append(Migration(number, path.read_text(encoding="utf-8")))
    return tuple(steps)


def version_of(db: sqlite3.Connection) -> int:
    """The number of the last step that was done."""
    number: int = db.execute("PRAGMA user_version").fetchone()[0]
    return number


def migrate(db: sqlite3.Connection, path: Path, steps: Sequence[Migration]) -> None:
    """Do the steps that `db`, the database at `path`, has not seen.

    Raises MigrationFailed for the step that was refused and StoreUnusable when the disk or another program stands in
    the way; that step has then left nothing behind, and those before it stay.
    """
    # Inside a transaction this switch does nothing; and a table that is rebuilt is for a moment not there.
    db.execute("PRAGMA foreign_keys = OFF")
    try:
        for step in steps[version_of(db) :]:
            _step(db, path, step)
    finally:
        db.execute("PRAGMA foreign_keys = ON")


def _step(db: sqlite3.Connection, path: Path, step: Migration) -> None:
    try:
        db.execute("BEGIN IMMEDIATE")
        for statement in statements(step.sql):
            db.execute(statement)
            faultpoint("migration.after_statement")
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {step.number}")
        orphan = db.execute("PRAGMA foreign_key_check").fetchone()
        if orphan is not None:
            raise MigrationFailed(path, step.number, f"row {orphan[1]} of {orphan[0]} refers to no row of {orphan[2]}")
        faultpoint("migration.before_commit")
        db.execute("COMMIT")
        faultpoint("migration.after_commit")
    except sqlite3.Error as error:
        if as_told(error) is not error:
            raise StoreUnusable(path, str(error)) from error
        raise MigrationFailed(path, step.number, str(error)) from error
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def statements(sql: str) -> Iterator[str]:
    """The statements of a script one by one; a trigger with the statements in it is one."""
    *parts, rest = sql.split(";")
    statement = ""
    for part in parts:
        statement += part + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    # White space or a comment, or else a statement cut short, which SQLite refuses.
    if (statement + rest).strip():
        yield statement + rest
