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


def wants_problem(accept: Sequence[str]) -> bool:
    """Whether an Accept names the media type of problems, and not JSON before it."""
    named = dict(map(_weighed, ",".join(accept).lower().split(",")))
    wish = named.get(MEDIA_TYPE, 0.0)
    return wish > 0 and wish >= named.get("application/json", 0.0)


def _weighed(choice: str) -> tuple[str, float]:
    """A media type and how much it is wished for."""
    kind, *parameters = (part.strip() for part in choice.split(";"))
    weights = [part[2:] for part in parameters if part.startswith("q=")]
    weight = weights[0] if weights else "1"
    return kind, float(weight) if re.fullmatch(r"[01](\.[0-9]{0,3})?", weight) else 0.0


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
