"""Until when something holds, as people type it: a stretch from now, a date, a date with a time, or Discord's sign."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from desk.clock import parse_rfc3339, rfc3339
from desk.durations import minutes
from desk.errors import Fault
from desk.text import BadText

DAYS_MOST: Final = 366 * 5
"""How far ahead it may be."""

_SIGN: Final = re.compile(r"<t:([0-9]{1,12})(?::[A-Za-z])?>")
_STRETCH: Final = re.compile(r"[0-9]+\s*[A-Za-z]", re.ASCII)


def until(text: str, now: str) -> str:
    """The RFC 3339 time that `text` means at `now`; what names no zone is in UTC, and a bare date its beginning.

    Raises BadText for what means none, or one that is over or too far ahead.
    """
    typed, present = text.strip(), parse_rfc3339(now)
    try:
        at = _stretch(typed, present) if _is_stretch(typed) else _moment(typed)
    except BadText:
        raise
    except (ValueError, OverflowError, OSError) as error:
        raise BadText(Fault("bad_until")) from error
    if at <= present:
        raise BadText(Fault("past"))
    if at > present + timedelta(days=DAYS_MOST):
        raise BadText(Fault("too_far", DAYS_MOST))
    return rfc3339(at)


def _is_stretch(typed: str) -> bool:
    return typed.isascii() and (typed.isdigit() or _STRETCH.match(typed) is not None)


def _stretch(typed: str, present: datetime) -> datetime:
    try:
        return present + timedelta(minutes=minutes(typed, DAYS_MOST * 24 * 60, "h"))
    except BadText as bad:
        if bad.fault.code == "too_long_a_time":
            raise BadText(Fault("too_far", DAYS_MOST)) from bad
        raise BadText(Fault("bad_until")) from bad


def _moment(typed: str) -> datetime:
    if sign := _SIGN.fullmatch(typed):
        return datetime.fromtimestamp(int(sign[1]), UTC)
    at = datetime.fromisoformat(typed.upper().removesuffix("UTC").strip())
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
