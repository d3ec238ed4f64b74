"""Where to read on in the events, and which are wanted."""

from collections.abc import Callable, Collection
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import fault, written
from desk.stream import NAMES


def _names(known: Collection[str], code: str) -> Callable[[object], tuple[str, ...]]:
    def names(value: object) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(written(value).split(",")))
        if not all(each in known for each in found):
            raise fault(code, names=tuple(known))
        return found

    return names


EventTypes = Annotated[
    tuple[str, ...],
    BeforeValidator(_names(NAMES, "unknown_event")),
    WithJsonSchema({"type": "string", "description": f"Of {', '.join(NAMES)}."}),
]
Position = Annotated[str, BeforeValidator(written), WithJsonSchema({"type": "string", "maxLength": 40})]
