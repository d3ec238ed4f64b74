"""Stretches of time as people type and read them: `30m`, `4h`, `2d`, or several of these together."""

import re
from typing import Final

from desk.errors import Fault
from desk.text import BadText

_MINUTES: Final = {"d": 24 * 60, "h": 60, "m": 1}
_PART: Final = re.compile(r"([0-9]{1,7})\s*([dhm]?)[a-z]*\.?")
_WHOLE: Final = re.compile(rf"(?:{_PART.pattern}[\s,]*)+")


def minutes(text: str, most: int, unit: str = "m") -> int:
    """The minutes that `text` names, from 0 to `most`; a bare number counts in `unit`. Raises BadText."""
    typed = text.strip().lower()
    if not _WHOLE.fullmatch(typed):
        raise BadText(Fault("bad_duration"))
    total = sum(int(number) * _MINUTES[letter or unit] for number, letter in _PART.findall(typed))
    if total > most:
        raise BadText(Fault("too_long_a_time", names=(spelled(most),)))
    return total


def spelled(total: int) -> str:
    """That many minutes as they would be typed, the largest units first."""
    parts = []
    for letter, size in _MINUTES.items():
        count, total = divmod(total, size)
        if count:
            parts.append(f"{count}{letter}")
    return " ".join(parts) or "0m"
