"""The API's own description, OpenAPI 3.1, made from the table of operations."""

from functools import cache
from typing import Any, Final

from pydantic.json_schema import models_json_schema
from pydantic_core import to_json

from api.authentication import CSRF_HEADER, HEADERS
from api.cookies import SESSION
from api.errors import SignInEnds
from api.header_fields import ANSWERED, named, of_answer, sent_to
from api.incoming import Incoming
from api.multipart import FIELD
from api.multipart import MEDIA_TYPE as FORM_TYPE
from api.operation import Operation, Pace
from api.operations import OPEN_PATHS, OPERATIONS
from api.problem import MEDIA_TYPE
from api.schemas import OUTGOING, Schema, success_with
from api.stream import EVENT_STREAM
from api.webhook_messages import MESSAGES, webhook_messages
from api.words import TABLE
from desk.filing import FILES_AT_MOST

VERSION = "1.0.0"

GROUPS = (
    ("/api/tickets/messages", "Messages"),
    ("/api/tickets/attachments", "Messages"),
    ("/api/tickets/categories", "Categories"),
    ("/api/tickets", "Tickets"),
    ("/api/events", "Sync and search"),
    ("/api/search", "Sync and search"),
    ("/api/webhooks", "Webhooks"),
    ("/api/session", "Session and keys"),
    ("/api/keys", "Session and keys"),
)
"""Under which heading the operations of a path stand; the first that the path begins with."""

MEANINGS: Final = {
    400: "Invalid input, missing parameters, or validation failure.",
    401: "Authentication is missing or invalid.",
    403: "The authenticated principal lacks the required permission or scope.",
    404: "The requested resource was not found.",
    405: "The path has other methods.",
    408: "The body did not come in time.",
    409: "The present state does not allow it.",
    410: "It is gone for good.",
    412: "It has changed since.",
    413: "The body is too large.",
    415: "The body is of a kind that is not read.",
    416: "There is no such part of it.",
    417: "What Expect asks for cannot be met.",
    422: "The Idempotency-Key came before with another request.",
    429: "Too often; Retry-After says when to come again.",
    500: "Unexpected server error.",
    503: "A part of the desk cannot answer now; try again.",
    507: "There is no room left for files: of all together (files_full), or of the one who asks (share_full).",
}
"""What each status of a refusal means; the first five as the reference has them."""

MADE: Final = {
    "OneTicket": ("ticketId", "/data/ticket/id"),
    "OneMessage": ("messageId", "/data/message/id"),
    "OneCategory": ("categoryId", "/data/category/id"),
    "NewWebhook": ("webhookId", "/data/webhook/id"),
}
"""The name under which other operations ask for what one has made, and where its id stands in the answer."""

QUOTAS: Final[dict[Pace | None, str]] = {
    None: "No limit of its own.",
    "opening": "Counts in the quota `opening` of the member as well, whatever key they use.",
    "long": "Counts in the quota `long` of the member as well, whatever key they use.",
}
"""What limits an operation beside the quota of the key or session."""

CREATED: Final = 201

_REF = "#/components/schemas/{model}"
_BODY_ERRORS = {408, 413, 415}
_GUARD_ERRORS = {412}
_FORM_ERRORS = {507}
_OFTEN = {400, 401, 403, 404, 405, 409, 417, 429, 500, 503}


@cache
def document() -> bytes:
    """The whole document as JSON."""
    return to_json(describe())


def describe() -> Schema:
    """The whole document."""
    paths: dict[str, Schema] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    for openly in OPEN_PATHS:
        told: Schema = {"description": "As said.", "headers": named("X-Request-Id")}
        answers: Schema = {"200": {**told, "content": {openly.kind: {}}}} if openly.shown else {}
        answers |= {str(status): told for status in openly.statuses}
        paths[openly.path] = {"get": {"summary": openly.summary, "security": [], "responses": answers}}
    bodies = [(operation.body, "validation") for operation in OPERATIONS if operation.body is not None]
    _, incoming = models_json_schema(bodies, ref_template=_REF)  # type: ignore[arg-type]  # a list of plain tuples
    return {
        "openapi": "3.1.0",
        "info": {"title": "Support desk", "version": VERSION, "license": {"name": "MIT", "identifier": "MIT"}},
        "security": _security(by_key=True, mutates=True),
        "tags": [{"name": group} for group in dict.fromkeys(group for _, group in GROUPS)],
        "paths": paths,
        "webhooks": {kind: {"post": _webhook(kind, body)} for kind, body in webhook_messages().items()},
        "components": {
            "schemas": {**OUTGOING, **MESSAGES, **incoming["$defs"]},
            "headers": ANSWERED,
            "securitySchemes": {
                "Authorization": {"type": "http", "scheme": "bearer", "description": "Preferred API-key header."},
                "x-api-key": _header_scheme("x-api-key", "Alternative API-key header."),
                "x-api-token": _header_scheme("x-api-token", "Legacy API-key header."),
                "session": {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "Set by /sign-in."},
                "csrf": _header_scheme(CSRF_HEADER, "The csrfToken of GET /api/session."),
            },
        },
    }


def _webhook(kind: str, body: Schema) -> Schema:
    """What a receiver is sent, as Standard Webhooks have it, and what its answers mean."""
    headers = {
        "webhook-id": "The same for each try of one delivery: what came before is known by it.",
        "webhook-timestamp": "When it was sent, in seconds since 1970.",
        "webhook-signature": "One or more of v1, and the Base64 of HMAC-SHA256, with blanks between.",
    }
    return {
        "operationId": f"webhook_{kind.replace('.', '_')}",
        "summary": f"Sent to webhooks that ask for {kind}.",
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
            for name, words in headers.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "2XX": {"description": "It has arrived."},
            "410": {"description": "The receiver is gone: the webhook is switched off."},
            "default": {"description": "It is sent again, with growing pauses, for three days."},
        },
    }


def group_of(path: str) -> str:
    """The heading under which the operations of that path stand."""
    return next(group for start, group in GROUPS if path.startswith(start))


def _header_scheme(name: str, description: str) -> Schema:
    return {"type": "apiKey", "in": "header", "name": name, "description": description}


def _security(*, by_key: bool, mutates: bool) -> list[Schema]:
    """The ways to say who asks: any one of the key's headers, or the session, for changes with its token."""
    keys: list[Schema] = [{name: []} for name in HEADERS] if by_key else []
    return [*keys, {SESSION: [], "csrf": []} if mutates else {SESSION: []}]


def _operation(operation: Operation[Any, Any]) -> Schema:
    made: Schema = {
        "operationId": operation.handler.__name__,
        "tags": [group_of(operation.path)],
        "summary": operation.summary,
        "security": _security(by_key=operation.scope is not None, mutates=operation.method != "GET"),
        "description": f"API key: {operation.scope or 'none'}. Permissions or scopes: {operation.permissions}.",
        "x-scope": operation.scope,
        "x-permissions": operation.permissions,
        "x-limit": _limit(operation),
        "parameters": _parameters(operation.query),
        "responses": _responses(operation),
    }
    if operation.body is not None:
        schema = {"$ref": _REF.format(model=operation.body.__name__)}
        made["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}, **_form(operation)},
        }
    made["parameters"] += sent_to(operation)
    return made


def _limit(operation: Operation[Any, Any]) -> str:
    words = QUOTAS[operation.pace]
    return words if operation.paced_by is None else f"With `{operation.paced_by}`: {words}"


_FILES = (
    f"Up to {FILES_AT_MOST} files, each a part with this name and a file name."
    " Of the room for files one member has a share; what goes beyond it is answered 507 share_full."
)


def _form(operation: Operation[Any, Any]) -> Schema:
    """The other body of an operation that takes files."""
    if operation.form is None:
        return {}
    schema = operation.form.model_json_schema(ref_template=_REF)
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    schema["properties"][FIELD] = {"type": "array", "items": file, "maxItems": FILES_AT_MOST, "description": _FILES}
    return {FORM_TYPE: {"schema": schema}}


def _parameters(query: type[Incoming]) -> list[Schema]:
    schema = query.model_json_schema(ref_template=_REF)
    required = schema.get("required", ())
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            "description": kind.pop("description"),
            "schema": {key: value for key, value in kind.items() if key != "title"},
        }
        for name, kind in schema["properties"].items()
    ]


def _responses(operation: Operation[Any, Any]) -> Schema:
    failure = {
        "application/json": {"schema": {"$ref": _REF.format(model="Failure")}},
        MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}},
    }
    statuses = {told.status for told in TABLE.values()} & (_OFTEN | (_BODY_ERRORS if operation.body else {408, 413}))
    if operation.repeatable:
        statuses.add(422)
    if operation.guarded:
        statuses |= _GUARD_ERRORS
    if EVENT_STREAM in operation.other_types:
        statuses.add(429)
    if operation.ranged:
        statuses.add(416)
    if operation.form is not None:
        statuses |= _FORM_ERRORS
    success: Schema = {"application/json": {"schema": success_with(operation.data)}} if operation.data else {}
    success |= {kind: {"schema": {"type": "string"}} for kind in operation.other_types}
    answers: dict[int, Schema] = {operation.status: {"description": "Done.", "content": success, **_links(operation)}}
    if operation.ranged:
        answers[206] = {"description": "The part that was asked for.", "content": success}
    if operation.tagged:
        answers[304] = {"description": "It is what you have."}
    answers |= {status: {"description": _codes(status), "content": failure} for status in sorted(statuses)}
    return {str(status): {"headers": of_answer(operation, status), **it} for status, it in answers.items()}


def _links(operation: Operation[Any, Any]) -> Schema:
    """What can be done next with what the operation has made, by the operations that ask for its id."""
    made = MADE.get(operation.data[0]) if operation.status == CREATED else None
    if made is None:
        return {}
    name, place = made
    links: dict[str, Schema] = {}
    for other in OPERATIONS:
        link: Schema = {"operationId": other.handler.__name__}
        if _names(other.query, name):
            links[f"{other.handler.__name__}_of_it"] = {**link, "parameters": {name: f"$response.body#{place}"}}
        elif _names(other.body, name):
            links[f"{other.handler.__name__}_of_it"] = {**link, "requestBody": {name: f"$response.body#{place}"}}
    return {"links": links}


def _names(model: type[Incoming] | None, name: str) -> bool:
    return model is not None and any(it.alias == name for it in model.model_fields.values())


def _codes(status: int) -> str:
    """What that status means, and the codes under which such an answer can come."""
    answers = {error: told for error, told in TABLE.items() if not issubclass(error, SignInEnds)}
    codes = dict.fromkeys(told.code for told in answers.values() if told.status == status)
    return f"{MEANINGS[status]} Code: {', '.join(codes)}."
