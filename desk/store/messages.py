"""What is said in tickets, the files that came with it, and the replies that staff has ready."""

from collections.abc import Collection, Sequence
from typing import Protocol

from desk.exchange import NewMessage
from desk.filing import Kept
from desk.models import CannedReply, Message


class Messages(Protocol):
    """The messages of tickets."""

    def insert(self, new: NewMessage) -> Message:
        """Insert a message at the end of its ticket."""

    def get(self, message_id: int) -> Message | None:
        """The message with that id."""

    def by_discord(self, discord_id: int) -> Message | None:
        """The message that this Discord message shows or is."""

    def newest(self, ticket_id: int, *, notes: bool, limit: int, before: int | None = None) -> Sequence[Message]:
        """The last `limit` messages (before that id), ascending; without notes unless `notes`."""

    def opening(self, ticket_id: int) -> Message | None:
        """The text with which the ticket was opened, unless it was deleted."""

    def shown(self, message_id: int, discord_id: int) -> None:
        """Remember the Discord message by which the bot shows it."""

    def edit(self, message_id: int, content: str, edited_at: str) -> None:
        """Replace the content."""

    def name_of(self, ticket_id: int, user_id: int) -> str | None:
        """What that member was called when they wrote last in the ticket, or opened it; None for who did neither."""

    def earlier(self, message_id: int) -> Sequence[tuple[str, str]]:
        """What the message said before its edits, oldest first, each with the time at which it ceased to say so."""

    def delete(self, message_id: int) -> None:
        """Remove the message with its content."""

    def bury(self, discord_id: int, at: str) -> None:
        """Remember that this Discord message is gone, so that a late report of its creation is not taken for news."""

    def buried(self, discord_id: int) -> bool:
        """Whether `bury` was told of it."""


class Attachments(Protocol):
    """The files of messages."""

    @property
    def share(self) -> int:
        """How many bytes of files are kept of one member."""

    def begin(self, user_id: int, at: str) -> int:
        """The id of a file of that member, which has no bytes and no message yet."""

    def add(self, attachment_id: int, part: bytes) -> bool:
        """Append to it; False when there is no such file on its way in."""

    def room(self) -> int:
        """How many more bytes may be kept."""

    def left_of_share(self, attachment_id: int) -> int:
        """How many more bytes may be kept of the member whose file that is."""

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


class Canned(Protocol):
    """The replies that staff has ready."""

    def all(self, guild_id: int) -> Sequence[CannedReply]:
        """Those of the guild, in the order of their names."""

    def get(self, guild_id: int, reply_id: int) -> CannedReply | None:
        """The one with that id in that guild."""

    def insert(self, new: CannedReply) -> CannedReply:
        """Insert it and return it with its id; the given id is not used."""

    def save(self, reply: CannedReply) -> None:
        """Write all of it."""

    def delete(self, reply_id: int) -> None:
        """Remove it."""
