"""An export read into a store that has nothing of its servers yet: all of it in one transaction, or nothing.

The ids stay what they were: they stand in the buttons, topics and names that Discord keeps. So a server can only be
read into a store where they are free, which a new one is.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from desk.faultpoint import faultpoint
from desk.filing import PART
from storage import rows
from storage.connection import connect_writer
from storage.errors import CopyFailed, ImportRefused
from storage.export.kinds import BadValue, Stored
from storage.export.manifest import FILES, Manifest, manifest_of, opened
from storage.export.nouns import NOUNS, Noun

_LINE_AT_MOST: Final = 16 * 2**20
_TOLD_EACH: Final = 500

_SERVER_OF: Final = {
    "category": "SELECT guild_id FROM category WHERE id = ?",
    "ticket": "SELECT guild_id FROM ticket WHERE id = ?",
    "event": "SELECT guild_id FROM event WHERE seq = ?",
    "message": "SELECT t.guild_id FROM message AS m JOIN ticket AS t ON t.id = m.ticket_id WHERE m.id = ?",
}

_SEEN: Final = ("seen_role", "seen_member")
"""What a desk writes down of a server as soon as it is there: it gives way to what is imported."""

Progress = Callable[[int, int], None]


def look_at_export(path: Path) -> Manifest:
    """What the file says of itself. Raises ImportRefused."""
    with opened(path) as archive:
        return manifest_of(archive, path)


def import_into(path: Path, file: Path, progress: Progress | None = None) -> Manifest:
    """Read the export `file` into the store at `path`, which is of the newest version; the caller holds the lock.

    Killed at any point, it leaves the store as it was or with all of it. `progress` hears of lines done and in all.
    Raises ImportRefused, with the line at fault, CopyFailed when there is no room, and what `progress` raised.
    """
    try:
        with opened(file) as archive, closing(connect_writer(path)) as db:
            manifest = manifest_of(archive, file)
            db.execute("BEGIN IMMEDIATE")
            _make_way(db, file, manifest)
            _Reading(db, archive, file, manifest, progress or (lambda _done, _all: None)).all()
            faultpoint("import.before_commit")
            db.execute("COMMIT")
            faultpoint("import.after_commit")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except (OSError, sqlite3.Error) as error:
        raise CopyFailed(file, path, getattr(error, "strerror", None) or str(error)) from error
    return manifest


def _make_way(db: sqlite3.Connection, file: Path, manifest: Manifest) -> None:
    """See that there is nothing of these servers. Raises ImportRefused."""
    for server in manifest.servers:
        for noun in NOUNS:
            if noun.guild is None:
                continue
            if noun.table in _SEEN:
                db.execute(f"DELETE FROM {noun.table} WHERE guild_id = ?", (server,))
            elif rows.one(db, f"SELECT 1 FROM {noun.table} WHERE {noun.guild} = ? LIMIT 1", server):
                raise ImportRefused(file, "there", str(server))


class _Refused(Exception):
    """One line is refused: `why`, and what about it."""

    def __init__(self, why: str, detail: str = "") -> None:
        super().__init__(why, detail)
        self.why, self.detail = why, detail


class _Reading:
    """One archive on its way into the transaction of `db`."""

    def __init__(
        self, db: sqlite3.Connection, archive: ZipFile, file: Path, manifest: Manifest, progress: Progress
    ) -> None:
        self._db = db
        self._archive = archive
        self._file = file
        self._manifest = manifest
        self._progress = progress
        self._done = 0

    def all(self) -> None:
        """Read every noun. Raises ImportRefused."""
        for noun in NOUNS:
            self._read(noun)
        servers = ", ".join(map(str, self._manifest.servers))
        self._db.execute(
            "INSERT INTO ticket_tag SELECT DISTINCT t.guild_id, tag.value, t.id"
            f" FROM ticket AS t, json_each(t.tags) AS tag WHERE t.guild_id IN ({servers})"
        )
        for noun in NOUNS:
            if (last := self._manifest.last_ids.get(noun.name)) is not None:
                sql = "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?"
                if self._db.execute(sql, (last, noun.table)).rowcount == 0:
                    self._db.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (noun.table, last))

    def _read(self, noun: Noun) -> None:
        columns = ", ".join(each.column for each in noun.columns)
        sql = f"INSERT INTO {noun.table} ({columns}) VALUES ({', '.join('?' * len(noun.columns))})"
        read = 0
        for text in self._lines(noun):
            read += 1
            try:
                self._insert(noun, sql, _values(noun, text))
            except _Refused as refused:
                raise ImportRefused(self._file, refused.why, refused.detail, noun.file, read) from refused
            self._done += 1
            if self._done % _TOLD_EACH == 0:
                self._progress(self._done, sum(self._manifest.counts.values()))
        if read != self._manifest.counts[noun.name]:
            raise ImportRefused(self._file, "count", f"{read} {self._manifest.counts[noun.name]}", noun.file)

    def _lines(self, noun: Noun) -> Iterator[bytes]:
        with self._archive.open(noun.file) as file:
            while line := file.readline(_LINE_AT_MOST):
                yield line

    def _insert(self, noun: Noun, sql: str, row: Mapping[str, Stored]) -> None:
        self._check_servers(noun, row)
        try:
            self._db.execute(sql, tuple(row.values()))
        except sqlite3.IntegrityError as error:
            raise _Refused(_REFUSALS.get(error.sqlite_errorname, "not_possible"), str(error)) from error
        if noun.table == "attachment":
            self._insert_bytes(int(str(row["id"])), int(str(row["size"])))

    def _check_servers(self, noun: Noun, row: Mapping[str, Stored]) -> None:
        """See that the row, and whatever it refers to, belongs to the servers of the export, and both to one."""
        own = None if noun.guild is None else row[noun.guild]
        if noun.guild is not None and own not in self._manifest.servers:
            raise _Refused("foreign")
        for column, table in (*noun.through[:1], *noun.within):
            if row[column] is None:
                continue
            found = rows.one(self._db, _SERVER_OF[table], row[column])
            if found is None:
                raise _Refused("dangling", column)
            if found[0] not in self._manifest.servers or own not in {None, found[0]}:
                raise _Refused("foreign")

    def _insert_bytes(self, attachment_id: int, size: int) -> None:
        name = f"{FILES}{attachment_id}"
        if name not in self._archive.NameToInfo:
            raise _Refused("no_file", name)
        left, place = size, 0
        with self._archive.open(name) as file:
            # One byte more tells of a file that is larger than it should be.
            while part := file.read(min(PART, left + 1)):
                left -= len(part)
                if left < 0:
                    break
                self._db.execute("INSERT INTO attachment_part VALUES (?, ?, ?)", (attachment_id, place, part))
                place += 1
        if left:
            raise _Refused("file_size", name)


_REFUSALS: Final = {
    "SQLITE_CONSTRAINT_PRIMARYKEY": "taken",
    "SQLITE_CONSTRAINT_ROWID": "taken",
    "SQLITE_CONSTRAINT_UNIQUE": "taken",
    "SQLITE_CONSTRAINT_NOTNULL": "null",
}


def _values(noun: Noun, text: bytes) -> dict[str, Stored]:
    """The row of a line, by column. Raises _Refused."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        raise _Refused("no_json") from None
    if not isinstance(line, dict) or not text.endswith(b"\n"):
        raise _Refused("no_json")
    row: dict[str, Stored] = {}
    for each in noun.columns:
        if each.name not in line:
            raise _Refused("absent", each.name)
        value = line[each.name]
        try:
            row[each.column] = None if value is None else each.kind.read(value)
        except BadValue:
            raise _Refused("no_value", f"{each.name}: {each.kind.takes}") from None
    if len(line) > len(row):
        odd = next(iter(line.keys() - {each.name for each in noun.columns}))
        # A terminal is to print it and not to obey it.
        raise _Refused("unknown", repr(odd)[:60])
    return row
