"""How the bot repeats what people typed: as it was typed, in its frame, pinging nobody, never as the bot's words."""

import re

# A link stays whole, so that it can still be followed; everything that Discord would draw is escaped.
_DRAWN = re.compile(r"https?://[^\s<>()\[\]|`*\\]+|[\\*_~|`\[\]<>#]|^\s*[-+](?=\s)", re.MULTILINE)
_PING = re.compile(r"@(?=everyone|here)")
# Marks that turn the direction of the text around them, and so could reach out of their frame.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_FSI, _PDI = "\u2068", "\u2069"
_QUIET_AT = "@\u200b"


def line(text: str, most: int = 120) -> str:
    """`text` on one line, at most `most` characters of it, isolated from what stands around it."""
    flat = " ".join(_TURNING.sub("", text).split())
    return _FSI + escaped(flat if len(flat) <= most else flat[: most - 1] + "…") + _PDI


def block(text: str) -> str:
    """`text` as a quotation of all its lines, which nothing in it can end."""
    return "\n".join(f"> {_FSI}{escaped(part)}{_PDI}" for part in _TURNING.sub("", text).splitlines() or [""])


def to_copy(text: str) -> str:
    """`text` in a frame from which it can be copied as it is: nothing is escaped, and no fence in it ends the frame."""
    return "```\n" + text.replace("```", "`\u200b`\u200b`") + "\n```"


def escaped(text: str) -> str:
    """`text` so that Discord draws it as it was typed."""
    return _PING.sub(_QUIET_AT, _DRAWN.sub(_escape, text))


def _escape(found: re.Match[str]) -> str:
    part = found.group()
    return part if part.startswith("http") else f"{part[:-1]}\\{part[-1]}"
