"""What a ticket is made of."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import checked_by, chosen, each_of, fault, length, unless_empty, unless_null
from api.fields.ids import ID, id_list, identifier
from api.identifiers import LONGEST
from desk import text
from desk.models import Priority, Status
from desk.surroundings import LINKS_AT_MOST, PEOPLE_AT_MOST

VERSION_AT_MOST = 2**63 - 1


def _version(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= VERSION_AT_MOST:
        raise fault("not_number")
    return value


def _status(value: object) -> Status:
    code = "not_status_claimed" if value in ("claimed", "all") else "not_status"
    return chosen({each.value: each for each in Status}, code)(value)


def few(tags: Iterable[str]) -> tuple[str, ...]:
    """Each tag once, as many as a ticket can have."""
    found = tuple(dict.fromkeys(tags))
    if len(found) > text.TAGS_AT_MOST:
        raise fault("too_many", text.TAGS_AT_MOST)
    return found


def _tags(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise fault("not_list")
    return few(each_of(value, tag))


tag = checked_by(text.tag)
priority = chosen({each.value: each for each in Priority}, "not_priority")

Title = Annotated[str, BeforeValidator(checked_by(text.title)), length(text.TITLE)]
MaybeTitle = Annotated[str | None, BeforeValidator(unless_null(checked_by(text.title))), length(text.TITLE, null=True)]
OpeningMessage = Annotated[str, BeforeValidator(checked_by(text.opening_message)), length(text.OPENING_MESSAGE)]
CloseReason = Annotated[
    str, BeforeValidator(unless_empty("", checked_by(text.close_reason))), length(text.CLOSE_REASON, null=True)
]
Holder = Annotated[
    str | None,
    BeforeValidator(lambda value: value if value is None or value == "" else identifier(value)),
    WithJsonSchema({"type": ["string", "null"], "maxLength": LONGEST}),
]
NewStatus = Annotated[
    Status | None,
    BeforeValidator(unless_empty(None, _status)),
    WithJsonSchema({"type": ["string", "null"], "enum": ["open", "closed", "", None]}),
]
NewPriority = Annotated[
    Priority | None,
    BeforeValidator(unless_empty(None, priority)),
    WithJsonSchema({"type": ["string", "null"], "enum": [*Priority, "", None]}),
]
Tags = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(unless_null(_tags)),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string"}, "maxItems": text.TAGS_AT_MOST}),
]
Members = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(unless_null(id_list(PEOPLE_AT_MOST, "too_many_people"))),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string", **ID}, "maxItems": PEOPLE_AT_MOST}),
]
Links = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(unless_null(id_list(LINKS_AT_MOST, "too_many_links"))),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string", **ID}, "maxItems": LINKS_AT_MOST}),
]
Version = Annotated[
    int | None, BeforeValidator(unless_null(_version)), WithJsonSchema({"type": ["integer", "null"], "minimum": 0})
]
