"""Stretches of time as people type and read them: `30m`, `4h`, `2d`, `1w`, or several of these together."""

import re
from typing import Final

from desk.errors import Fault
from desk.text import BadText

_MINUTES: Final = {"w": 7 * 24 * 60, "d": 24 * 60, "h": 60, "m": 1}
# A month is none of them: who writes one must not get a minute.
_PART: Final = re.compile(r"([0-9]{1,7})\s*(w|wks?|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)\.?(?![a-z])")
_WHOLE: Final = re.compile(rf"(?:{_PART.pattern}[\s,]*)+")
_NUMBER: Final = re.compile(r"[0-9]{1,7}")


def minutes(text: str, most: int, unit: str | None = "m") -> int:
    """The minutes that `text` names, from 0 to `most`. Raises BadText.

    A number alone counts in `unit`, and is no time where that is None.
    """
    typed = text.strip().lower()
    if unit is not None and _NUMBER.fullmatch(typed):
        typed += unit
    if not _WHOLE.fullmatch(typed):
        raise BadText(Fault("bad_duration"))
    total = sum(int(number) * _MINUTES[named[0]] for number, named in _PART.findall(typed))
    if total > most:
        raise BadText(Fault("too_long_a_time", names=(spelled(most),)))
    return total


def spelled(total: int) -> str:
    """That many minutes as they would be typed, the largest units first."""
    parts = []
    for letter in "dhm":
        count, total = divmod(total, _MINUTES[letter])
        if count:
            parts.append(f"{count}{letter}")
    return " ".join(parts) or "0m"
