"""The access log: one line a request, with its path alone, never its query, its headers or a key.

The request's id is in it as in all that is logged on the way of the request.
"""

import logging

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger

from api.authentication import holds_key

LONGEST_PATH = 200


class PathAccessLog(AbstractAccessLogger):
    """Tells method, path, status and time; what could break a line is escaped."""

    @property
    def enabled(self) -> bool:
        """Whether anybody reads the lines."""
        return self.logger.isEnabledFor(logging.INFO)

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line; `time` is in seconds."""
        told = (escaped(request.method), shown_path(request), response.status, time * 1000)
        # As logger.info would, but for the search of the stack for who logs, which takes longer than the line.
        self.logger.handle(
            self.logger.makeRecord(self.logger.name, logging.INFO, __file__, 0, "%s %s %d %.1fms", told, None)
        )


def shown_path(request: web.BaseRequest) -> str:
    """The path as it may stand in a log."""
    return "[withheld]" if holds_key(request.raw_path) else escaped(request.path)


def escaped(text: str) -> str:
    """`text` on one line: control characters and whatever is not ASCII as escapes."""
    return ascii(text[:LONGEST_PATH])[1:-1]
