"""What a webhook is made of, and what its deliveries are chosen by."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import checked_by, chosen, each_of, fault, length, unless_empty, unless_null
from desk import text
from desk.lining_up import TYPES
from desk.models import DeliveryState


def _types(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise fault("not_list")
    if not value:
        raise fault("no_types")
    if len(value) > len(TYPES):
        raise fault("too_many", len(TYPES))
    known = each_of(value, _type)
    return tuple(each for each in TYPES if each in known)


def _type(value: object) -> str:
    if not isinstance(value, str) or value not in TYPES:
        raise fault("unknown_type", names=TYPES)
    return value


Url = Annotated[
    str,
    BeforeValidator(checked_by(text.webhook_url)),
    WithJsonSchema({"type": "string", "format": "uri", "minLength": 1, "maxLength": text.WEBHOOK_URL[1]}),
]
MaybeUrl = Annotated[
    str | None,
    BeforeValidator(unless_empty(None, checked_by(text.webhook_url))),
    WithJsonSchema({"type": ["string", "null"], "format": "uri", "maxLength": text.WEBHOOK_URL[1]}),
]
WebhookTypes = Annotated[
    tuple[str, ...] | None,
    BeforeValidator(unless_null(_types)),
    WithJsonSchema({"type": ["array", "null"], "items": {"type": "string", "enum": [*TYPES]}, "minItems": 1}),
]
WebhookDescription = Annotated[
    str,
    BeforeValidator(unless_empty("", checked_by(text.webhook_description))),
    length(text.WEBHOOK_DESCRIPTION, null=True),
]
State = Annotated[
    DeliveryState,
    BeforeValidator(chosen({each.value: each for each in DeliveryState}, "not_delivery_state")),
    WithJsonSchema({"type": "string", "enum": [each.value for each in DeliveryState]}),
]
