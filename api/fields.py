"""The kinds of field that come in at this door, each with its check, its fault and its schema.

A check is given the value as it came and returns it as it is used. The texts follow desk.text, so that a body's wrong
types, missing fields and wrong lengths are all named in the same answer.
"""

import csv
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from api.identifiers import LONGEST
from desk import text, transcript
from desk.actor import Scope
from desk.clock import parse_rfc3339, rfc3339
from desk.exchange import Order
from desk.keys import PREFIX
from desk.models import MessageKind, Priority, Status
from desk.questions import LABEL
from desk.search import QUERY as WORDS
from desk.stream import NAMES
from desk.surroundings import LINKS_AT_MOST, PEOPLE_AT_MOST

PAGE_AT_MOST = 999_999_999
PAGE_SIZE_AT_MOST = 100
VERSION_AT_MOST = 2**63 - 1
ANSWERS_AT_MOST = 25
CHANGES_AT_MOST = 100
ROLES_AT_MOST = 250
"""As many as a guild of Discord has. To look at thousands of entries, each of them wrong, would hold up all others."""

T = TypeVar("T")

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_ROLE = re.compile(r"[0-9]{17,20}", re.ASCII)


def fault(code: str, limit: int | None = None) -> PydanticCustomError:
    """What a check raises: a fault of the table of words."""
    return PydanticCustomError(code, "refused", {"limit": limit})


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise fault("not_text")
    return value


def _checked_by(check: Callable[[str], str]) -> Callable[[object], str]:
    def checked(value: object) -> str:
        try:
            return check(_text(value))
        except text.BadText as bad:
            raise fault(bad.fault.code, bad.fault.limit) from None

    return checked


def _identifier(value: object) -> str:
    found = _text(value)
    if not found:
        raise fault("missing")
    if len(found) > LONGEST:
        raise fault("too_long", LONGEST)
    return found


def _role(value: object) -> int:
    found = _text(value)
    if _ROLE.fullmatch(found) is None:
        raise fault("unknown_role")
    return int(found)


def _role_list(value: object) -> object:
    if isinstance(value, list) and len(value) > ROLES_AT_MOST:
        raise fault("too_many", ROLES_AT_MOST)
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise fault("not_boolean")
    return value


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= VERSION_AT_MOST:
        raise fault("not_number")
    return value


def _chosen(known: Mapping[str, T], code: str) -> Callable[[object], T]:
    def chosen(value: object) -> T:
        if not isinstance(value, str) or value not in known:
            raise fault(code)
        return known[value]

    return chosen


def _status(value: object) -> Status:
    code = "not_status_claimed" if value in ("claimed", "all") else "not_status"
    return _chosen({each.value: each for each in Status}, code)(value)


def _tags(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise fault("not_list")
    tags = tuple(dict.fromkeys(_checked_by(text.tag)(each) for each in value))
    if len(tags) > text.TAGS_AT_MOST:
        raise fault("too_many", text.TAGS_AT_MOST)
    return tags


def _tag_filter(value: object) -> tuple[str, ...]:
    written = _text(value)
    # A comma within a tag is written as CSV writes it: in double quotes.
    return _tags(next(csv.reader([written], skipinitialspace=True), []))


def _id_list(most: int, code: str) -> Callable[[object], tuple[str, ...]]:
    def ids(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise fault("not_list")
        if len(value) > most:
            raise fault(code, most)
        return tuple(dict.fromkeys(_identifier(each) for each in value))

    return ids


def _time(value: object) -> str:
    try:
        return rfc3339(parse_rfc3339(_text(value)))
    except (ValueError, OverflowError):
        raise fault("not_time") from None


def _answers(value: object) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise fault("not_object")
    if len(value) > ANSWERS_AT_MOST:
        raise fault("too_many", ANSWERS_AT_MOST)
    # A label is told again when the form has no such question: never one that may be a secret in the wrong place.
    if any(len(label) > LABEL[1] or PREFIX in label.lower() for label in value):
        raise fault("unknown_label")
    return {label: _answer(said) for label, said in value.items()}


def _answer(value: object) -> tuple[str, ...]:
    said = value if isinstance(value, list) else [value]
    if len(said) > ANSWERS_AT_MOST:
        raise fault("too_many", ANSWERS_AT_MOST)
    return tuple(_checked_by(text.storable)(each) for each in said)


def _scopes(value: object) -> tuple[Scope, ...]:
    if not isinstance(value, list):
        raise fault("not_list")
    if not value:
        raise fault("missing")
    return tuple(dict.fromkeys(_SCOPE(each) for each in value))


def _words(value: object) -> str:
    found = _text(value)
    if len(found) > WORDS[1]:
        raise fault("too_long", WORDS[1])
    return found


def _objects(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise fault("not_list")
    if not value:
        raise fault("missing")
    if len(value) > CHANGES_AT_MOST:
        raise fault("too_many", CHANGES_AT_MOST)
    if not all(isinstance(each, dict) for each in value):
        raise fault("not_objects")
    return value


@dataclass(frozen=True)
class ListOf:
    """Describes a list whose entries are checked one by one, later, as that model."""

    model: type[BaseModel]
    most: int

    def __get_pydantic_json_schema__(self, _core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """See pydantic."""
        items = handler(self.model.__pydantic_core_schema__)
        return {"type": "array", "items": items, "minItems": 1, "maxItems": self.most}


def _number_up_to(most: int) -> Callable[[object], int]:
    def number(value: object) -> int:
        found = _text(value)
        if _DIGITS.fullmatch(found) is None or not 1 <= int(found) <= most:
            raise fault("page_number", most)
        return int(found)

    return number


def _flag(value: object) -> bool:
    return _chosen({"true": True, "1": True, "false": False, "0": False}, "not_boolean")(_text(value).lower())


def _names(known: Collection[str], code: str) -> Callable[[object], tuple[str, ...]]:
    def names(value: object) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(_text(value).split(",")))
        if not all(each in known for each in found):
            raise fault(code)
        return found

    return names


def _or(empty: T, check: Callable[[object], T]) -> Callable[[object], T]:
    """The check of a field whose empty text and null both mean `empty`."""
    return lambda value: empty if value is None or value == "" else check(value)


def _unless_null(check: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else check(value)


def _length(limits: tuple[int, int], *, null: bool = False) -> WithJsonSchema:
    kind: object = ["string", "null"] if null else "string"
    return WithJsonSchema({"type": kind, "minLength": limits[0], "maxLength": limits[1]})


_ID = {"minLength": 1, "maxLength": LONGEST}
_ROLES = WithJsonSchema(
    {
        "type": ["array", "null"],
        "items": {"type": "string", "pattern": "^[0-9]{17,20}$"},
        "maxItems": ROLES_AT_MOST,
    }
)
_PRIORITY = _chosen({each.value: each for each in Priority}, "not_priority")
_KIND = _chosen({each.value: each for each in (MessageKind.REPLY, MessageKind.NOTE)}, "not_kind")
_FORMAT = _chosen({each.value: each for each in transcript.Format}, "not_format")
_FILTER = _chosen({each: each for each in ("open", "closed", "claimed", "all")}, "not_status_filter")
_SORT = _chosen({each.value: each for each in Order}, "not_sort")
_SCOPE = _chosen({each.value: each for each in Scope}, "not_scope")
_COLOR = WithJsonSchema({"type": ["string", "null"], "pattern": "^(#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}))?$"})

Identifier = Annotated[str, BeforeValidator(_identifier), WithJsonSchema({"type": "string", **_ID})]
MaybeIdentifier = Annotated[
    str | None, BeforeValidator(_or(None, _identifier)), WithJsonSchema({"type": ["string", "null"], **_ID})
]
Holder = Annotated[
    str | None,
    BeforeValidator(lambda value: value if value is None or value == "" else _identifier(value)),
    WithJsonSchema({"type": ["string", "null"], "maxLength": LONGEST}),
]

Title = Annotated[str, BeforeValidator(_checked_by(text.title)), _length(text.TITLE)]
MaybeTitle = Annotated[
    str | None, BeforeValidator(_unless_null(_checked_by(text.title))), _length(text.TITLE, null=True)
]
OpeningMessage = Annotated[str, BeforeValidator(_checked_by(text.opening_message)), _length(text.OPENING_MESSAGE)]
Content = Annotated[str, BeforeValidator(_checked_by(text.reply)), _length(text.REPLY)]
MaybeContent = Annotated[str, BeforeValidator(_or("", _checked_by(text.reply))), _length((0, text.REPLY[1]))]
Name = Annotated[str, BeforeValidator(_checked_by(text.category_name)), _length(text.CATEGORY_NAME)]
Description = Annotated[
    str,
    BeforeValidator(_or("", _checked_by(text.category_description))),
    _length(text.CATEGORY_DESCRIPTION, null=True),
]
Color = Annotated[str, BeforeValidator(_or("", _checked_by(text.color))), _COLOR]
Roles = Annotated[list[Annotated[int, BeforeValidator(_role)]] | None, BeforeValidator(_role_list), _ROLES]
CloseReason = Annotated[
    str, BeforeValidator(_or("", _checked_by(text.close_reason))), _length(text.CLOSE_REASON, null=True)
]
Tags = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(_unless_null(_tags)),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string"}, "maxItems": text.TAGS_AT_MOST}),
]
Members = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(_unless_null(_id_list(PEOPLE_AT_MOST, "too_many_people"))),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string", **_ID}, "maxItems": PEOPLE_AT_MOST}),
]
Links = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(_unless_null(_id_list(LINKS_AT_MOST, "too_many_links"))),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string", **_ID}, "maxItems": LINKS_AT_MOST}),
]
MaybeTime = Annotated[
    str | None,
    BeforeValidator(lambda value: value if value is None or value == "" else _time(value)),
    WithJsonSchema({"type": ["string", "null"], "description": "RFC 3339, empty to leave it."}),
]
KeyName = Annotated[str, BeforeValidator(_checked_by(text.key_name)), _length(text.KEY_NAME)]
Scopes = Annotated[
    tuple[Scope, ...],
    BeforeValidator(_scopes),
    WithJsonSchema({"type": "array", "items": {"type": "string", "enum": [*Scope]}, "minItems": 1}),
]
Expiry = Annotated[
    str | None,
    BeforeValidator(_or(None, _time)),
    WithJsonSchema({"type": ["string", "null"], "description": "RFC 3339, in the future."}),
]
Wish = Annotated[bool | None, BeforeValidator(_unless_null(_boolean)), WithJsonSchema({"type": ["boolean", "null"]})]
Version = Annotated[
    int | None, BeforeValidator(_unless_null(_version)), WithJsonSchema({"type": ["integer", "null"], "minimum": 0})
]
NewStatus = Annotated[
    Status | None,
    BeforeValidator(_or(None, _status)),
    WithJsonSchema({"type": ["string", "null"], "enum": ["open", "closed", "", None]}),
]
NewPriority = Annotated[
    Priority | None,
    BeforeValidator(_or(None, _PRIORITY)),
    WithJsonSchema({"type": ["string", "null"], "enum": [*Priority, "", None]}),
]
Kind = Annotated[
    MessageKind,
    BeforeValidator(_or(MessageKind.REPLY, _KIND)),
    WithJsonSchema({"type": ["string", "null"], "enum": ["reply", "note", "", None]}),
]

GivenAnswers = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_answers),
    WithJsonSchema(
        {
            "type": ["object", "null"],
            "maxProperties": ANSWERS_AT_MOST,
            "additionalProperties": {
                "oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "maxItems": 25}]
            },
        }
    ),
]

Objects = Annotated[list[dict[str, Any]], BeforeValidator(_objects)]

PageNumber = Annotated[
    int,
    BeforeValidator(_number_up_to(PAGE_AT_MOST)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": PAGE_AT_MOST}),
]
PageSize = Annotated[
    int,
    BeforeValidator(_number_up_to(PAGE_SIZE_AT_MOST)),
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_AT_MOST}),
]
StatusFilter = Annotated[
    str,
    BeforeValidator(_FILTER),
    WithJsonSchema({"type": "string", "enum": ["open", "closed", "claimed", "all"]}),
]
TagFilter = Annotated[tuple[str, ...], BeforeValidator(_tag_filter), WithJsonSchema({"type": "string"})]
PriorityFilter = Annotated[
    Priority,
    BeforeValidator(_PRIORITY),
    WithJsonSchema({"type": "string", "enum": [each.value for each in Priority]}),
]
TimeFilter = Annotated[str, BeforeValidator(_time), WithJsonSchema({"type": "string", "format": "date-time"})]
Words = Annotated[str, BeforeValidator(_words), WithJsonSchema({"type": "string", "maxLength": WORDS[1]})]
Sought = Annotated[str, BeforeValidator(_checked_by(text.storable)), WithJsonSchema({"type": "string"})]
Sort = Annotated[
    Order, BeforeValidator(_SORT), WithJsonSchema({"type": "string", "enum": [each.value for each in Order]})
]
Format = Annotated[
    transcript.Format,
    BeforeValidator(_FORMAT),
    WithJsonSchema({"type": "string", "enum": [each.value for each in transcript.Format]}),
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Cursor = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": "string"})]
EventTypes = Annotated[
    tuple[str, ...],
    BeforeValidator(_names(NAMES, "unknown_event")),
    WithJsonSchema({"type": "string", "description": f"Of {', '.join(NAMES)}."}),
]
Position = Annotated[str, BeforeValidator(_text), WithJsonSchema({"type": "string", "maxLength": 40})]
