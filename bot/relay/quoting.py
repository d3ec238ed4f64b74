"""What people wrote, shown as typed and in a frame that it cannot leave, so that it never passes for the bot's words.

Discord's Markdown has no way to switch itself off. So each sign with a meaning is escaped, and each line stands in a
quote; where that takes too much room the text goes into a code block, whose only way out, the fence, is broken up.
Room is counted in UTF-16 units, the most that Discord could count.
"""

import re
from collections.abc import Iterator

MESSAGE_ROOM = 4000
"""Most text in all components of one message."""

_ISOLATE = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_LINK = r"https?://[^\s<>\[\]()*`|\\]+"
_SIGN = r"[\\*_~`|<\[\]]|@(?=everyone|here)"
_LINE_START = r"(?<=^)(?P<blank>[ \t]*)(?P<start>-#|[#>+-]|\d+(?=[.)]))"
_TOKENS = re.compile(f"(?P<link>{_LINK})|{_LINE_START}|(?P<sign>{_SIGN})", re.MULTILINE)
_FENCE = re.compile("`(?=`)")
# What belongs to the sign before it: joiner, variation, keycap, skin tone, accent.
_JOINS = re.compile("[\u200d\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u0300-\u036f]")


def _escape(found: re.Match[str]) -> str:
    if found["link"]:
        return found["link"]
    if found["sign"]:
        return "\\" + found["sign"]
    start = found["start"]
    # An ordered list begins with its number; a digit cannot be escaped, the point behind it can.
    return found["blank"] + (f"{start}\\" if start.isdigit() else f"\\{start}")


def escaped(text: str) -> str:
    """`text` so that Discord shows every sign of it as typed; bare links stay links, as they hide nothing."""
    return _TOKENS.sub(_escape, text)


def named(text: str) -> str:
    """A name or title inside a line of the bot's: escaped, on one line, and keeping its writing direction to itself."""
    return _ISOLATE.format(escaped(" ".join(text.split())))


def room(text: str) -> int:
    """How much of a message's room `text` takes."""
    return len(text.encode("utf-16-le")) // 2


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in escaped(text).split("\n"))


def _fenced(text: str) -> str:
    return "```\n" + _FENCE.sub("`\N{ZERO WIDTH SPACE}", text) + "\n```"


def framed(text: str, space: int) -> str | None:
    """`text` whole in a frame of at most `space`; None when it does not fit."""
    return next((shown for shown in (_quoted(text), _fenced(text)) if room(shown) <= space), None)


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
