"""The ids by which things are named, one or many of them."""

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import each_of, fault, unless_empty, written
from api.identifiers import LONGEST

ID = {"minLength": 1, "maxLength": LONGEST}


def identifier(value: object) -> str:
    """The value, which must be of an id's length."""
    found = written(value)
    if not found:
        raise fault("missing")
    if len(found) > LONGEST:
        raise fault("too_long", LONGEST)
    return found


def id_list(most: int, code: str) -> Callable[[object], tuple[str, ...]]:
    """The check of a list of up to so many ids, each once, with `code` for more of them."""

    def ids(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise fault("not_list")
        if len(value) > most:
            raise fault(code, most)
        return tuple(dict.fromkeys(each_of(value, identifier)))

    return ids


Identifier = Annotated[str, BeforeValidator(identifier), WithJsonSchema({"type": "string", **ID})]
MaybeIdentifier = Annotated[
    str | None, BeforeValidator(unless_empty(None, identifier)), WithJsonSchema({"type": ["string", "null"], **ID})
]
