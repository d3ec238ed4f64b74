"""How a column's value stands in an export: as the REST API writes it, and back, with everything odd refused."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from desk.clock import parse_rfc3339
from storage.rows import as_json

Check = Callable[[object], bool]
Stored = int | str | None
"""A value as SQLite keeps it here."""

_ID: Final = re.compile(r"[0-9]{1,19}", re.ASCII)
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_HALVES: Final = re.compile("[\ud800-\udfff]")
_TIME_OF_DAY: Final = re.compile(r"([01]\d|2[0-4]):[0-5]\d", re.ASCII)
_LARGEST: Final = 2**63 - 1

COUNTED_AT_MOST: Final = 2**53
"""What the desk counts never gets so far: behind the largest number that SQLite keeps, nothing could be added."""

_PERIOD_AT_MOST: Final = 1_000_000
"""Minutes: longer than any time that may be set, and still a time that comes."""


class BadValue(Exception):
    """A value is none of its kind; the kind's `takes` says what it should be."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`takes` tells people what stands there; `write` and `read` turn a stored value into that and back.

    Null is neither written nor read by them. `read` raises BadValue.
    """

    takes: str
    write: Callable[[Stored], object]
    read: Callable[[object], Stored]


def is_text(value: object) -> bool:
    """Whether it is a text that the store takes."""
    return isinstance(value, str) and "\0" not in value and not _HALVES.search(value)


def is_list_of_texts(value: object) -> bool:
    """Whether it is a list of such texts."""
    return isinstance(value, list) and all(map(is_text, value))


def is_number(value: object) -> bool:
    """Whether it is a whole number that the desk may have counted to, and no negative one."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= COUNTED_AT_MOST


def _is_period(value: object) -> bool:
    return is_number(value) and value <= _PERIOD_AT_MOST  # type: ignore[operator]  # it is a number


def is_flag(value: object) -> bool:
    """Whether it is true or false."""
    return isinstance(value, bool)


def or_null(check: Check) -> Check:
    """Whether it is that, or null."""
    return lambda value: value is None or check(value)


def one_of(values: Iterable[str]) -> Check:
    """Whether it is one of these texts."""
    known = frozenset(values)
    return lambda value: isinstance(value, str) and value in known


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        parse_rfc3339(value)
    except ValueError:
        return False
    return True


def _is_hours(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"zone", "days"} or not is_text(value["zone"]):
        return False
    days = value["days"]
    return isinstance(days, list) and len(days) == 7 and all(each is None or _is_span(each) for each in days)


def _is_span(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and is_list_of_texts(value) and all(map(_fits_a_day, value))


def _fits_a_day(time: str) -> bool:
    return _TIME_OF_DAY.fullmatch(time) is not None


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _same(value: Stored) -> object:
    return value


def _plain(takes: str, check: Check) -> Kind:
    """What the store keeps as it is written."""

    def read(value: object) -> Stored:
        if not isinstance(value, int | str) or not check(value):
            raise BadValue
        return int(value) if isinstance(value, bool) else value

    return Kind(takes, _same, read)


def _json(takes: str, check: Check) -> Kind:
    """What the store keeps as JSON."""

    def read(value: object) -> Stored:
        if not check(value) or _HALVES.search(text := as_json(value)):
            raise BadValue
        return text

    return Kind(takes, lambda value: json.loads(str(value)), read)


def choice(takes: str, values: Iterable[str]) -> Kind:
    """One of these texts."""
    return _plain(takes, one_of(values))


def records(**parts: Check) -> Kind:
    """A list of objects with these parts, which is stored as a list of lists."""
    names = tuple(parts)

    def write(value: Stored) -> object:
        return [dict(zip(names, each, strict=True)) for each in json.loads(str(value))]

    def read(value: object) -> Stored:
        if not isinstance(value, list):
            raise BadValue
        return as_json([_values(each, parts) for each in value])

    return Kind(f"list of objects with {', '.join(names)}", write, read)


def _values(value: object, parts: Mapping[str, Check]) -> list[object]:
    if not isinstance(value, dict) or value.keys() != parts.keys():
        raise BadValue
    if not all(check(value[name]) for name, check in parts.items()):
        raise BadValue
    return [value[name] for name in parts]


def _read_id(value: object) -> int:
    if not isinstance(value, str) or not _ID.fullmatch(value) or int(value) > _LARGEST:
        raise BadValue
    return int(value)


def _read_own_id(value: object) -> int:
    if (own := _read_id(value)) > COUNTED_AT_MOST:
        raise BadValue
    return own


def _read_ids(value: object) -> Stored:
    if not isinstance(value, list):
        raise BadValue
    return as_json([_read_id(each) for each in value])


def _write_ids(value: Stored) -> object:
    return [str(each) for each in json.loads(str(value))]


ID: Final = Kind("id, a text of digits", str, _read_id)
OWN_ID: Final = Kind(ID.takes, str, _read_own_id)
"""One that the desk gave."""
IDS: Final = Kind("list of ids", _write_ids, _read_ids)
NUMBER: Final = _plain("number", is_number)
PERIOD: Final = _plain(NUMBER.takes, _is_period)
FLAG: Final = Kind("true or false", bool, _plain("", is_flag).read)
TEXT: Final = _plain("text", is_text)
TIME: Final = _plain("time, as 2027-01-31T18:00:00.000Z", _is_time)
LIST: Final = _json("list of texts", is_list_of_texts)
OBJECT: Final = _json("object", _is_object)
HOURS: Final = _json("object with zone and days, Monday first: two times or null", _is_hours)
