"""Times as RFC 3339, which are used in UTC."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import fault, unless_empty, written
from desk.clock import parse_rfc3339, rfc3339


def time(value: object) -> str:
    """The value in UTC, which must be a time."""
    try:
        return rfc3339(parse_rfc3339(written(value)))
    except (ValueError, OverflowError):
        raise fault("not_time") from None


MaybeTime = Annotated[
    str | None,
    BeforeValidator(lambda value: value if value is None or value == "" else time(value)),
    WithJsonSchema({"type": ["string", "null"], "description": "RFC 3339, empty to leave it."}),
]
Expiry = Annotated[
    str | None,
    BeforeValidator(unless_empty(None, time)),
    WithJsonSchema({"type": ["string", "null"], "description": "RFC 3339, in the future."}),
]
TimeFilter = Annotated[str, BeforeValidator(time), WithJsonSchema({"type": "string", "format": "date-time"})]
SinceTime = Annotated[
    str | None,
    BeforeValidator(unless_empty(None, time)),
    WithJsonSchema({"type": ["string", "null"], "format": "date-time"}),
]
