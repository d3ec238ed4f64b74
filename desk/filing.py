"""Files that came with messages: how large they may be, and what is known of one that the store keeps."""

from dataclasses import dataclass
from typing import Final

FILE_AT_MOST: Final = 10 * 2**20
"""Bytes of one file: what Discord lets a bot send where nobody has boosted the server."""

TOGETHER_AT_MOST: Final = 25 * 2**20
"""Bytes of all files of a message: what Discord takes in one request."""

FILES_AT_MOST: Final = 10
"""Files of one message, as in Discord."""

PART: Final = 256 * 1024
"""Bytes of a file that are written or read at once: every piece in the store has so many, but for the last."""


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes of files are kept: `whole` of all together, `each` of one member, in whatever guilds they are."""

    whole: int
    each: int


def room_of(whole: int, each: int | None = None) -> Room:
    """So much room. One member gets a tenth where nothing else is set, and at least what one message may bring."""
    return Room(whole, max(whole // 10, TOGETHER_AT_MOST) if each is None else each)


FILES_ROOM: Final = room_of(2 * 2**30)
"""How much is kept where nothing else is set."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that belongs to a message. `size` is in bytes, `media_type` one that may be served.

    `at` is when it began to come in, RFC 3339.
    """

    id: int
    message_id: int
    name: str
    size: int
    media_type: str
    at: str
