"""Whom the messages of a bot may ping: each says so itself, and none leaves it to what stands in its text."""

import re
from collections.abc import Iterable
from typing import Any, Final

from tests.schema.request import Request

_SENT: Final = re.compile(r"/channels/\d+/messages|/webhooks/\d+/[^/]+|/interactions/\d+/[^/]+/callback")
_SHOWS: Final = ("content", "embeds", "components")
_WHOLE_GROUPS: Final = frozenset({"everyone", "roles", "users"})


def unbridled(requests: Iterable[Request]) -> list[str]:
    """The messages that leave open whom they ping, or ping all who stand in them, each told once."""
    found = {f"{it.method} {it.path}: {wrong}": None for it in requests for wrong in _wrongs(it)}
    return list(found)


def _wrongs(request: Request) -> list[str]:
    message = _message(request)
    if not any(message.get(part) for part in _SHOWS):
        return []
    allowed = message.get("allowed_mentions")
    if allowed is None:
        return ["leaves open whom it pings"]
    if "parse" not in allowed and not {"users", "roles"} <= set(allowed):
        return ["leaves open a part of whom it pings"]
    return [f"pings all {it} that stand in it" for it in sorted(_WHOLE_GROUPS & set(allowed.get("parse", ())))]


def _message(request: Request) -> dict[str, Any]:
    """What the request says to people anew; nothing for any other request."""
    if request.method != "POST" or not isinstance(request.body, dict) or not _SENT.fullmatch(request.path):
        return {}
    if not request.path.startswith("/interactions/"):
        return request.body
    return request.body.get("data") or {} if request.body.get("type") == 4 else {}
