"""Every answer of every desk that runs in the tests' own process, held against the API's own description."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import jsonschema_rs
from aiohttp import web

from api.openapi import describe
from api.protocol import Connection

DOCUMENT: Final = describe()

PLAIN: Final = frozenset(
    {
        "cache-control",
        "connection",
        "content-length",
        "content-security-policy",
        "content-type",
        "date",
        "server",
        "transfer-encoding",
        "vary",
        "x-accel-buffering",
        "x-content-type-options",
    }
)
"""The headers that tell a program nothing of its request; every other that an answer carries is described."""


class Described:
    """Keeps what was wrong with the answers since it was last asked."""

    def __init__(self) -> None:
        self._wrong: list[str] = []

    def take(self) -> list[str]:
        """What was wrong since the last time."""
        wrong, self._wrong = self._wrong, []
        return wrong

    def meet(self, request: web.BaseRequest, answer: web.StreamResponse) -> None:
        """Look at one answer, which is about to be sent."""
        operation = DOCUMENT["paths"].get(request.path, {}).get(request.method.lower())
        if operation is None or operation.get("security") == []:
            return
        asked = f"{request.method} {request.path}: {answer.status}"
        described = operation["responses"].get(str(answer.status))
        if described is None:
            self._wrong.append(f"{asked} is not described")
            return
        self._wrong += [f"{asked}: {each}" for each in _wrong_headers(answer, described["headers"])]
        body = answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""
        content = described.get("content", {})
        if body and answer.content_type not in content:
            self._wrong.append(f"{asked} as {answer.content_type} is not described")
        elif body and answer.content_type.endswith("json"):
            validator = validator_of(json.dumps(content[answer.content_type]["schema"]))
            self._wrong += [f"{asked}: {each.message[:300]}" for each in validator.iter_errors(json.loads(body))]


def _wrong_headers(answer: web.StreamResponse, described: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the headers of an answer that is described to have those."""
    known = {name.lower() for name in described}
    for name in answer.headers:
        if name.lower() not in PLAIN | known:
            yield f"the header {name} is not described"
    for name in described:
        header = DOCUMENT["components"]["headers"][name]
        if header.get("required") and name not in answer.headers:
            yield f"the header {name} is missing"
        if (
            name in answer.headers
            and "enum" in header["schema"]
            and answer.headers[name] not in header["schema"]["enum"]
        ):
            yield f"the header {name} is not as described"


@cache
def validator_of(schema: str) -> Any:
    """The validator of that schema of the description, compiled once."""
    return jsonschema_rs.Draft202012Validator({**json.loads(schema), "components": DOCUMENT["components"]})


DESCRIBED: Final = Described()


def watch() -> None:
    """Look at every answer from now on, in whatever test."""
    send = Connection.finish_response

    async def finish_response(
        self: Connection, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        DESCRIBED.meet(request, resp)
        return await send(self, request, resp, start_time)

    Connection.finish_response = finish_response  # type: ignore[method-assign] # the one place that every answer passes
