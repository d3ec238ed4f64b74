"""Sample values: what the reference page sends and shows as an example, found by the name of a field."""

from collections.abc import Mapping
from typing import Any, Final

Schema = Mapping[str, Any]

PLACEHOLDERS: Final = frozenset(
    {"ticket_id", "category_id", "message_id", "attachment_id", "member_id", "webhook_id", "delivery_id", "key_id"}
)
"""What a reader puts an id of their own in the place of."""

BY_NAME: Final[Mapping[str, object]] = {
    "after": "0",
    "answers": {},
    "attachmentId": "attachment_id",
    "authorName": "Maria",
    "categoryId": "category_id",
    "color": "#3366ff",
    "changes": [{"ticketId": "ticket_id", "title": "Example title"}],
    "claimedBy": None,
    "claimedByMe": True,
    "content": "Example message",
    "createdAt": "2026-01-31T12:00:00.000Z",
    "deliveryId": "delivery_id",
    "description": "Example description",
    "fields": [],
    "keyId": "key_id",
    "messageId": "message_id",
    "message": "Example message",
    "name": "Example name",
    "number": 42,
    "q": "payment",
    "requestId": "b5f0c1a2d3e4f506",
    "responderRoleIds": [],
    "scopes": ["tickets:read"],
    "tags": [],
    "ticketId": "ticket_id",
    "title": "Example title",
    "types": ["ticket.opened", "ticket.closed"],
    "updatedAt": "2026-01-31T12:30:00.000Z",
    "url": "https://example.com/hook",
    "viewerRoleIds": [],
    "webhookId": "webhook_id",
}
"""A value that works as it stands, or a placeholder for an id; names in camelCase as the API has them."""

ALSO_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "PUT /api/tickets": ("claimedByMe",),
    "POST /api/tickets/messages": ("kind",),
    "POST /api/webhooks": ("types",),
    "PUT /api/webhooks": ("types",),
    "POST /api/webhooks/replay": ("deliveryId",),
    "POST /api/tickets/categories": ("description", "color", "responderRoleIds", "viewerRoleIds"),
    "PUT /api/tickets/categories": ("description", "color", "responderRoleIds", "viewerRoleIds"),
}
"""The optional fields that the example of an operation sends beside those that are required."""

_TIME: Final = "2026-01-31T12:00:00.000Z"
_DEEPEST: Final = 6


def example(schema: Schema, schemas: Mapping[str, Schema], name: str = "", depth: int = 0) -> Any:
    """A value that fits `schema`, whose references are found in `schemas`; `name` is the field that holds it."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name, depth)
    if "const" in schema:
        return schema["const"]
    if name in BY_NAME and _may_be(schema, BY_NAME[name]):
        return BY_NAME[name]
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return example(schema[several][0], schemas, name, depth)
    if "enum" in schema:
        return schema["enum"][0]
    return _by_type(schema, schemas, depth)


def _by_type(schema: Schema, schemas: Mapping[str, Schema], depth: int) -> Any:
    kinds = kinds_of(schema)
    if "null" in kinds or depth > _DEEPEST:
        return None
    if "object" in kinds:
        inner = schema.get("properties", {})
        return {each: example(kind, schemas, each, depth + 1) for each, kind in inner.items()}
    if "array" in kinds:
        items = schema.get("items", {})
        return [example(items, schemas, "", depth + 1)] if "$ref" in items else []
    if "boolean" in kinds:
        return schema.get("default", False)
    if "integer" in kinds:
        return schema.get("default", schema.get("minimum", 0))
    return _TIME if schema.get("format") == "date-time" else "1"


def kinds_of(schema: Schema) -> frozenset[str]:
    """The JSON types that a value may have, `null` among them."""
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return frozenset().union(*(kinds_of(each) for each in schema[several]))
    kind = schema.get("type", "object" if "properties" in schema else "string")
    return frozenset([kind]) if isinstance(kind, str) else frozenset(kind)


def _may_be(schema: Schema, value: object) -> bool:
    """Whether the value's type is among the schema's: two fields of one name need not hold the same."""
    told = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object", type(None): "null"}
    enum = schema.get("enum")
    return told[type(value)] in kinds_of(schema) and (enum is None or value in enum)
