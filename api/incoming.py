"""What comes in is checked whole and strictly, and every faulty field is named at once."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel

from api.faults import FAULTS_AT_MOST
from api.identifiers import LONGEST
from desk.errors import Fault, Invalid
from desk.keys import PREFIX

# What pydantic finds by itself, in the words of the desk; its other kinds come from this door's own checks.
_FOUND_BY_PYDANTIC = {"extra_forbidden": "unknown", "list_type": "not_list"}


STRICT = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)
"""How everything is checked that comes in."""


class Incoming(BaseModel):
    """A query or a body: names in camelCase, nothing unknown, nothing converted."""

    model_config = STRICT

    def gave(self, field: str) -> bool:
        """Whether the caller sent that field, even if only to say null."""
        return field in self.model_fields_set


class Nothing(Incoming):
    """A query without parameters."""


ModelT = TypeVar("ModelT", bound=Incoming)


def validated(model: type[ModelT], given: Mapping[str, object], missing: str = "missing") -> ModelT:
    """`given` as that model; what it lacks is called `missing`. Raises Invalid naming each faulty field, at most 20."""
    known = tuple(info.alias or "" for info in model.model_fields.values())
    unknown = [name for name in given if name not in known]
    if len(unknown) > FAULTS_AT_MOST:
        raise Invalid({_shown(name): Fault("unknown", names=known) for name in unknown[:FAULTS_AT_MOST]})
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise Invalid(_faults(error, known, missing)) from None


def _faults(error: ValidationError, known: tuple[str, ...], missing: str) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    for found in error.errors(include_url=False, include_input=False)[:FAULTS_AT_MOST]:
        kind, context = found["type"], found.get("ctx", {})
        code = missing if kind == "missing" else _FOUND_BY_PYDANTIC.get(kind, kind)
        name, *inner = found["loc"]
        place = _shown(str(name)) + "".join(f"[{each}]" for each in (*inner, *_entry(context)))
        names = known if code == "unknown" and not inner else context.get("names", ())
        faults[place] = Fault(code, context.get("limit"), names)
    return faults


def _entry(context: Mapping[str, object]) -> tuple[object, ...]:
    """The place in a list whose check found the fault there."""
    return (context["place"],) if "place" in context else ()


def _shown(name: str) -> str:
    """A field's name as it may be told again: a stranger's could be long, or a secret in the wrong place."""
    return name if len(name) <= LONGEST and PREFIX not in name.lower() else "a field"
