"""How the reference page, what it loads, and the description of the API are answered.

Page and description are made when they are asked for first: few ask, and a start would wait for them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Final

from api.call import Answer
from api.openapi import describe, document
from api.reference.page import ASSETS, draw

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing runs in the page, and nothing is asked of anybody, but what comes from the desk itself."""

_GUARDED: Final = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}


def answers(path: str, base: str) -> Mapping[str, Callable[[], Awaitable[Answer]]]:
    """What each path of the page answers; the page itself is at `path`, for the desk that is reached at `base`."""

    async def give_page() -> Answer:
        return _guarded("text/html; charset=utf-8", await asyncio.to_thread(_page, base))

    return {path: give_page, **{each: _file(kind, body) for each, (kind, body) in ASSETS.items()}}


async def give_document() -> Answer:
    """The description of the API as JSON."""
    return Answer(await asyncio.to_thread(document))


@cache
def _page(base: str) -> bytes:
    return draw(describe(), base)


def _file(kind: str, body: bytes) -> Callable[[], Awaitable[Answer]]:
    async def give() -> Answer:
        return _guarded(kind, body)

    return give


def _guarded(kind: str, body: bytes) -> Answer:
    return Answer(body, {"Content-Type": kind, "Cache-Control": "no-cache", **_GUARDED})
