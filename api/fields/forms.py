"""The answers to a category's form."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.body import parse
from api.errors import Malformed
from api.fields.checks import checked_by, fault, written
from desk import text
from desk.keys import PREFIX
from desk.questions import LABEL

ANSWERS_AT_MOST = 25


def _answers(value: object) -> dict[str, tuple[str, ...]]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise fault("not_object")
    if len(value) > ANSWERS_AT_MOST:
        raise fault("too_many", ANSWERS_AT_MOST)
    # A label is told again when the form has no such question: never one that may be a secret in the wrong place.
    if any(len(label) > LABEL[1] or PREFIX in label.lower() for label in value):
        raise fault("unknown_label")
    return {label: _answer(said) for label, said in value.items()}


def _answer(value: object) -> tuple[str, ...]:
    said = value if isinstance(value, list) else [value]
    if len(said) > ANSWERS_AT_MOST:
        raise fault("too_many", ANSWERS_AT_MOST)
    return tuple(checked_by(text.storable)(each) for each in said)


def _spelled(value: object) -> dict[str, tuple[str, ...]]:
    spelled = written(value)
    try:
        return _answers(parse(spelled.encode())) if spelled.strip() else {}
    except Malformed:
        raise fault("not_written") from None


GivenAnswers = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_answers),
    WithJsonSchema(
        {
            "type": ["object", "null"],
            "maxProperties": ANSWERS_AT_MOST,
            "additionalProperties": {
                "oneOf": [
                    {"type": "string"},
                    {"type": "array", "items": {"type": "string"}, "maxItems": ANSWERS_AT_MOST},
                ]
            },
        }
    ),
]
"""Answers by the labels of their questions."""

SpelledAnswers = Annotated[
    dict[str, tuple[str, ...]],
    BeforeValidator(_spelled),
    WithJsonSchema({"type": "string", "contentMediaType": "application/json"}),
]
"""The same where all fields are texts: as JSON, empty for none."""
