"""The headers that are the desk's own, of requests and of answers, as OpenAPI describes them."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from api.call import REPLAYED
from api.dry_run import HEADER as DRY_RUN
from api.lists import PATH as LISTED
from api.operation import Operation
from api.schemas import Schema
from api.stream import EVENT_STREAM

AnyOperation = Operation[Any, Any]

_UNCOUNTED: Final = {405, 417}
"""Statuses of what was refused before it was looked who asks."""

_LATER: Final = {429, 503}
_TEXT: Final[Schema] = {"type": "string"}
_TAG: Final = '"<etag>"'


def _parameter(name: str, example: str, description: str, schema: Schema) -> Schema:
    told = {"description": description, "example": example, "schema": schema}
    return {"name": name, "in": "header", "required": False, **told}


_SENT: Final[tuple[tuple[Schema, Callable[[AnyOperation], bool]], ...]] = (
    (
        _parameter(
            "Idempotency-Key",
            "order-4012",
            "Sent again with the same request within 24 hours, the first answer comes again.",
            {"type": "string", "minLength": 1, "maxLength": 257},
        ),
        lambda it: it.repeatable,
    ),
    (
        _parameter(
            DRY_RUN,
            "1",
            "1 for the answer as it would be: all is done and then taken back. Ids in it belong to nothing.",
            {"type": "string", "enum": ["0", "1"]},
        ),
        lambda it: it.method != "GET" and it.rehearsed,
    ),
    (
        _parameter(
            "If-None-Match",
            _TAG,
            "The ETag of what was read before: 304 without a body when it is still that.",
            _TEXT,
        ),
        lambda it: it.tagged,
    ),
    (
        _parameter("Range", "bytes=0-99", "The part that is wanted, a single one, in bytes.", _TEXT),
        lambda it: it.ranged,
    ),
    (
        _parameter("If-Range", _TAG, "The ETag of what the part is to belong to; of another all is sent.", _TEXT),
        lambda it: it.ranged,
    ),
    (
        _parameter(
            "If-Match",
            _TAG,
            "The ETag that reading the ticket gave: 412 when it is not that any more. See also version.",
            _TEXT,
        ),
        lambda it: it.guarded,
    ),
    (
        _parameter(
            "Last-Event-ID",
            "274",
            "Of a stream that goes on: the id that came last. It goes before `after`.",
            {"type": "string", "maxLength": 40},
        ),
        lambda it: EVENT_STREAM in it.other_types,
    ),
)
"""The request headers that some operations heed, and which those are."""


def sent_to(operation: AnyOperation) -> list[Schema]:
    """The headers that the operation heeds, as parameters."""
    return [it for it, has in _SENT if has(operation)]


ANSWERED: Final[dict[str, Schema]] = {
    "X-Request-Id": {
        "description": "The id under which the desk's log tells of this request.",
        "required": True,
        "schema": _TEXT,
    },
    "RateLimit-Policy": {
        "description": "The quotas that this request counts in: `q` calls in any `w` seconds. See draft RateLimit 11.",
        "schema": _TEXT,
    },
    "RateLimit": {
        "description": "Of each of them, how many calls are left (`r`) and in how many seconds the next is (`t`).",
        "schema": _TEXT,
    },
    "Retry-After": {"description": "In how many seconds to come again.", "schema": {"type": "integer", "minimum": 0}},
    "Deprecation": {"description": "Comes when x-api-token was sent: use Authorization (RFC 9745).", "schema": _TEXT},
    "WWW-Authenticate": {"description": "What is wrong with the key, as RFC 6750 tells it.", "schema": _TEXT},
    "Allow": {"description": "The methods that the path has.", "schema": _TEXT},
    "ETag": {
        "description": "Names what was read: for If-None-Match and If-Match. Of one ticket or file.",
        "schema": _TEXT,
    },
    "Accept-Ranges": {
        "description": "That a part can be asked for, in bytes.",
        "schema": {"type": "string", "enum": ["bytes"]},
    },
    "Content-Range": {"description": "Which part it is of how many bytes; * for none.", "schema": _TEXT},
    "Link": {"description": "Where the list begins and goes on: first, next, prev (RFC 8288).", "schema": _TEXT},
    "Set-Cookie": {"description": "Takes the session's cookie away.", "schema": _TEXT},
    REPLAYED: {"description": "This answer was given before.", "schema": {"type": "string", "enum": ["true"]}},
    DRY_RUN: {"description": "Nothing was changed.", "schema": {"type": "string", "enum": ["1"]}},
    "Content-Disposition": {"description": "Has the document saved, under which name.", "schema": _TEXT},
}
"""Every header of an answer that is the desk's own, and what it means."""


def of_answer(operation: AnyOperation, status: int) -> Schema:
    """The headers that an answer of that status can have."""
    return named(*_names(operation, status))


def named(*names: str) -> Schema:
    """These headers, where an answer tells of its own."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _names(operation: AnyOperation, status: int) -> Iterator[str]:
    yield "X-Request-Id"
    if status not in _UNCOUNTED:
        yield from ("RateLimit-Policy", "RateLimit")
        if operation.method != "GET" and operation.rehearsed:
            yield DRY_RUN
    elif status == 405:
        yield "Allow"
    if status in _LATER:
        yield "Retry-After"
    if status in {400, 401, 403}:
        yield "WWW-Authenticate"
    yield "Deprecation"
    if status in {206, 416}:
        yield "Content-Range"
    if status < 400:
        yield from _of_success(operation)


def _of_success(operation: AnyOperation) -> Iterator[str]:
    if operation.tagged:
        yield "ETag"
    if operation.ranged:
        yield "Accept-Ranges"
    if operation.method == "GET" and operation.path == LISTED:
        yield "Link"
    if operation.repeatable:
        yield REPLAYED
    if operation.data == ("SignedOut",):
        yield "Set-Cookie"
    if set(operation.other_types) - {EVENT_STREAM}:
        yield "Content-Disposition"
