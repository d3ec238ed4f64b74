"""The kinds of field that webhooks bring, as api.fields has those of the rest."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields import _checked_by, _chosen, _length, _or, _time, _unless_null, fault
from desk import text
from desk.models import DeliveryState
from desk.webhooks import TYPES


def _types(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise fault("not_list")
    if not value:
        raise fault("no_types")
    if len(value) > len(TYPES) or not all(isinstance(each, str) and each in TYPES for each in value):
        raise fault("unknown_type")
    return tuple(each for each in TYPES if each in value)


Url = Annotated[
    str,
    BeforeValidator(_checked_by(text.webhook_url)),
    WithJsonSchema({"type": "string", "format": "uri", "minLength": 1, "maxLength": text.WEBHOOK_URL[1]}),
]
MaybeUrl = Annotated[
    str | None,
    BeforeValidator(_or(None, _checked_by(text.webhook_url))),
    WithJsonSchema({"type": ["string", "null"], "format": "uri", "maxLength": text.WEBHOOK_URL[1]}),
]
WebhookTypes = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(_unless_null(_types)),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string", "enum": [*TYPES]}, "minItems": 1}),
]
WebhookDescription = Annotated[
    str, BeforeValidator(_or("", _checked_by(text.webhook_description))), _length(text.WEBHOOK_DESCRIPTION, null=True)
]
State = Annotated[
    DeliveryState,
    BeforeValidator(_chosen({each.value: each for each in DeliveryState}, "not_delivery_state")),
    WithJsonSchema({"type": "string", "enum": [each.value for each in DeliveryState]}),
]
SinceTime = Annotated[
    str | None,
    BeforeValidator(_or(None, _time)),
    WithJsonSchema({"type": ["string", "null"], "format": "date-time"}),
]
