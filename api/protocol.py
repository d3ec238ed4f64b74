"""HTTP as aiohttp speaks it, but for what it does by itself and must not: its own error pages and logs of them."""

import asyncio
import logging
import random
import secrets
import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import RawRequestMessage
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader
from aiohttp.web_protocol import RequestHandler, RequestPayloadError

from api.connections import Gate
from api.errors import Crowded, Malformed, TooLarge, TooSlow
from api.limits import Limits
from api.marks import BEGUN, OPERATION, REQUEST_ID
from api.responses import answer_error
from desk.errors import DeskError

_log = logging.getLogger(__name__)

HELD_AT_MOST = 64 * 1024
"""Bytes that are kept of a connection that still waits for its place."""


UNKNOWN = "unknown"
"""The operation of a request for what there is not, or for nothing that could be read."""

Observe = Callable[[str, int, float], None]
"""Hears of each answer: of which operation, its status, and the seconds since the request's head was read."""


def unobserved(_operation: str, _status: int, _seconds: float) -> None:
    """Hears nothing."""


_ids: Final = random.Random(secrets.randbits(128))  # noqa: S311 -- an id is to be unlike all others, and no secret


def make_request_id() -> str:
    """An id that no other request has."""
    return f"{_ids.getrandbits(64):016x}"


class Connection(RequestHandler):
    """One connection. Every error of a request on it is answered here, in the envelope."""

    def __init__(self, server: "Server", gate: Gate, observe: Observe, **settings: Any) -> None:
        super().__init__(server, loop=asyncio.get_running_loop(), **settings)
        self._gate = gate
        self._observe = observe
        self._address = ""
        self._place: asyncio.Transport | None = None
        self._began = False
        self._held = bytearray()
        self._answered = 0
        self._rests_since = 0.0

    @property
    def idle_since(self) -> float | None:
        """See Held."""
        return self._rests_since if 0 < self._answered == self._request_count else None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a place before anything is read."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- what a TCP server makes, said to the checker
        self._place = transport
        self._address = str((transport.get_extra_info("peername") or ("unknown",))[0])
        self._gate.enter(self, self._address)

    def begin(self) -> None:
        """See Held. One whose end has come already is not begun: it is about to be told so."""
        if self._place is not None and not self._place.is_closing():
            self._began = True
            super().connection_made(self._place)
            held, self._held = bytes(self._held), bytearray()
            if held:
                self._place.resume_reading()
                self.data_received(held)

    def refuse(self) -> None:
        """See Held. No request has been read, so there is nothing to answer but the connection itself."""
        if self._place is not None:
            self._observe(UNKNOWN, 503, 0.0)
            answer = answer_error(Crowded(), make_request_id())
            answer.headers["Connection"] = "close"
            head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
            body = answer.body if isinstance(answer.body, bytes) else b""
            self._place.write(f"HTTP/1.1 503 Service Unavailable\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode())
            self._place.write(body)
            self.make_room()

    def make_room(self) -> None:
        """See Held."""
        self.force_close()
        if self._place is not None:
            self._place.close()

    def data_received(self, data: bytes) -> None:
        """Keep what comes before there is a place for it."""
        if self._began:
            super().data_received(data)
            return
        self._held += data
        if len(self._held) > HELD_AT_MOST and self._place is not None:
            self._place.pause_reading()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Give the place back."""
        super().connection_lost(exc)
        self._place = None
        self._gate.leave(self, self._address)

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer; where others wait for a place it is the last one on this connection."""
        if self._gate.crowded(self._address):
            resp.force_close()
        finished = await self._finished(request, resp, start_time)
        self._answered += 1
        self._rests_since = asyncio.get_running_loop().time()
        taken = time.monotonic() - request[BEGUN]
        self._observe(request.get(OPERATION, UNKNOWN), resp.status, taken)
        return finished

    async def _finished(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer. What may not or cannot go on when it is under way is cut short: its length tells that."""
        try:
            return await super().finish_response(request, resp, start_time)
        except DeskError as error:
            _log.warning("the answer to request %s is cut short: %s", request[REQUEST_ID], type(error).__name__)
            return resp, True

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 -- it quotes what was sent
    ) -> web.StreamResponse:
        """Answer what was raised on the way of a request, or what is no HTTP at all."""
        request_id = request[REQUEST_ID]
        structlog.contextvars.bind_contextvars(request_id=request_id)
        error = (
            Malformed("http")
            if isinstance(exc, HttpProcessingError | RequestPayloadError)
            else exc or Exception(status)
        )
        gone = isinstance(exc, ConnectionError) and request.transport is None
        if gone or request.writer.output_size > 0:
            raise ConnectionResetError
        answer = answer_error(error, request_id, None if isinstance(exc, HttpProcessingError) else request)
        if answer.status == 500:
            _log.error("no answer to request %s", request_id, exc_info=error)
        elif answer.status == 503:
            _log.warning("request %s is answered 503: %s", request_id, type(error).__name__)
        if isinstance(error, TooLarge | TooSlow) or (isinstance(error, Malformed) and error.reason == "http"):
            answer.force_close()
        return answer


class Server(web.Server):
    """Makes a Connection of each connection, and a request with an id of each request."""

    def __init__(
        self,
        handler: Callable[[web.BaseRequest], Any],
        limits: Limits,
        make_id: Callable[[], str] = make_request_id,
        observe: Observe = unobserved,
        **settings: Any,
    ) -> None:
        super().__init__(handler, request_factory=self._with_id)
        self._gate = Gate(limits, asyncio.get_running_loop())
        self._make_id = make_id
        self._observe = observe
        self._settings = settings

    def __call__(self) -> RequestHandler:
        """A new connection."""
        return Connection(self, self._gate, self._observe, **self._settings)

    def _with_id(
        self,
        message: RawRequestMessage,
        payload: StreamReader,
        protocol: RequestHandler,
        writer: AbstractStreamWriter,
        task: "asyncio.Task[None]",
    ) -> web.BaseRequest:
        request = web.BaseRequest(message, payload, protocol, writer, task, asyncio.get_running_loop())
        request[REQUEST_ID] = self._make_id()
        request[BEGUN] = time.monotonic()
        return request
