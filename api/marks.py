"""What the door writes on a request on its way, for whoever answers it."""

from aiohttp import web

REQUEST_ID = web.RequestKey("request_id", str)
"""The id that the door gave to the request; what a caller sends as one is not taken over."""

OWED = web.RequestKey("owed", dict[str, str])
"""Headers that the door has promised to whatever answer the request gets."""

OPERATION = web.RequestKey("operation", str)
"""What the request asks for, as the table of operations names it; without this mark it is nothing that there is."""

BEGUN = web.RequestKey("begun", float)
"""When its head was read, in monotonic seconds."""


def owe(request: web.BaseRequest, headers: dict[str, str]) -> None:
    """Promise these headers, too."""
    request[OWED] = {**request.get(OWED, {}), **headers}
