"""What `check` looks at: each finding says what was seen and, where something is wrong, what to do about it."""

import contextlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from storage import driver
from storage.migrations import known_migrations
from storage.preparation import inspect, refused

CLOCK_SECONDS: Final = 5
"""How far a clock may be from Discord's before it is told: an answer takes a second or two to arrive."""

_MIB: Final = 1024 * 1024
_ROOM_NEEDED: Final = 100 * _MIB
_ROOM_WISHED: Final = 1024 * _MIB
_MOUNTS: Final = Path("/proc/self/mountinfo")
_REMOTE: Final = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.s3fs",
    "ceph",
    "glusterfs",
    "afs",
    "lustre",
)


class Verdict(StrEnum):
    """How a finding is to be taken."""

    GOOD = "ok"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at and `seen`; `remedy` is what to do, empty when nothing is to be done."""

    verdict: Verdict
    what: str
    seen: str
    remedy: str = ""


def of_folder(folder: Path) -> Iterator[Finding]:
    """Whether the store's folder can be written, lies on a disk of this machine, and has room. Makes nothing."""
    standing = next(part for part in (folder.absolute(), *folder.absolute().parents) if part.exists())
    made = "" if standing == folder.absolute() else ", which the first start makes"
    try:
        with tempfile.TemporaryFile(dir=standing):
            yield Finding(Verdict.GOOD, "data folder", f"{folder.absolute()}{made}, can be written")
    except OSError as error:
        remedy = "Give this user the right to write there, or name another folder in DESK_DATA."
        yield Finding(Verdict.BAD, "data folder", f"{standing} cannot be written: {error.strerror}", remedy)
    yield of_file_system(file_system(standing))
    yield of_room(shutil.disk_usage(standing).free)


def file_system(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of file system that `path` lies on, as the kernel names it; None where nobody tells."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    whole, best, kind = path.resolve(), Path("/"), None
    for line in lines:
        left, _, right = line.partition(" - ")
        point = Path(left.split()[4].encode().decode("unicode_escape"))
        # Of two mounted on one point the later one is seen.
        if whole.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, right.split()[0]
    return kind


def of_file_system(kind: str | None) -> Finding:
    """Whether SQLite's locks can be trusted there."""
    if kind is not None and kind.startswith(_REMOTE):
        remedy = "Name a folder on a disk of this machine in DESK_DATA: over a network SQLite's locks do not hold."
        return Finding(Verdict.BAD, "file system", f"{kind}, which is reached over a network", remedy)
    return Finding(Verdict.GOOD, "file system", kind or "not known on this system")


def of_room(free: int) -> Finding:
    """Whether `free` bytes are enough."""
    seen = f"{free // _MIB} MiB free"
    if free < _ROOM_NEEDED:
        return Finding(Verdict.BAD, "disk", seen, "Make room: a full disk stops every change of a ticket.")
    if free < _ROOM_WISHED:
        return Finding(Verdict.NOTE, "disk", seen, "Make room soon: an upgrade copies the whole store first.")
    return Finding(Verdict.GOOD, "disk", seen)


def of_sqlite(version: str = driver.VERSION, *, faulty: bool | None = None) -> Finding:
    """Whether the linked SQLite has the fault with two checkpointing programs, and what that means here."""
    if driver.spoils_shared_logs() if faulty is None else faulty:
        seen = f"{version}: safe, because one connection writes; other programs that write to the file could spoil it"
        remedy = "Keep such programs away from the store, Litestream included, or link SQLite 3.51.3 or later."
        return Finding(Verdict.NOTE, "SQLite", seen, remedy)
    return Finding(Verdict.GOOD, "SQLite", version)


def of_store(database: Path) -> Finding:
    """The version of the store, read without changing it. Raises StoreStartError for what cannot be used."""
    known = len(known_migrations())
    version = inspect(database.resolve(), known)
    if version == 0:
        return Finding(Verdict.GOOD, "store", "none yet; the first start makes it")
    if version < known:
        seen = f"version {version}; the next start copies it and brings it to {known}"
        return Finding(Verdict.GOOD, "store", seen)
    return Finding(Verdict.GOOD, "store", f"version {version}, the newest")


def of_clock(ahead: float) -> Finding:
    """Whether this machine's clock, so many seconds before Discord's, is near enough."""
    if abs(ahead) <= CLOCK_SECONDS:
        return Finding(Verdict.GOOD, "clock", "as Discord's")
    seen = f"{abs(ahead):.0f} seconds {'fast' if ahead > 0 else 'slow'}"
    return Finding(
        Verdict.BAD, "clock", seen, "Have it set by the network: times of tickets and ends of keys hang on it."
    )


def of_refused(database: Path) -> Iterator[Finding]:
    """What Discord refused for good and is shown nowhere, in all servers together; nothing where there is none."""
    if database.exists() and (count := refused(database.resolve())):
        seen = f"{count} {'thing is' if count == 1 else 'things are'} not shown, as Discord refused it for good"
        yield Finding(Verdict.NOTE, "relay", seen, "Look with /desk check in the server: it says why, and tries again.")


def of_env_file(path: Path) -> Iterator[Finding]:
    """Whether others on this machine can read `.env`, where it holds the token."""
    if os.name == "posix" and path.exists() and path.stat().st_mode & 0o077:
        yield Finding(Verdict.NOTE, str(path), "others on this machine can read it", f"chmod 600 {path}")


def port_is_free(host: str, port: int) -> OSError | None:
    """None when one can listen there, else what the system said."""
    with contextlib.ExitStack() as stack:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            listener = stack.enter_context(socket.socket(family, kind, protocol))
            if os.name == "posix":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError as error:
            return error
    return None
