"""What an API key is made of."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import checked_by, chosen, each_of, fault, length
from desk import text
from desk.actor import Scope

_SCOPE = chosen({each.value: each for each in Scope}, "not_scope")


def _scopes(value: object) -> tuple[Scope, ...]:
    if not isinstance(value, list):
        raise fault("not_list")
    if not value:
        raise fault("nothing_in_it")
    return tuple(dict.fromkeys(each_of(value, _SCOPE)))


KeyName = Annotated[str, BeforeValidator(checked_by(text.key_name)), length(text.KEY_NAME)]
Scopes = Annotated[
    tuple[Scope, ...],
    BeforeValidator(_scopes),
    WithJsonSchema({"type": "array", "items": {"type": "string", "enum": [*Scope]}, "minItems": 1}),
]
