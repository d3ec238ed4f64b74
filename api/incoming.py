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
_FOUND_BY_PYDANTIC = {"missing": "missing", "extra_forbidden": "unknown", "list_type": "not_list"}


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


def validated(model: type[ModelT], given: Mapping[str, object]) -> ModelT:
    """`given` as that model. Raises Invalid naming every faulty field, twenty at most."""
    known = {info.alias for info in model.model_fields.values()}
    unknown = [name for name in given if name not in known]
    if len(unknown) > FAULTS_AT_MOST:
        raise Invalid({_shown(name): Fault("unknown") for name in unknown[:FAULTS_AT_MOST]})
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise Invalid(_faults(error)) from None


def _faults(error: ValidationError) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    for found in error.errors(include_url=False, include_input=False)[:FAULTS_AT_MOST]:
        code = _FOUND_BY_PYDANTIC.get(found["type"], found["type"])
        name, *inner = found["loc"]
        place = _shown(str(name)) + "".join(f"[{each}]" for each in inner)
        faults[place] = Fault(code, found.get("ctx", {}).get("limit"))
    return faults


def _shown(name: str) -> str:
    """A field's name as it may be told again: a stranger's could be long, or a secret in the wrong place."""
    return name if len(name) <= LONGEST and PREFIX not in name.lower() else "a field"
