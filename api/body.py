"""Reads a request's body strictly: whole and in time, plain JSON in UTF-8, one object that can be stored."""

import asyncio
import json
import math
import re
from typing import Any, NoReturn

from aiohttp import HttpVersion11, web

from api.errors import Malformed, TooLarge, TooSlow, WrongMediaType
from api.limits import Limits
from desk.text import BadText, storable

JsonObject = dict[str, Any]

_CHARSET = re.compile(r';\s*charset\s*=\s*"?([^";\s]*)"?', re.IGNORECASE)
_BOM = b"\xef\xbb\xbf"


def check_size(request: web.BaseRequest, most: int) -> None:
    """Raise TooLarge at once when the request announces more bytes than `most`."""
    if (request.content_length or 0) > most:
        raise TooLarge(most)


def announced(request: web.BaseRequest) -> str:
    """The media type that the body is said to have, empty when none or several are said."""
    types = request.headers.getall("Content-Type", ())
    return types[0].split(";")[0].strip().lower() if len(types) == 1 else ""


def check_media_type(request: web.BaseRequest, *, form: bool) -> None:
    """Raise WrongMediaType unless the body is announced as JSON in UTF-8, not compressed; `form`: see there."""
    charsets = _CHARSET.findall(request.headers.get("Content-Type", ""))
    known = all(charset.lower() in {"utf-8", "utf8"} for charset in charsets)
    if announced(request) != "application/json" or not known:
        raise WrongMediaType(form)
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise WrongMediaType(form)


async def read_json(request: web.BaseRequest, limits: Limits, *, form: bool) -> JsonObject:
    """The object in the body, for which there may be a form. Raises WrongMediaType, TooLarge, TooSlow or Malformed."""
    check_media_type(request, form=form)
    await go_on(request)
    return parse(await _read(request, limits))


async def go_on(request: web.BaseRequest) -> None:
    """Tell a sender who waits for it to send the body."""
    if request.headers.get("Expect") and request.version >= HttpVersion11:
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        # What aiohttp counts as sent of the answer itself, and of that nothing has been.
        request.writer.output_size = 0


async def _read(request: web.BaseRequest, limits: Limits) -> bytes:
    body = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            while chunk := await request.content.readany():
                body += chunk
                if len(body) > limits.body_bytes:
                    raise TooLarge(limits.body_bytes)
    except TimeoutError:
        raise TooSlow from None
    return bytes(body)


def parse(body: bytes) -> JsonObject:
    """The object that `body` is. Raises Malformed with what is wrong."""
    if not body.strip(b" \t\r\n"):
        raise Malformed("empty")
    if body.startswith(_BOM):
        raise Malformed("utf8")
    try:
        text = body.decode()
        parsed = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float, parse_int=_int
        )
    except UnicodeDecodeError:
        raise Malformed("utf8") from None
    except RecursionError:
        raise Malformed("deep") from None
    except json.JSONDecodeError as error:
        raise Malformed("json", f"line {error.lineno}, column {error.colno}") from None
    if not isinstance(parsed, dict):
        raise Malformed("object")
    if "\\u" in text:
        _check_characters(parsed)
    return parsed


def _object(pairs: list[tuple[str, Any]]) -> JsonObject:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Malformed("doubled")
    return made


def _constant(_name: str) -> NoReturn:
    raise Malformed("constant")


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise Malformed("constant")
    return number


def _int(text: str) -> int:
    if len(text) > 20:
        raise Malformed("constant")
    return int(text)


def _check_characters(parsed: JsonObject) -> None:
    """Raise Malformed when a text in `parsed` cannot be stored. Only escapes can bring such a text past UTF-8."""
    waiting: list[Any] = [parsed]
    try:
        while waiting:
            value = waiting.pop()
            if isinstance(value, str):
                storable(value)
            elif isinstance(value, dict):
                waiting += [*value.keys(), *value.values()]
            elif isinstance(value, list):
                waiting += value
    except BadText:
        raise Malformed("characters") from None
