"""The access log: one line a request, with its path alone, never its query, its headers or a key."""

import logging

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from api.authentication import holds_key
from api.marks import REQUEST_ID

LONGEST_PATH = 200


class PathAccessLog(AbstractAccessLogger):
    """Tells method, path, status, time and request id; what could break a line is escaped."""

    @property
    def enabled(self) -> bool:
        """Whether anybody reads the lines."""
        return self.logger.isEnabledFor(logging.INFO)

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line; `time` is in seconds."""
        self.logger.info(
            "%s %s %d %.1fms %s",
            escaped(request.method),
            shown_path(request),
            response.status,
            time * 1000,
            request[REQUEST_ID],
        )


def shown_path(request: web.BaseRequest) -> str:
    """The path as it may stand in a log."""
    return "[withheld]" if holds_key(request.raw_path) else escaped(request.path)


def escaped(text: str) -> str:
    """`text` on one line: control characters and whatever is not ASCII as escapes."""
    return ascii(text[:LONGEST_PATH])[1:-1]
