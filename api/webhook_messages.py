"""What webhooks are sent, for the API's own description: the types of message, each with the schema of its body."""

from typing import Final

from api.schemas import OUTGOING, Schema
from desk.lining_up import TYPES
from desk.webhooks import TEST

_TEST_DATA: Final[Schema] = {
    "type": "object",
    "properties": {"webhookId": {"type": "string"}, "deliveryId": {"type": "string"}},
    "required": ["webhookId", "deliveryId"],
    "additionalProperties": False,
}
_EVENT: Final = OUTGOING["Event"]
_EVENT_DATA: Final[Schema] = {
    **_EVENT,
    "properties": {**_EVENT["properties"], "truncated": {"type": "boolean"}},
    "required": [*_EVENT["required"], "truncated"],
}


MESSAGES: Final[dict[str, Schema]] = {"WebhookEvent": _EVENT_DATA, "WebhookTest": _TEST_DATA}
"""What stands under `data`, by the names under which the description knows it."""


def webhook_messages() -> dict[str, Schema]:
    """By type the schema of the body: `type`, `timestamp`, and under `data` the event as `GET /api/events` tells it.

    References lead into the description's own components. `truncated` says that ticket, message and category were left
    out of a body that would have been too long for receivers.
    """
    return {kind: _body(kind, "WebhookTest" if kind == TEST else "WebhookEvent") for kind in (*TYPES, TEST)}


def _body(kind: str, name: str) -> Schema:
    return {
        "type": "object",
        "properties": {
            "type": {"const": kind},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"$ref": f"#/components/schemas/{name}"},
        },
        "required": ["type", "timestamp", "data"],
        "additionalProperties": False,
    }
