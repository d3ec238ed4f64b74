"""How the reference page and what it loads are answered."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from api.call import Answer
from api.openapi import describe
from api.reference.page import ASSETS, draw

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Nothing runs in the page, and nothing is asked of anybody, but what comes from the desk itself."""

_GUARDED: Final = {"Content-Security-Policy": POLICY, "Referrer-Policy": "no-referrer"}


def answers(path: str, base: str) -> Mapping[str, Callable[[], Awaitable[Answer]]]:
    """What each path of the page answers; the page itself is at `path`, for the desk that is reached at `base`."""
    page = draw(describe(), base)
    files = {path: ("text/html; charset=utf-8", page), **ASSETS}
    return {each: _file(kind, body) for each, (kind, body) in files.items()}


def _file(kind: str, body: bytes) -> Callable[[], Awaitable[Answer]]:
    async def give() -> Answer:
        return Answer(body, {"Content-Type": kind, "Cache-Control": "no-cache", **_GUARDED})

    return give
