"""Files that come with messages: brought in piece by piece, given to a message, read by who may read that message."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from desk.actor import Actor
from desk.clock import parse_rfc3339, rfc3339
from desk.errors import FilesFull, NotFound, ShareFull
from desk.filing import Kept
from desk.messages import seen
from desk.models import Attachment
from desk.store import Tx

NAME_AT_MOST: Final = 100
"""Characters of a file's name; of a longer one the middle is left out, so that its end still tells the kind."""

ASTRAY: Final = timedelta(hours=1)
"""For how long a file may be without a message: nobody sends one that slowly."""

OCTETS: Final = "application/octet-stream"
"""What is served of whatever kind nothing is known, or is better not said."""

_KINDS: Final = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"%PDF-"), "application/pdf"),
)
MEDIA_TYPES: Final = (*(kind for _, kind in _KINDS), OCTETS)
"""All kinds that a file is ever said to be. None of them is drawn as a page of ours."""

# Names that lead elsewhere on some machine, whatever follows their first dot.
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is here and still without a message. `digest` is the SHA-256 of its bytes."""

    id: int
    name: str
    size: int
    digest: bytes


def begin(tx: Tx, user_id: int, at: str) -> int:
    """The id of a new file of that member, to be filled. What was begun long ago and came to nothing is forgotten."""
    tx.attachments.drop_astray(rfc3339(parse_rfc3339(at) - ASTRAY))
    return tx.attachments.begin(user_id, at)


def begin_sought(tx: Tx, message_id: int, at: str) -> int | None:
    """The id of a new file of who wrote the message; None when the message is gone."""
    message = tx.messages.get(message_id)
    return None if message is None else begin(tx, message.author_id, at)


def add(tx: Tx, attachment_id: int, part: bytes, *, first: bool, last_copy: bool = False) -> None:
    """Append to a file on its way in. `last_copy` is for what is nowhere else from now on: no share bounds that.

    Raises FilesFull, ShareFull, and NotFound when it took so long that it was given up.
    """
    if tx.attachments.room() < len(part):
        raise FilesFull
    if not last_copy and tx.attachments.left_of_share(attachment_id) < len(part):
        raise ShareFull(limit=tx.attachments.share)
    if not tx.attachments.add(attachment_id, part):
        raise NotFound("file")
    if first:
        tx.attachments.describe(attachment_id, kind_of(part))


def drop(tx: Tx, attachment_ids: Sequence[int]) -> None:
    """Forget those that were given to no message."""
    tx.attachments.drop(attachment_ids)


def file_seen(tx: Tx, actor: Actor, attachment_id: int) -> Kept:
    """The file, for who sees its message. Raises NotFound, whether there is none or it is hidden."""
    kept = tx.attachments.get(attachment_id)
    if kept is None:
        raise NotFound("file")
    try:
        seen(tx, actor, kept.message_id)
    except NotFound:
        raise NotFound("file") from None
    return kept


def part_seen(tx: Tx, actor: Actor, attachment_id: int, place: int) -> bytes | None:
    """One piece of it, None after the last. Raises NotFound: who lost sight of the message reads no further."""
    file_seen(tx, actor, attachment_id)
    return tx.attachments.part(attachment_id, place)


def whole(tx: Tx, attachment_id: int) -> bytes | None:
    """All of it, for who shows its message; None when it is gone."""
    if tx.attachments.get(attachment_id) is None:
        return None
    parts: list[bytes] = []
    while (part := tx.attachments.part(attachment_id, len(parts))) is not None:
        parts.append(part)
    return b"".join(parts)


def sought(tx: Tx, message_id: int) -> Sequence[tuple[int, str]]:
    """By their places the files of the message that are still to be fetched, and where Discord has them."""
    return tx.attachments.sought(message_id)


def fetched(tx: Tx, message_id: int, place: int, attachment_id: int | None) -> None:
    """The file at that place of the message was brought in; None when it cannot be had, and only its name stays."""
    message = tx.messages.get(message_id)
    wanted = any(place == each for each, _ in tx.attachments.sought(message_id))
    if message is not None and wanted and attachment_id is not None:
        tx.attachments.give(attachment_id, message_id, place)
    tx.attachments.seek_no_more(message_id, place)


def attached(files: Sequence[NewFile]) -> tuple[Attachment, ...]:
    """The files as their message names them."""
    return tuple(Attachment(it.name, it.size, it.id) for it in files)


def kind_of(beginning: bytes) -> str:
    """The media type of a file by its first bytes: what a sender says of it counts for nothing."""
    return next((kind for signature, kind in _KINDS if signature.match(beginning)), OCTETS)


def file_name(sent: str) -> str:
    """A name for people to read, made of what was sent: never a path, nothing that hides or turns the rest of it."""
    last = re.split(r"[/\\]", sent)[-1]
    shown = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or _is_shown(sign))
    name = " ".join(shown.split()).strip(". ") or "file"
    if len(name) > NAME_AT_MOST:
        stem, dot, end = name.rpartition(".")
        end = dot + end if stem and len(end) <= 10 else ""
        name = name[: NAME_AT_MOST - len(end)].rstrip(". ") + end
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZ" and sign not in '"<>|:*?'
