"""The schemas of what goes out, for the API's own description; the tests hold every answer against them."""

from typing import Any, Final

from desk.actor import Scope
from desk.lining_up import TYPES
from desk.models import DeliveryState, Off, QuestionKind
from desk.stream import NAMES
from desk.transcript import TOLD_TO_STAFF
from desk.webhooks import TEST

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_ID: Schema = {"type": "string", "maxLength": 64}
_MAYBE_ID: Schema = {"type": ["string", "null"], "maxLength": 64}
_TIME: Schema = {"type": "string", "format": "date-time"}
_MAYBE_TIME: Schema = {"type": ["string", "null"], "format": "date-time"}
_NUMBER: Schema = {"type": "integer", "minimum": 0}
_YES_OR_NO: Schema = {"type": "boolean"}
_IDS: Schema = {"type": "array", "items": _ID}


def _object(optional: tuple[str, ...] = (), /, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(name: str) -> Schema:
    return {"oneOf": [_ref(name), {"type": "null"}]}


def _list(name: str) -> Schema:
    return {"type": "array", "items": _ref(name)}


_TEXTS: Schema = {"type": "array", "items": _TEXT}
_KIND_OF_FIELD: Schema = {"type": "string", "enum": [each.value for each in QuestionKind]}
_CATEGORY_OF_TICKET = _object(id=_ID, name=_TEXT, deleted=_YES_OR_NO)
_TICKET: dict[str, Schema] = {
    "id": _ID,
    "number": {"type": "integer", "minimum": 1},
    "title": _TEXT,
    "status": {"type": "string", "enum": ["open", "closed"]},
    "ownerId": _ID,
    "categoryId": _ID,
    "category": _CATEGORY_OF_TICKET,
    "claimed": _YES_OR_NO,
    "claimedBy": _MAYBE_ID,
    "priority": {"type": "string", "enum": ["low", "normal", "high", "urgent"]},
    "tags": {"type": "array", "items": _TEXT},
    "fields": {"type": "array", "items": _object(label=_TEXT, kind=_KIND_OF_FIELD, values=_TEXTS)},
    "createdAt": _TIME,
    "updatedAt": _TIME,
    "closedAt": _MAYBE_TIME,
    "closeReason": _MAYBE_TEXT,
    "snoozedUntil": _MAYBE_TIME,
    "mergedInto": _MAYBE_ID,
    "version": _NUMBER,
    "url": _MAYBE_TEXT,
}
_DETAIL: dict[str, Schema] = {
    "participants": _IDS,
    "links": _IDS,
    "rating": {"type": ["integer", "null"], "minimum": 1, "maximum": 5},
    "ratingComment": _MAYBE_TEXT,
}
_VIA: Schema = {"type": "string", "enum": ["discord", "rest", "desk"]}
_MESSAGE: dict[str, Schema] = {
    "id": _ID,
    "ticketId": _ID,
    "authorId": _MAYBE_ID,
    "authorName": _TEXT,
    "anonymous": _YES_OR_NO,
    "via": _VIA,
    "kind": {"type": "string", "enum": ["reply", "note", "system"]},
    "content": _TEXT,
    "attachments": {"type": "array", "items": _object(id=_MAYBE_ID, name=_TEXT, size=_NUMBER, url=_MAYBE_TEXT)},
    "createdAt": _TIME,
    "editedAt": _MAYBE_TIME,
    "forwarded": _YES_OR_NO,
    "earlier": {"type": "array", "items": _object(content=_TEXT, until=_TIME)},
}
_CATEGORY: dict[str, Schema] = {
    "id": _ID,
    "name": _TEXT,
    "description": _MAYBE_TEXT,
    "color": {"type": ["string", "null"], "pattern": "^#[0-9a-f]{6}$"},
    "open": _YES_OR_NO,
    "responderRoleIds": _IDS,
    "viewerRoleIds": _IDS,
}
_ROLES = ("responderRoleIds", "viewerRoleIds")
_MESSAGES: dict[str, Schema] = {"messages": _list("Message"), "messagesCursor": _MAYBE_ID}
_PERMISSIONS = _object(
    open=_YES_OR_NO,
    viewAll=_YES_OR_NO,
    manageTickets=_YES_OR_NO,
    defineTickets=_YES_OR_NO,
    responderCategoryIds=_IDS,
    viewerCategoryIds=_IDS,
)

_FACTS: dict[str, Schema] = {
    "was": _MAYBE_ID,
    "claimedBy": _MAYBE_ID,
    "into": _MAYBE_ID,
    "duplicate": _MAYBE_ID,
    "otherId": _MAYBE_ID,
    "until": _TEXT,
    "why": _TEXT,
    "rating": _NUMBER,
    "number": _NUMBER,
    "kind": _TEXT,
    "userId": _ID,
    "messageId": _ID,
}
_EVENT: dict[str, Schema] = {
    "id": _ID,
    "seq": {"type": "integer", "minimum": 1},
    "type": {"type": "string", "enum": [*NAMES]},
    "at": _TIME,
    "via": _VIA,
    "actorId": _MAYBE_ID,
    "ticketId": _MAYBE_ID,
    "categoryId": _MAYBE_ID,
    "data": _object(tuple(_FACTS), **_FACTS),
    "ticket": _maybe("Ticket"),
    "message": _maybe("Message"),
    "category": _maybe("Category"),
}
_GUILD = _object(id=_ID, name=_TEXT)

_ERROR = _object(
    ("fields",),
    code=_TEXT,
    message=_TEXT,
    fields={"type": "object", "additionalProperties": _TEXT},
    requestId=_TEXT,
)
_RESULT = _object(
    status={"type": "integer", "minimum": 200, "maximum": 599},
    data={"oneOf": [_ref("OneTicket"), {"type": "null"}]},
    error={"oneOf": [_ERROR, {"type": "null"}]},
)
_WEBHOOK: dict[str, Schema] = {
    "id": _ID,
    "url": _TEXT,
    "types": {"type": ["array", "null"], "items": {"type": "string", "enum": [*TYPES]}},
    "description": _TEXT,
    "enabled": _YES_OR_NO,
    "off": {"type": ["string", "null"], "enum": [*Off, None]},
    "offAt": _MAYBE_TIME,
    "memberId": _ID,
    "createdAt": _TIME,
    "updatedAt": _TIME,
    "oldSecretUntil": _MAYBE_TIME,
    "failingSince": _MAYBE_TIME,
    "pausedUntil": _MAYBE_TIME,
}
_SECRET: Schema = {"type": "string", "pattern": "^whsec_"}
_DELIVERY: dict[str, Schema] = {
    "id": _ID,
    "webhookId": _ID,
    "seq": {"type": ["integer", "null"], "minimum": 1},
    "type": {"type": "string", "enum": [*TYPES, TEST]},
    "state": {"type": "string", "enum": [*DeliveryState]},
    "attempts": _NUMBER,
    "status": {"type": ["integer", "null"]},
    "error": _MAYBE_TEXT,
    "createdAt": _TIME,
    "triedAt": _MAYBE_TIME,
    "nextTryAt": _MAYBE_TIME,
    "triedUntil": _MAYBE_TIME,
}

OUTGOING: Final[dict[str, Schema]] = {
    "Ticket": _object(**_TICKET),
    "Message": _object(**_MESSAGE),
    "Category": _object(_ROLES, **_CATEGORY),
    "TicketList": _object(
        tickets=_list("Ticket"),
        total=_NUMBER,
        page={"type": ["integer", "null"], "minimum": 1},
        pageSize={"type": "integer", "minimum": 1, "maximum": 100},
        nextCursor=_MAYBE_TEXT,
        syncToken=_MAYBE_TEXT,
    ),
    "Match": _object(ticket=_ref("Ticket"), message=_maybe("Message"), excerpt=_MAYBE_TEXT),
    "MatchList": _object(
        matches=_list("Match"),
        total=_NUMBER,
        page={"type": "integer", "minimum": 1},
        pageSize={"type": "integer", "minimum": 1, "maximum": 100},
    ),
    "Event": _object(**_EVENT),
    "EventList": _object(events=_list("Event"), next=_TEXT, more=_YES_OR_NO, reset=_YES_OR_NO),
    "TicketDetail": _object(ticket=_object(**_TICKET, **_DETAIL, **_MESSAGES)),
    "OneTicket": _object(ticket=_ref("Ticket")),
    "DeletedTicket": _object(ticket=_object(**_TICKET, deletedAt=_TIME)),
    "TranscriptAnswer": _object(
        transcript=_object(**_TICKET, **_DETAIL, messages=_list("Message"), events=_list("Happening"), madeAt=_TIME)
    ),
    "Happening": _object(
        type={"type": "string", "enum": sorted(TOLD_TO_STAFF)},
        at=_TIME,
        via=_VIA,
        byId=_MAYBE_ID,
        memberId=_MAYBE_ID,
        categoryName=_MAYBE_TEXT,
    ),
    "MessageList": _object(**_MESSAGES),
    "OneMessage": _object(message=_ref("Message")),
    "DeletedMessage": _object(
        message=_object(
            **{name: kind for name, kind in _MESSAGE.items() if name not in {"content", "attachments", "earlier"}},
            deletedAt=_TIME,
        )
    ),
    "CategoryList": _object(categories=_list("Category")),
    "OneCategory": _object(category=_ref("Category")),
    "DeletedCategory": _object(category=_object(**_CATEGORY, deletedAt=_TIME)),
    "SessionAnswer": _object(
        session=_object(
            user=_object(id=_ID, name=_TEXT),
            guild={"oneOf": [_GUILD, {"type": "null"}]},
            guilds={"type": "array", "items": _GUILD},
            access=_YES_OR_NO,
            permissions={"oneOf": [_PERMISSIONS, {"type": "null"}]},
            csrfToken=_TEXT,
            expiresAt=_TIME,
        )
    ),
    "SignedOut": _object(session={"type": "null"}),
    "Key": _object(
        id=_ID,
        memberId=_ID,
        name=_TEXT,
        prefix=_TEXT,
        scopes={"type": "array", "items": {"type": "string", "enum": [*Scope]}},
        createdAt=_TIME,
        expiresAt=_MAYBE_TIME,
        lastUsedAt=_MAYBE_TIME,
        revokedAt=_MAYBE_TIME,
    ),
    "KeyList": _object(keys=_list("Key")),
    "NewKey": _object(key=_ref("Key"), secret=_MAYBE_TEXT),
    "OneKey": _object(key=_ref("Key")),
    "AccessAnswer": _object(access=_YES_OR_NO, permissions=_PERMISSIONS),
    "CountAnswer": _object(count=_NUMBER),
    "Webhook": _object(**_WEBHOOK),
    "Delivery": _object(**_DELIVERY),
    "WebhookList": _object(webhooks=_list("Webhook")),
    "OneWebhook": _object(webhook=_ref("Webhook")),
    "NewWebhook": _object(webhook=_ref("Webhook"), secret=_SECRET),
    "DeletedWebhook": _object(webhook=_object(**_WEBHOOK, deletedAt=_TIME)),
    "DeliveryList": _object(deliveries=_list("Delivery"), nextCursor=_MAYBE_TEXT),
    "OneDelivery": _object(delivery=_ref("Delivery")),
    "ReplayAnswer": _object(count=_NUMBER),
    "BulkAnswer": _object(results={"type": "array", "items": _RESULT}, succeeded=_NUMBER, failed=_NUMBER),
    "Failure": _object(success={"const": False}, data={"type": "null"}, error=_ERROR),
    "Problem": _object(
        ("errors", "violated-policies"),
        **{
            "type": {"type": "string", "format": "uri-reference"},
            "title": _TEXT,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": _TEXT,
            "instance": _TEXT,
            "code": _TEXT,
            "errors": {"type": "array", "items": _object(pointer=_TEXT, detail=_TEXT)},
            "violated-policies": _TEXTS,
        },
    ),
}
"""By the names under which the description and the table of operations know them."""


def success_with(names: tuple[str, ...]) -> Schema:
    """The envelope of a success with one of those under `data`."""
    data = _ref(names[0]) if len(names) == 1 else {"oneOf": [_ref(name) for name in names]}
    return _object(success={"const": True}, data=data, error={"type": "null"})
