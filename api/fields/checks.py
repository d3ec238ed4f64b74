"""What the checks of fields are made of.

A check is given the value as it came and returns it as it is used. The texts follow desk.text, so that a body's wrong
types, missing fields and wrong lengths are all named in the same answer.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from desk import text

T = TypeVar("T")


def fault(code: str, limit: int | None = None, names: tuple[str, ...] = ()) -> PydanticCustomError:
    """What a check raises: a fault of the table of words."""
    return PydanticCustomError(code, "refused", {"limit": limit, "names": names})


def written(value: object) -> str:
    """The value, which must be a text."""
    if not isinstance(value, str):
        raise fault("not_text")
    return value


def checked_by(check: Callable[[str], str]) -> Callable[[object], str]:
    """The desk's check of a text, as that of a field."""

    def checked(value: object) -> str:
        try:
            return check(written(value))
        except text.BadText as bad:
            raise fault(bad.fault.code, bad.fault.limit, bad.fault.names) from None

    return checked


def each_of(values: Iterable[object], check: Callable[[object], T]) -> list[T]:
    """The entries of a list as `check` returns them; its fault names the entry by its place."""
    found = []
    for place, value in enumerate(values):
        try:
            found.append(check(value))
        except PydanticCustomError as bad:
            raise PydanticCustomError(bad.type, "refused", {**(bad.context or {}), "place": place}) from None
    return found


def chosen(known: Mapping[str, T], code: str) -> Callable[[object], T]:
    """The check of a field that takes one of those words, with `code` for anything else."""

    def found(value: object) -> T:
        if not isinstance(value, str) or value not in known:
            raise fault(code)
        return known[value]

    return found


def unless_empty(empty: T, check: Callable[[object], T]) -> Callable[[object], T]:
    """The check of a field whose empty text and null both mean `empty`."""
    return lambda value: empty if value is None or value == "" else check(value)


def unless_null(check: Callable[[object], T]) -> Callable[[object], T | None]:
    """The check of a field whose null means None, its empty text not."""
    return lambda value: None if value is None else check(value)


def length(limits: tuple[int, int], *, null: bool = False) -> WithJsonSchema:
    """The schema of a text of so many characters."""
    kind: object = ["string", "null"] if null else "string"
    return WithJsonSchema({"type": kind, "minLength": limits[0], "maxLength": limits[1]})
