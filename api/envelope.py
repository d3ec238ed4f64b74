"""The envelope of every answer: `success`, `data`, `error`, in that order, as JSON in UTF-8."""

from collections.abc import Mapping

from pydantic_core import to_json

CONTENT_TYPE = "application/json; charset=utf-8"

Data = Mapping[str, object]
"""What stands under `data`: plain values by their names in camelCase."""


def success(data: Data) -> bytes:
    """The body of an answer that did what was asked."""
    return to_json({"success": True, "data": data, "error": None})


def failure(code: str, message: str, request_id: str, fields: Mapping[str, str] | None = None) -> bytes:
    """The body of a refusal; `fields` says of each faulty field what is wrong with it."""
    return to_json({"success": False, "data": None, "error": error_of(code, message, request_id, fields)})


def error_of(code: str, message: str, request_id: str, fields: Mapping[str, str] | None = None) -> Data:
    """What stands under `error`."""
    return {"code": code, "message": message, **({"fields": fields} if fields else {}), "requestId": request_id}
