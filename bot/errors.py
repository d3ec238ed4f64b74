"""What ends the process besides the errors of settings, store and desk; each carries data and no words.

ProcessError
├── TokenRefused         Discord does not know the token
├── IntentsMissing       a privileged intent is not switched on
├── DiscordUnreachable   Discord gave no answer that says anything
├── AddressUnusable      the REST API cannot listen where it should
├── StoreGaveUp          the outcome of a commit is unknown
├── DeskRunning          the store is open in the running desk
├── MustBeStopped        the store is open in a desk, and what was asked for needs it alone
├── NotConfirmed         nobody said that the store may be replaced
├── NoStore              there is no store to read
├── BackupExists         a file of that name is there
├── NoFixedPort          the port is any free one, so it cannot be asked
├── FolderUnusable       nothing can be kept in the folder that the demo was given
├── NotTheDemos          the store in that folder is a real desk's
└── MissingPackage       an optional package is not installed
"""

import errno
from dataclasses import dataclass
from pathlib import Path
from typing import Final


class ProcessError(Exception):
    """The root."""


class TokenRefused(ProcessError):
    """Discord does not know the token, or took it away."""


@dataclass(eq=False)
class IntentsMissing(ProcessError):
    """`names` are the intents that are off, as the developer portal calls them; empty when nobody said which."""

    names: tuple[str, ...] = ()


@dataclass(eq=False)
class DiscordUnreachable(ProcessError):
    """`detail` is the status that came, or the kind of what the network said."""

    detail: str


@dataclass(eq=False)
class MissingPackage(ProcessError):
    """`name` is the package as one installs it."""

    name: str


@dataclass(eq=False)
class AddressUnusable(ProcessError):
    """`why` is taken, foreign or forbidden."""

    host: str
    port: int
    why: str


@dataclass(eq=False)
class DeskRunning(ProcessError):
    """`pid` is the desk's process, or None when it did not say."""

    pid: int | None


@dataclass(eq=False)
class MustBeStopped(ProcessError):
    """`pid` is the desk's process, or None when it did not say."""

    pid: int | None


@dataclass(eq=False)
class NotConfirmed(ProcessError):
    """`asked`: somebody was, and did not want it; else there was nobody to ask."""

    asked: bool


@dataclass(eq=False)
class CutShort(ProcessError):
    """Ctrl-C came while the store at `path` was replaced or filled: it is as it was, or all is done."""

    path: Path


@dataclass(eq=False)
class NoStore(ProcessError):
    """`path` is where it would be."""

    path: Path


@dataclass(eq=False)
class BackupExists(ProcessError):
    """`path` is the file that would be replaced."""

    path: Path


class NoFixedPort(ProcessError):
    """The settings say port 0."""


@dataclass(eq=False)
class FolderUnusable(ProcessError):
    """`detail` is what the system said of the folder `path`."""

    path: Path
    detail: str


@dataclass(eq=False)
class NotTheDemos(ProcessError):
    """`path` is the store that the demo would fill with members and tickets of its own."""

    path: Path


class StoreGaveUp(ProcessError):
    """The disk failed at a commit, and only a restart can tell what it kept."""


_REASONS: Final = {
    errno.EADDRINUSE: "taken",
    errno.EADDRNOTAVAIL: "foreign",
    errno.EACCES: "forbidden",
}


def address_unusable(error: OSError, host: str, port: int) -> AddressUnusable | None:
    """What `error` says of listening on `host` and `port`; None when it is about something else."""
    why = _REASONS.get(error.errno or 0)
    return None if why is None else AddressUnusable(host, port, why)
