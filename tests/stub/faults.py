"""Faults that the stub can be told to answer with, before or after a request had its effect."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from aiohttp import web

from tests.stub.rest import WORLD
from tests.stub.world import as_json

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

Kind = Literal["status", "limit", "reset", "hold"]


@dataclass(eq=False)
class Fault:
    """Strikes the next `times` requests whose `METHOD path` and body match; `after`: once they had their effect.

    `status` answers so; `limit` asks for `seconds` of patience with 429; `reset` cuts the connection; `hold` answers
    nothing until it is released.
    """

    kind: Kind
    request: str = "."
    body: str = ""
    after: bool = False
    status: int = 500
    seconds: float = 0.0
    everywhere: bool = False
    times: int = 1
    struck: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def strikes(self, line: str, body: str) -> bool:
        """Whether this request is one of those that it is for."""
        fits = re.search(self.request, line) and re.search(self.body, body, re.DOTALL)
        return self.struck < self.times and bool(fits)


FAULTS: Final[web.AppKey[list[Fault]]] = web.AppKey("FAULTS")


@web.middleware
async def inject(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let the first fault that fits strike."""
    if not request.path.startswith("/api/"):
        return await handler(request)
    line, body = (
        f"{request.method} {request.path}",
        "" if request.content_type.startswith("multipart") else await request.text(),
    )
    faults: list[Fault] = request.app[FAULTS]
    fault = next((each for each in faults if each.strikes(line, body)), None)
    if fault is None:
        return await handler(request)
    answer = await handler(request) if fault.after else None
    fault.struck += 1
    request.app[WORLD].touch()
    return await _strike(request, handler, fault, answer)


async def _strike(
    request: web.Request, handler: Handler, fault: Fault, answer: web.StreamResponse | None
) -> web.StreamResponse:
    if fault.kind == "reset":
        if request.transport is not None:
            request.transport.abort()
        raise ConnectionResetError
    if fault.kind == "hold":
        await fault.released.wait()
        return answer or await handler(request)
    if fault.kind == "limit":
        told = {"message": "You are being rate limited.", "retry_after": fault.seconds, "global": fault.everywhere}
        headers = {"Retry-After": str(fault.seconds), "Via": "1.1 stub", "X-RateLimit-Scope": "shared"}
        return as_json(told, status=429, headers=headers)
    return as_json({"code": 0, "message": "it failed"}, status=fault.status)
