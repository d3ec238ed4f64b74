"""What the store keeps of files that came with messages: their bytes in pieces, and where Discord has the others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

FILE_AT_MOST: Final = 10 * 2**20
"""Bytes of one file: what Discord lets a bot send where nobody has boosted the server."""

TOGETHER_AT_MOST: Final = 25 * 2**20
"""Bytes of all files of a message: what Discord takes in one request."""

FILES_AT_MOST: Final = 10
"""Files of one message, as in Discord."""

PART: Final = 256 * 1024
"""Bytes of a file that are written or read at once."""

FILES_ROOM: Final = 2 * 2**30
"""Bytes of files that the store keeps in all, where nothing else is set."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that belongs to a message. `size` is in bytes, `media_type` one that may be served."""

    id: int
    message_id: int
    name: str
    size: int
    media_type: str


class Attachments(Protocol):
    """The files of messages."""

    def begin(self, at: str) -> int:
        """The id of a file that has no bytes and no message yet."""

    def add(self, attachment_id: int, part: bytes) -> bool:
        """Append to it; False when there is no such file on its way in."""

    def room(self) -> int:
        """How many more bytes may be kept."""

    def describe(self, attachment_id: int, media_type: str) -> None:
        """Write what kind of file it is."""

    def give(self, attachment_id: int, message_id: int, place: int) -> None:
        """It is that message's file at that place, and nothing but the message's end takes it away again."""

    def take(self, message_id: int) -> None:
        """The message's files are no message's any more, until they are given to another."""

    def drop(self, attachment_ids: Collection[int]) -> None:
        """Forget those of them that belong to no message."""

    def drop_astray(self, before: str) -> None:
        """Forget all that belong to no message and were begun before that time."""

    def get(self, attachment_id: int) -> Kept | None:
        """The file with that id, if it belongs to a message."""

    def part(self, attachment_id: int, place: int) -> bytes | None:
        """The piece at that place, from 0; None after the last."""

    def seek(self, message_id: int, places: Sequence[tuple[int, str]]) -> None:
        """The files at those places of the message are to be fetched from those addresses."""

    def sought(self, message_id: int) -> Sequence[tuple[int, str]]:
        """Those still to be fetched, as `seek` was told of them."""

    def seek_no_more(self, message_id: int, place: int) -> None:
        """It was fetched, or cannot be."""
