"""Working time: when it is, and when so many minutes of it are over, by the clock of the place where staff works."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desk.clock import parse_rfc3339, rfc3339
from desk.models import WorkingHours

_DAYS_AHEAD = 3660
"""Ten years: what has not come by then has hours so short that nobody meant them."""


def after(hours: WorkingHours, since: datetime, minutes: int) -> datetime:
    """When `minutes` of working time have passed after `since`, in UTC.

    A day that a change of the clocks shortens or lengthens counts as long as it was. Without any working day all time
    counts.
    """
    left = timedelta(minutes=minutes)
    at = since.astimezone(UTC)
    for begin, end in _spans(hours, at):
        at = max(at, begin)
        if end - at >= left:
            return at + left
        left -= max(timedelta(), end - at)
        at = max(at, end)
    return since.astimezone(UTC) + timedelta(minutes=minutes)


def back(hours: WorkingHours | None, at: str) -> str | None:
    """When staff works again, as RFC 3339; None when it is here at `at`. Without any working day it always is."""
    moment = parse_rfc3339(at)
    begin = next((begin for begin, end in _spans(hours, moment) if end > moment), moment) if hours else moment
    return None if begin <= moment else rfc3339(begin)


def day_length(hours: WorkingHours) -> int:
    """How many minutes a working day has in the mean, by the clock; those of a whole day where nobody ever works."""
    lengths = [_minutes(day[1]) - _minutes(day[0]) for day in hours.days if day is not None]
    whole = 24 * 60
    return round(sum(length % whole or whole for length in lengths) / len(lengths)) if lengths else whole


def _spans(hours: WorkingHours, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of working time that end after `since`, in UTC."""
    if not any(hours.days):
        return
    zone = _zone(hours.zone)
    # A night that began the day before may reach into this one.
    first = since.astimezone(zone).date() - timedelta(days=1)
    for ahead in range(_DAYS_AHEAD):
        day = first + timedelta(days=ahead)
        span = hours.days[day.weekday()]
        if span is not None:
            begin, end = _minutes(span[0]), _minutes(span[1])
            last = day if end > begin else day + timedelta(days=1)
            yield _moment(day, begin, zone), _moment(last, end, zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # The settings take known zones only; the machine may have lost its table of them since.
        return ZoneInfo("UTC")


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    on = day + timedelta(days=minutes // (24 * 60))
    at = time(minutes // 60 % 24, minutes % 60)
    return datetime.combine(on, at, tzinfo=zone).astimezone(UTC)


def _minutes(text: str) -> int:
    """Minutes since midnight that a time like 09:30 names; 24:00 ends a day."""
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)
