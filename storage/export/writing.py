"""An export written: one snapshot of the store, beside a desk that is up, streamed into a file that appears whole."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from desk.faultpoint import faultpoint
from storage.backup import appearing_whole, make_private, spare_store, sync
from storage.connection import connect_reader
from storage.errors import ServerUnknown, StoreUnusable
from storage.export.manifest import FILES, MANIFEST, Manifest
from storage.export.nouns import NOUNS, Noun
from storage.migrations import known_migrations
from storage.preparation import inspect

_TOLD_EACH: Final = 500
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The same store makes the same bytes."""

Progress = Callable[[int, int], None]


def export(path: Path, target: Path, at: str, server: int | None = None, progress: Progress | None = None) -> Manifest:
    """Write all of one server, or of all, from the store at `path` to the file `target`, which is replaced.

    `at` is the time that the file names; `progress` hears of lines done and in all. Raises ServerUnknown, CopyFailed
    when there is no room or no right to write, what `inspect` raises of a store that cannot be read, StoreUnusable for
    one that is to be upgraded first, and what `progress` raised.
    """
    path, target = path.resolve(), target.resolve()
    spare_store(path, target)
    known = len(known_migrations())
    if (version := inspect(path, known)) != known:
        raise StoreUnusable(path, f"its version is {version} and not {known}; the next start of the desk upgrades it")
    with appearing_whole(path, target) as partial:
        with closing(connect_reader(path)) as db:
            db.execute("BEGIN")
            servers = _servers(db)
            if server is not None and server not in servers:
                raise ServerUnknown(path, server)
            manifest = Manifest(at, servers if server is None else (server,), _counts(db, server), _last_ids(db))
            _write(db, partial, manifest, server, progress or (lambda _done, _all: None))
            db.execute("ROLLBACK")
        sync(partial)
        faultpoint("export.before_rename")
    return manifest


def _write(db: sqlite3.Connection, partial: Path, manifest: Manifest, server: int | None, progress: Progress) -> None:
    make_private(partial)
    with ZipFile(partial, "w") as archive:
        written = _Written(archive, progress, sum(manifest.counts.values()))
        for noun in NOUNS:
            written.lines(noun, _selected(db, noun, server, ", ".join(f"x.{each.column}" for each in noun.columns)))
        for attachment_id in _attachments(db, server):
            written.file(f"{FILES}{attachment_id}", _parts(db, attachment_id))
        # Behind all others: an archive that was cut short has none.
        archive.writestr(_entry(MANIFEST), json.dumps(manifest.as_json(), indent=1) + "\n")


class _Written:
    """What is written into the archive, and how much of it is done."""

    def __init__(self, archive: ZipFile, progress: Progress, total: int) -> None:
        self._archive = archive
        self._progress = progress
        self._total = total
        self._done = 0

    def lines(self, noun: Noun, found: Iterator[Sequence[Any]]) -> None:
        """A file of lines, one for each row."""
        columns = noun.columns
        with self._archive.open(_entry(noun.file), "w", force_zip64=True) as file:
            for row in found:
                line = {
                    each.name: None if value is None else each.kind.write(value)
                    for each, value in zip(columns, row, strict=True)
                }
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                self._done += 1
                if self._done % _TOLD_EACH == 0:
                    self._progress(self._done, self._total)
        self._progress(self._done, self._total)

    def file(self, name: str, parts: Iterator[bytes]) -> None:
        """A file that came with a message."""
        with self._archive.open(_entry(name, ZIP_STORED), "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)


def _entry(name: str, compression: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, _NO_TIME)
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    return entry


def _selected(db: sqlite3.Connection, noun: Noun, server: int | None, what: str) -> Iterator[Sequence[Any]]:
    """Those rows of the noun that belong to the server, in the order of their key, one by one."""
    order = ", ".join(f"x.{column}" for column in noun.order)
    sql = f"SELECT {what} FROM {noun.rows}"
    if server is None:
        return db.execute(f"{sql} ORDER BY {order}")
    return db.execute(f"{sql} AND {noun.server} = ? ORDER BY {order}", (server,))


def _counts(db: sqlite3.Connection, server: int | None) -> dict[str, int]:
    counted = {noun.name: list(_selected(db, noun, server, "count(*)")) for noun in NOUNS}
    return {name: int(row[0]) for name, [row] in counted.items()}


def _servers(db: sqlite3.Connection) -> tuple[int, ...]:
    """Every server of which the store holds anything that is exported."""
    own = " UNION ".join(f"SELECT {each.guild} FROM {each.table}" for each in NOUNS if each.guild is not None)
    return tuple(int(row[0]) for row in db.execute(f"SELECT * FROM ({own}) ORDER BY 1").fetchall())


def _last_ids(db: sqlite3.Connection) -> dict[str, int]:
    """The last number that was given to a row of each noun that counts them; one that is deleted is not given again."""
    given = dict(db.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    return {noun.name: given[noun.table] for noun in NOUNS if noun.table in given}


def _attachments(db: sqlite3.Connection, server: int | None) -> list[int]:
    noun = next(each for each in NOUNS if each.table == "attachment")
    return [row[0] for row in _selected(db, noun, server, "x.id")]


def _parts(db: sqlite3.Connection, attachment_id: int) -> Iterator[bytes]:
    sql = "SELECT bytes FROM attachment_part WHERE attachment_id = ? ORDER BY place"
    return (bytes(row[0]) for row in db.execute(sql, (attachment_id,)))
