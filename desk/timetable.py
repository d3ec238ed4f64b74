"""Working hours as they are typed and shown: a time zone, and a line such as `Mon-Fri 09:00-17:00` for some days."""

import re
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from desk.errors import Fault, Invalid
from desk.models import WorkingHours

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
SUGGESTED: Final = 3
_MOST: Final = 500
"""Signs of all the lines together."""

_MIDNIGHT: Final = "00:00"
_NAME: Final = r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_TIME: Final = r"([01]?[0-9]|2[0-3])(?::([0-5][0-9]))?"
_DASH: Final = r"\s*[-\u2010-\u2015]\s*"
_LINE: Final = re.compile(rf"{_NAME}(?:{_DASH}{_NAME})?\s*:?\s+{_TIME}{_DASH}(?:{_TIME}|(24)(?::00)?)")

Day = tuple[str, str] | None


def working_hours(zone: str, text: str) -> WorkingHours | None:
    """The hours that are typed, None where nothing is: the desk works always. Raises Invalid for zone and lines.

    A later line counts for its days instead of an earlier one; a day has one stretch of time.
    """
    lines = [line.strip().lower() for line in text[:_MOST].splitlines() if line.strip()]
    if not lines:
        return None
    faults: dict[str, Fault] = {}
    days: list[Day] = [None] * len(DAYS)
    for line in lines:
        found = _days(line)
        if found is None:
            faults["hours"] = Fault("bad_hours", names=(line[:40],))
            break
        if any(_apart(days[day], span) for day, span in found.items()):
            faults["hours"] = Fault("two_stretches", names=(line[:40],))
            break
        for day, span in found.items():
            days[day] = span
    known = known_zone(zone)
    if known is None:
        near = near_zones(zone)
        faults["zone"] = Fault("near_zone" if near else "unknown_zone", names=near)
    if faults or known is None:
        raise Invalid(faults)
    return WorkingHours(known, tuple(days))


def _days(line: str) -> dict[int, tuple[str, str]] | None:
    """The working time of each day that a line is about; None when it is no such line."""
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    first, last, begin, begin_minute, end, end_minute, midnight = found.groups()
    # An end that is not after the beginning is one of the next day.
    span = (_time(begin, begin_minute), _MIDNIGHT if midnight else _time(end, end_minute))
    names = [each.lower() for each in DAYS]
    start = names.index(first)
    length = (names.index(last or first) - start) % len(DAYS)
    return {(start + step) % len(DAYS): span for step in range(length + 1)}


def _apart(before: Day, span: tuple[str, str]) -> bool:
    """Whether the second begins after the first has ended, as after a break: it is not meant in place of the first."""
    if before is None:
        return False
    first, second = sorted((before, span))
    return first[0] < first[1] <= second[0]


def _time(hour: str, minute: str | None) -> str:
    return f"{int(hour):02}:{minute or '00'}"


def typed(hours: WorkingHours | None) -> str:
    """The lines that give these hours, neighbouring days of one time together."""
    if hours is None:
        return ""
    lines: list[str] = []
    start = 0
    for day in range(1, len(DAYS) + 1):
        if day < len(DAYS) and hours.days[day] == hours.days[start]:
            continue
        span = hours.days[start]
        if span is not None:
            until = "" if day - 1 == start else f"-{DAYS[day - 1]}"
            end = "24:00" if span[1] == _MIDNIGHT else span[1]
            lines.append(f"{DAYS[start]}{until} {span[0]}-{end}")
        start = day
    return "\n".join(lines)


def known_zone(name: str) -> str | None:
    """The zone of that name as it is written; None when there is none."""
    return _zones().get(name.strip().replace(" ", "_").casefold())


def near_zones(name: str) -> tuple[str, ...]:
    """A few zones that may be meant: by their city, or by a name that is like it."""
    zones, wanted = _zones(), name.strip().replace(" ", "_").casefold()
    if not wanted:
        return ()
    cities: dict[str, str] = {}
    for folded, zone in zones.items():
        cities.setdefault(folded.rpartition("/")[2], zone)
    found = [cities[near] for near in get_close_matches(wanted.rpartition("/")[2], cities, SUGGESTED, 0.75)]
    found += [zones[near] for near in get_close_matches(wanted, zones, SUGGESTED, 0.75)]
    return tuple(dict.fromkeys(found))[:SUGGESTED]


_NO_PLACES: Final = frozenset({"Factory", "localtime"})
"""Names that mean another time on another machine, or none."""


@cache
def _zones() -> dict[str, str]:
    """The zones of this machine by their names in small letters, the usual names before the old ones."""
    names = sorted(available_timezones() - _NO_PLACES, key=lambda name: ("/" not in name, name))
    return {name.casefold(): name for name in names}
