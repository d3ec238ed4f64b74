"""The operation on the files of messages: one of them, as it was sent, to be saved and not opened here."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final
from urllib.parse import quote

from api.call import Answer, Call, Pieces
from api.conditions import CACHED, tag_of
from api.identifiers import to_id
from api.requests import AttachmentQuery
from desk import attachments
from desk.filing import PART

PATH: Final = "/api/tickets/attachments"
MEDIA_TYPES: Final = attachments.MEDIA_TYPES
"""What a file is answered as: told by its first bytes, and never a kind that a browser would run."""


async def read_attachment(call: Call[AttachmentQuery, None]) -> Answer:
    """The file in pieces, for who may read its message. What its id names never changes."""
    kept = await call.store.read(attachments.file_seen, call.actor, to_id(call.query.attachment_id))
    headers = {
        "Content-Type": kept.media_type,
        "ETag": tag_of(f"{kept.id} {kept.at} {kept.size}".encode()),
        "Cache-Control": CACHED,
        "Content-Disposition": _saved_as(kept.name),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    return Answer(b"", headers, Pieces(kept.size, partial(_pieces, call, kept.id)))


async def _pieces(call: Call[AttachmentQuery, None], file_id: int, first: int, end: int) -> AsyncIterator[bytes]:
    for place in range(first // PART, -(-end // PART)):
        piece = await call.store.read(attachments.part_seen, call.actor, file_id, place)
        yield (piece or b"")[max(first - place * PART, 0) : end - place * PART]


def _saved_as(name: str) -> str:
    """The header that has it saved: under its own name, or for the oldest of clients under one in plain letters."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
