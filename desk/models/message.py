"""What is said in a ticket, and what staff has ready to say."""

from dataclasses import dataclass
from enum import StrEnum

from desk.actor import Via


class MessageKind(StrEnum):
    """A reply is for all who see the ticket, a note for staff alone, a system message tells of an act."""

    REPLY = "reply"
    NOTE = "note"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message: its name, its size in bytes; `id` is None where the desk has no more of it."""

    name: str
    size: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a ticket. `opening` marks the text with which the ticket was opened, shown in the header card.

    `discord_id` is the Discord message that shows it, once there is one; `by_bot` says whether the bot posted that.
    `earlier` is for staff alone: what it said before each of its edits, and until when.
    `forwarded` marks what somebody forwarded from elsewhere; `anonymous` a staff reply shown without its author's name.
    """

    id: int
    ticket_id: int
    author_id: int
    author_name: str
    via: Via
    kind: MessageKind
    content: str
    attachments: tuple[Attachment, ...]
    created_at: str
    edited_at: str | None
    opening: bool
    discord_id: int | None
    by_bot: bool
    forwarded: bool = False
    anonymous: bool = False
    earlier: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply that staff has ready under a name. Without a category it serves in all."""

    id: int
    guild_id: int
    category_id: int | None
    name: str
    content: str
