"""Every answer of every desk that runs in the tests' own process, held against the API's own description."""

import json
from functools import cache
from typing import Any, Final

import jsonschema_rs
from aiohttp import web

from api.openapi import describe
from api.protocol import Connection

DOCUMENT: Final = describe()
ENVELOPE: Final = "application/json"


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
        elif answer.content_type != ENVELOPE and answer.content_type not in described.get("content", {}):
            self._wrong.append(f"{asked} as {answer.content_type} is not described")
        elif answer.content_type == ENVELOPE and isinstance(answer, web.Response):
            validator = validator_of(request.path, request.method.lower(), str(answer.status))
            body = answer.body if isinstance(answer.body, bytes) else b"null"
            self._wrong += [f"{asked}: {each.message[:300]}" for each in validator.iter_errors(json.loads(body))]


@cache
def validator_of(path: str, method: str, status: str) -> Any:
    """The validator of that operation's answers with that status, compiled once."""
    schema = DOCUMENT["paths"][path][method]["responses"][status]["content"][ENVELOPE]["schema"]
    return jsonschema_rs.Draft202012Validator({**schema, "components": DOCUMENT["components"]})


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
