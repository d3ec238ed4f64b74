"""The operation on the files of messages: one of them, as it was sent, to be saved and not opened here."""

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

from api.call import Answer, Call
from api.identifiers import to_id
from api.requests import AttachmentQuery
from desk import attachments
from desk.filing import Kept

PATH: Final = "/api/tickets/attachments"
MEDIA_TYPES: Final = attachments.MEDIA_TYPES
"""What a file is answered as: told by its first bytes, and never a kind that a browser would run."""


async def read_attachment(call: Call[AttachmentQuery, None]) -> Answer:
    """The file in pieces, for who may read its message."""
    kept = await call.store.read(attachments.file_seen, call.actor, to_id(call.query.attachment_id))
    headers = {
        "Content-Type": kept.media_type,
        "Content-Length": str(kept.size),
        "Content-Disposition": _saved_as(kept.name),
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    }
    return Answer(b"", headers, _pieces(call, kept))


async def _pieces(call: Call[AttachmentQuery, None], kept: Kept) -> AsyncIterator[bytes]:
    place = 0
    while piece := await call.store.read(attachments.part_seen, call.actor, kept.id, place):
        yield piece
        place += 1


def _saved_as(name: str) -> str:
    """The header that has it saved: under its own name, or for the oldest of clients under one in plain letters."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in " ._-()") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
