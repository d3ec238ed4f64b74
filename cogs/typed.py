"""How the bot repeats what people typed: as it was typed, in its frame, pinging nobody, never as the bot's words.

Discord's Markdown has no way to switch itself off. So each sign with a meaning is escaped, on one line or in a quote
whose every line is marked; where text is to be copied it stands in a code block, whose only way out, the fence, is
broken up. Answers, cards and messages in threads all repeat text through this module. Room is counted in UTF-16 units,
the most that Discord could count.
"""

import re

# A bare link stays whole, so that it can still be followed: it hides nothing.
_LINK = r"https?://[^\s<>\[\]()*`|\\]+"
_SIGN = r"[\\*_~`|<\[\]]|@(?=everyone|here)"
_LINE_START = r"(?<=^)(?P<blank>[^\S\n]*)(?P<start>-#|[#>+-]|\d+(?=[.)]))"
_DRAWN = re.compile(f"(?P<link>{_LINK})|{_LINE_START}|(?P<sign>{_SIGN})", re.MULTILINE)
_FENCE = re.compile("`(?=`)")
# All that ends a line for some reader; in a quote each line needs its mark.
_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Marks that embed, override or end a direction of writing, and so could reach out of their frame.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What belongs to the sign before it: joiner, variation, keycap, skin tone, accent.
_JOINS = re.compile("[\u200d\ufe0f\u20e3\U0001f3fb-\U0001f3ff\u0300-\u036f]")
_ONE_UNIT = 0xFFFF
_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"


def flat(text: str) -> str:
    """`text` on one line and without marks that turn the text around it, for where nothing is drawn."""
    return " ".join(_TURNING.sub("", text).split())


def line(text: str, most: int = 120) -> str:
    """`text` on one line, at most `most` characters of it, escaped and isolated from what stands around it."""
    whole = flat(text)
    shown = whole if len(whole) <= most else whole[: between_characters(whole, most - 1)] + "…"
    return _ISOLATED.format(escaped(shown))


def room(text: str) -> int:
    """How much of Discord's room `text` takes."""
    return len(text.encode("utf-16-le")) // 2


def shortened(text: str, most: int) -> str:
    """`text`, or as much of it as fits a room of `most` with a sign that there was more; no character is cut."""
    if room(text) <= most:
        return text
    return text[: between_characters(text, fitting(text, most - 1))] + "…"


def fitting(text: str, space: int) -> int:
    """How many code points at the beginning of `text` fit that room."""
    units = 0
    for at, sign in enumerate(text):
        units += 2 if ord(sign) > _ONE_UNIT else 1
        if units > space:
            return at
    return len(text)


def between_characters(text: str, end: int) -> int:
    """`end`, or a little before it where the text is not inside a character made of several code points."""
    least = max(1, end - 32)
    while end > least and (_JOINS.match(text, end) or text[end - 1] == "\N{ZERO WIDTH JOINER}"):
        end -= 1
    return end


def block(text: str) -> str:
    """`text` as a quotation of all its lines, which nothing in it can end."""
    return "\n".join(f"> {part}" for part in escaped(_LINE_END.sub("\n", text)).split("\n"))


def to_copy(text: str) -> str:
    """`text` in a frame from which it can be copied as it is: nothing is escaped, and no fence in it ends the frame."""
    return "```\n" + _FENCE.sub("`\N{ZERO WIDTH SPACE}", text) + "\n```"


def escaped(text: str) -> str:
    """`text` so that Discord shows every sign of it as it was typed."""
    return _DRAWN.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    if found["link"]:
        return found["link"]
    if found["sign"]:
        return "\\" + found["sign"]
    start = found["start"]
    # An ordered list begins with its number; a digit cannot be escaped, the point behind it can.
    return found["blank"] + (f"{start}\\" if start.isdigit() else f"\\{start}")
