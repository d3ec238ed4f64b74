"""Which part of a list is wanted, and in which order."""

import csv
import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import checked_by, chosen, fault, written
from api.fields.tickets import few, priority, tag
from desk import text
from desk.exchange import Order
from desk.models import Priority
from desk.search import QUERY as WORDS

PAGE_AT_MOST = 999_999_999
PAGE_SIZE_AT_MOST = 100

_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
_HOLDER = re.compile(r"me|none|[0-9]{1,20}", re.ASCII)
_FILTER = chosen({each: each for each in ("open", "closed", "claimed", "all")}, "not_status_filter")
_SORT = chosen({each.value: each for each in Order}, "not_sort")


def _number_up_to(most: int) -> Callable[[object], int]:
    def number(value: object) -> int:
        found = written(value)
        if _DIGITS.fullmatch(found) is None or not 1 <= int(found) <= most:
            raise fault("page_number", most)
        return int(found)

    return number


def _tag_filter(value: object) -> tuple[str, ...]:
    # A comma within a tag is written as CSV writes it: in double quotes.
    return few(map(tag, next(csv.reader([written(value)], skipinitialspace=True), [])))


def _words(value: object) -> str:
    found = written(value)
    if len(found) > WORDS[1]:
        raise fault("too_long", WORDS[1])
    return found


def _holder(value: object) -> str:
    found = written(value)
    if _HOLDER.fullmatch(found) is None:
        raise fault("not_holder")
    return found


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
Cursor = Annotated[str, BeforeValidator(written), WithJsonSchema({"type": "string"})]
StatusFilter = Annotated[
    str,
    BeforeValidator(_FILTER),
    WithJsonSchema({"type": "string", "enum": ["open", "closed", "claimed", "all"]}),
]
HolderFilter = Annotated[
    str, BeforeValidator(_holder), WithJsonSchema({"type": "string", "pattern": f"^({_HOLDER.pattern})$"})
]
TagFilter = Annotated[tuple[str, ...], BeforeValidator(_tag_filter), WithJsonSchema({"type": "string"})]
PriorityFilter = Annotated[
    Priority,
    BeforeValidator(priority),
    WithJsonSchema({"type": "string", "enum": [each.value for each in Priority]}),
]
Words = Annotated[str, BeforeValidator(_words), WithJsonSchema({"type": "string", "maxLength": WORDS[1]})]
Sought = Annotated[str, BeforeValidator(checked_by(text.storable)), WithJsonSchema({"type": "string"})]
Sort = Annotated[
    Order, BeforeValidator(_SORT), WithJsonSchema({"type": "string", "enum": [each.value for each in Order]})
]
