"""The manifest of an export: what it is, of when, and how much stands in it."""

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from storage.backup import is_plain
from storage.errors import ImportRefused
from storage.export.kinds import ID, NUMBER, TIME, BadValue
from storage.export.nouns import NOUNS

FORMAT: Final = "support desk"
FORMAT_VERSION: Final = 1
MANIFEST: Final = "manifest.json"
FILES: Final = "files/"
"""What the names of attachments begin with in the archive."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """When it was made, of which servers, how many lines each noun has, and the last id given to a row of each.

    An id that was given and whose row is deleted is not to be given again.
    """

    made_at: str
    servers: tuple[int, ...]
    counts: Mapping[str, int]
    last_ids: Mapping[str, int]

    def as_json(self) -> dict[str, object]:
        """As it stands in the archive."""
        return {
            "format": FORMAT,
            "formatVersion": FORMAT_VERSION,
            "madeAt": self.made_at,
            "servers": [str(each) for each in self.servers],
            "counts": dict(self.counts),
            "lastIds": dict(self.last_ids),
        }


_AT_MOST: Final = 16 * 2**20
"""Bytes of a manifest that are read."""

_ENCRYPTED: Final = 1
_PACKED: Final = (ZIP_STORED, ZIP_DEFLATED)
_NOT_WHOLE: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What comes of an archive that is damaged or is packed in a way that Python does not know."""


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """The archive at `path`. Raises ImportRefused, also for what turns out to be damaged while it is read."""
    try:
        if not is_plain(path):
            raise ImportRefused(path, "no_file")
        archive = ZipFile(path)
    except FileNotFoundError as error:
        raise ImportRefused(path, "missing") from error
    except OSError as error:
        raise ImportRefused(path, "unreadable", error.strerror or str(error)) from error
    except (*_NOT_WHOLE, ValueError) as error:
        raise ImportRefused(path, "damaged", str(error)) from error
    with archive:
        if any(each.flag_bits & _ENCRYPTED or each.compress_type not in _PACKED for each in archive.infolist()):
            raise ImportRefused(path, "damaged", "it is encrypted or packed in another way than an export is")
        if len(archive.NameToInfo) < len(archive.infolist()):
            # Other programs would read the other one of the two.
            raise ImportRefused(path, "damaged", "a file is in it twice")
        try:
            yield archive
        except _NOT_WHOLE as error:
            raise ImportRefused(path, "damaged", str(error)) from error
        except OSError as error:
            # A disk that fails, or an archive that says of a file in it that it begins before its own beginning.
            raise ImportRefused(path, "unreadable", error.strerror or str(error)) from error


def manifest_of(archive: ZipFile, path: Path) -> Manifest:
    """What the archive, the file at `path`, says of itself. Raises ImportRefused."""
    names = frozenset(archive.namelist())
    if MANIFEST not in names:
        raise ImportRefused(path, "no_export")
    with archive.open(MANIFEST) as file:
        text = file.read(_AT_MOST)
    try:
        said = json.loads(text)
        if said["format"] != FORMAT:
            raise ImportRefused(path, "no_export")
        if said["formatVersion"] != FORMAT_VERSION:
            raise ImportRefused(path, "newer", repr(said["formatVersion"])[:60])
        manifest = _manifest(said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, BadValue) as error:
        raise ImportRefused(path, "bad_manifest") from error
    lacking = [noun.file for noun in NOUNS if noun.file not in names]
    if lacking:
        raise ImportRefused(path, "lacking", lacking[0])
    return manifest


def _manifest(said: Mapping[str, Any]) -> Manifest:
    made_at = TIME.read(said["madeAt"])
    servers = tuple(int(str(ID.read(each))) for each in said["servers"])
    counts = {noun.name: _number(said["counts"][noun.name]) for noun in NOUNS}
    known = {noun.name for noun in NOUNS}
    last_ids = {name: _number(last) for name, last in said["lastIds"].items() if name in known}
    return Manifest(str(made_at), servers, counts, last_ids)


def _number(value: object) -> int:
    return int(str(NUMBER.read(value)))
