"""Errors as RFC 9457 has them, for those whose Accept asks for `application/problem+json` in place of the envelope."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from pydantic_core import to_json

MEDIA_TYPE: Final = "application/problem+json"

QUOTA_EXCEEDED: Final = "https://iana.org/assignments/http-problem-types#quota-exceeded"
"""The type of a problem that the draft on RateLimit names; all others are told apart by `code`."""

_PART = re.compile(r"[^.\[\]]+")


def problem(
    status: int,
    code: str,
    message: str,
    request_id: str,
    fields: Mapping[str, str],
    policies: Sequence[str] = (),
) -> bytes:
    """The body: `pointer` leads to a field of the body, or of the query taken as an object."""
    made: dict[str, object] = {
        "type": QUOTA_EXCEEDED if policies else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "instance": request_id,
        "code": code,
    }
    if fields:
        made["errors"] = [{"pointer": pointer(name), "detail": words} for name, words in fields.items()]
    if policies:
        made["violated-policies"] = list(policies)
    return to_json(made)


def pointer(name: str) -> str:
    """A field's name, such as `responderRoleIds[0]`, as a JSON pointer in a URL."""
    parts = _PART.findall(name)
    return "#/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)
