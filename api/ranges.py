"""Requests for a part of what is answered (RFC 9110): from which byte on, and up to which."""

import re
from typing import Final

from aiohttp import web

from api.errors import OutOfRange

HEADER: Final = "Range"
_ONE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)


def part_of(request: web.BaseRequest, size: int, tag: str) -> tuple[int, int] | None:
    """The first byte that is wanted of so many and the one behind the last; None for all of them. Raises OutOfRange.

    What names no single part is passed over, and so is a part of what carries another tag by now.
    """
    sent = request.headers.getall(HEADER, ())
    match = _ONE.fullmatch(sent[0]) if len(sent) == 1 and request.method == "GET" else None
    if match is None or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = match.groups()
    if not first:
        return _last_of(size, int(last)) if last else None
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise OutOfRange(size)
    return int(first), min(int(last) + 1, size) if last else size


def _last_of(size: int, wanted: int) -> tuple[int, int]:
    if not wanted:
        raise OutOfRange(size)
    return max(0, size - wanted), size
