"""What a category is made of."""

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import checked_by, fault, length, unless_empty, written
from desk import text

ROLES_AT_MOST = 250
"""As many as a guild of Discord has. To look at thousands of entries, each of them wrong, would hold up all others."""

_ROLE = re.compile(r"[0-9]{17,20}", re.ASCII)


def _role(value: object) -> int:
    found = written(value)
    if _ROLE.fullmatch(found) is None:
        raise fault("unknown_role")
    return int(found)


def _role_list(value: object) -> object:
    if isinstance(value, list) and len(value) > ROLES_AT_MOST:
        raise fault("too_many", ROLES_AT_MOST)
    return value


_ROLES = WithJsonSchema(
    {
        "type": ["array", "null"],
        "items": {"type": "string", "pattern": "^[0-9]{17,20}$"},
        "maxItems": ROLES_AT_MOST,
    }
)
_COLOR = WithJsonSchema({"type": ["string", "null"], "pattern": "^(#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6}))?$"})

Name = Annotated[str, BeforeValidator(checked_by(text.category_name)), length(text.CATEGORY_NAME)]
Description = Annotated[
    str,
    BeforeValidator(unless_empty("", checked_by(text.category_description))),
    length(text.CATEGORY_DESCRIPTION, null=True),
]
Color = Annotated[str, BeforeValidator(unless_empty("", checked_by(text.color))), _COLOR]
Roles = Annotated[list[Annotated[int, BeforeValidator(_role)]] | None, BeforeValidator(_role_list), _ROLES]
