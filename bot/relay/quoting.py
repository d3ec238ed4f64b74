"""What people wrote, whole in as few frames as its length takes: a quote, or a code block where that takes less room.

Room is counted in UTF-16 units, the most that Discord could count.
"""

import re
from collections.abc import Iterator

from cogs.typed import block, to_copy

MESSAGE_ROOM = 4000
"""Most text in all components of one message."""

# What belongs to the sign before it: joiner, variation, keycap, skin tone, accent.
_JOINS = re.compile("[\u200d\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u0300-\u036f]")


def room(text: str) -> int:
    """How much of a message's room `text` takes."""
    return len(text.encode("utf-16-le")) // 2


def framed(text: str, space: int) -> str | None:
    """`text` whole in a frame of at most `space`; None when it does not fit."""
    return next((shown for shown in (block(text), to_copy(text)) if room(shown) <= space), None)


def frames(text: str, space: int) -> Iterator[str]:
    """`text` whole in frames of at most `space`; no word is cut unless it is too long, and no character ever."""
    while (shown := framed(text, space)) is None:
        part = _first_part(text, space // 3)
        yield framed(part, space) or ""
        text = text[len(part) :]
    yield shown


def _first_part(text: str, space: int) -> str:
    """The longest beginning that surely fits: up to a line's end, else a blank's, else between two whole characters."""
    units = 0
    end = 0
    for end, sign in enumerate(text, 1):  # noqa: B007 -- the position is what is looked for
        units += 2 if ord(sign) > 0xFFFF else 1
        if units > space:
            break
    for mark in ("\n", " "):
        if (cut := text.rfind(mark, 1, end)) > 0:
            return text[: cut + 1]
    return text[: _between_characters(text, end - 1)]


def _between_characters(text: str, end: int) -> int:
    """`end`, or a little before it where the text is not inside a character made of several code points."""
    least = max(1, end - 32)
    while end > least and (_JOINS.match(text, end) or text[end - 1] == "\N{ZERO WIDTH JOINER}"):
        end -= 1
    return end
