"""Discord's JSON schemas made fit for holding requests: closed, choices by type resolved, lengths in UTF-16 units."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

Schema = dict[str, Any]

BY_TYPE: Final = "x-by-type"
OR_NULL: Final = "x-or-null"
_LONGEST: Final = 120


class Compiler:
    """Turns the schemas of one document into validators that name the one thing that is wrong.

    - An object takes no field that is not named: Discord ignores such a field in silence, which hides typing errors.
    - A choice between components or callbacks looks at `type` alone, so the error is about the one that was meant.
    - A text counts as many as its UTF-16 units, the most that Discord could count.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._named: Mapping[str, Schema] = document["components"]["schemas"]
        self._made: dict[str, Schema] = {}

    def validator(self, schema: Schema) -> Draft202012Validator:
        """A validator for one schema of the document."""
        made: Draft202012Validator = _Validator(self._closed(schema))
        return made

    def _of(self, reference: str) -> Schema:
        name = reference.rsplit("/", 1)[-1]
        if name not in self._made:
            # Entered before it is filled: schemas name each other in circles.
            made = self._made[name] = {}
            made.update(self._closed(self._named[name]))
        return self._made[name]

    def _closed(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._closed(each) for each in schema]
        if not isinstance(schema, dict):
            return schema
        if "$ref" in schema:
            return self._of(schema["$ref"])
        if "oneOf" in schema or "anyOf" in schema:
            return self._union(schema.get("oneOf") or schema["anyOf"])
        made = {name: self._closed(part) for name, part in schema.items() if name not in {"properties", "format"}}
        if "enum" in made:
            made.pop("allOf", None)
        if "properties" in schema:
            made["properties"] = {name: self._closed(part) for name, part in schema["properties"].items()}
            made.setdefault("additionalProperties", False)
        return made

    def _union(self, branches: list[Schema]) -> Schema:
        others = [each for each in branches if each != {"type": "null"}]
        if len(others) == 1:
            return {OR_NULL: self._closed(others[0])}
        by_type: dict[Any, Schema] = {}
        for branch in branches:
            kinds = [None] if branch == {"type": "null"} else self._kinds(branch)
            by_type |= {kind: self._closed(branch) for kind in kinds if kind not in by_type}
            if not kinds:
                # Discord's "one of" are choices of which several may fit: `{"name": …}` edits a thread and a channel.
                return {"anyOf": [self._closed(each) for each in branches]}
        return {BY_TYPE: by_type}

    def _kinds(self, branch: Schema) -> list[Any]:
        named = self._named[branch["$ref"].rsplit("/", 1)[-1]] if "$ref" in branch else branch
        kind = named.get("properties", {}).get("type", {})
        return list(kind.get("enum", [])) if "type" in named.get("required", []) else []


def utf16(text: str) -> int:
    """How many UTF-16 units the text is long."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _by_type(
    validator: Draft202012Validator, branches: dict[Any, Schema], instance: Any, _schema: Schema
) -> Iterator[ValidationError]:
    if instance is None and None in branches:
        return
    kind = instance.get("type") if isinstance(instance, dict) else None
    if kind is None or kind not in branches:
        yield ValidationError(f"type {kind!r} is none of {[each for each in branches if each is not None]}")
        return
    yield from validator.descend(instance, branches[kind])


def _or_null(
    validator: Draft202012Validator, schema: Schema, instance: Any, _schema: Schema
) -> Iterator[ValidationError]:
    if instance is not None:
        yield from validator.descend(instance, schema)


def _max_length(
    _validator: Draft202012Validator, most: int, instance: Any, _schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, str) and utf16(instance) > most:
        yield ValidationError(f"{instance[:20]!r}… is {utf16(instance)} long, of {most} at most")


_KEYWORDS: Final = {BY_TYPE: _by_type, OR_NULL: _or_null, "maxLength": _max_length}
_Validator: Final[Any] = extend(Draft202012Validator, _KEYWORDS)  # type: ignore[no-untyped-call] # has no types


def wrongs(validator: Draft202012Validator, body: Any) -> list[str]:
    """Each thing that is wrong in a body: where, and what."""
    return [f"{_where(error)}: {_short(error)}" for error in validator.iter_errors(body)]


def _where(error: ValidationError) -> str:
    return ".".join(str(each) for each in error.absolute_path) or "the body"


def _short(error: ValidationError) -> str:
    said = re.sub(r"\s+", " ", error.message)
    deeper = "; ".join(sorted({f"{_where(each)}: {each.message[:_LONGEST]}" for each in error.context or []}))
    return (said[:_LONGEST] + (f" ({deeper})" if deeper else ""))[: 4 * _LONGEST]
