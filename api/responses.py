"""Every answer as it leaves the door: what was done or what was refused, with the headers that all have."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from api import problem
from api.accept import wishes
from api.call import Answer, Pieces
from api.conditions import unchanged
from api.envelope import CONTENT_TYPE, failure
from api.marks import OWED, REQUEST_ID
from api.ranges import part_of
from api.sign_in.pages import GUARDED, trouble_page, wants_page
from api.words import told

SERVER: Final = "support-desk"
"""Who answers; of what it is made and in which version is nobody's business."""

EVERYWHERE: Mapping[str, str] = {
    "Content-Type": CONTENT_TYPE,
    "Cache-Control": "no-store",
    "Vary": "Authorization, x-api-key, x-api-token, Cookie",
    "X-Content-Type-Options": "nosniff",
    "Server": SERVER,
}
"""The headers of every answer."""

LEGACY_HEADER: Final = "x-api-token"
DEPRECATED: Final = "@1795564800"
"""Since when that header is deprecated, as RFC 9745 writes it: 2026-11-25."""


def answer_request(request: web.BaseRequest, status: int, answer: Answer) -> web.Response:
    """The answer to a request that was done; 304 without a body to who has it already. Raises OutOfRange."""
    headers = {**EVERYWHERE, **owed_to(request), **answer.headers}
    tag = headers.get("ETag")
    if tag is not None and unchanged(request.headers.getall("If-None-Match", ()), tag):
        return web.Response(status=304, headers={name: it for name, it in headers.items() if name != "Content-Type"})
    if answer.pieces is not None:
        return _in_pieces(request, answer.pieces, headers, tag or "")
    return web.Response(status=answer.status or status, body=answer.body, headers=headers)


def _in_pieces(request: web.BaseRequest, body: Pieces, headers: dict[str, str], tag: str) -> web.Response:
    """All of the body, or the part of it that the request is for. Raises OutOfRange."""
    part = part_of(request, body.size, tag)
    first, end = part or (0, body.size)
    headers |= {"Accept-Ranges": "bytes", "Content-Length": str(end - first)}
    if part is not None:
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{body.size}"
    return web.Response(status=206 if part else 200, body=body.read(first, end), headers=headers)


def answer_error(error: BaseException, request_id: str, request: web.BaseRequest | None = None) -> web.Response:
    """The answer to a request on whose way `error` was raised; None where not even its head could be read."""
    how = told(error)
    words, fields = how.words(error), how.fields(error)
    headers = {**EVERYWHERE, "X-Request-Id": request_id}
    if request is not None:
        headers |= {**owed_to(request), "Vary": f"{EVERYWHERE['Vary']}, Accept"}
    headers |= how.headers(error)
    if request is not None and wants_page(request.path):
        return web.Response(status=how.status, body=trouble_page(words, request_id), headers={**headers, **GUARDED})
    if request is not None and wishes(request.headers.getall("Accept", ()), problem.MEDIA_TYPE):
        headers["Content-Type"] = problem.MEDIA_TYPE
        body = problem.problem(how.status, how.code, words, request_id, fields, how.policies(error))
    else:
        body = failure(how.code, words, request_id, fields)
    return web.Response(status=how.status, body=body, headers=headers)


def owed_to(request: web.BaseRequest) -> Mapping[str, str]:
    """The headers that this request is to be answered with, whatever the answer."""
    owed = {"X-Request-Id": request[REQUEST_ID], **request.get(OWED, {})}
    if LEGACY_HEADER in request.headers:
        owed["Deprecation"] = DEPRECATED
    return owed
