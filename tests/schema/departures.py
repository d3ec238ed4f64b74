"""Where discord.py speaks otherwise than Discord's published schema, and Discord takes it all the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from tests.schema.request import Request

Mend = Callable[[Request], Any]

_LARGEST_ORDINARY: Final = 1 << 32
_IDS: Final = frozenset({"id", "users", "roles", "user_id", "parent_id", "recipient_id", "channel_id", "message_id"})


@dataclass(frozen=True)
class Departure:
    """One way of the library's: `mend` gives the body as the schema wants it, unchanged where it does not apply."""

    name: str
    reason: str
    mend: Mend


def as_published(request: Request, departures: tuple["Departure", ...] | None = None) -> Request:
    """The request as the schema writes it."""
    for departure in DEPARTURES if departures is None else departures:
        request = replace(request, body=departure.mend(request))
    return request


def _ids_as_text(request: Request) -> Any:
    return _texts(request.body, named=False)


def _texts(value: Any, *, named: bool) -> Any:
    if isinstance(value, Mapping):
        return {key: _texts(part, named=key in _IDS) for key, part in value.items()}
    if isinstance(value, list):
        return [_texts(part, named=named) for part in value]
    ordinary = not isinstance(value, int) or value <= _LARGEST_ORDINARY
    return str(value) if named and not ordinary else value


def _edit_without_tts(request: Request) -> Any:
    if request.method != "PATCH" or "/messages/" not in request.path or not isinstance(request.body, dict):
        return request.body
    return _without(request.body, "tts")


def _commands_without_nsfw(request: Request) -> Any:
    if not request.path.endswith("/commands") or not isinstance(request.body, list):
        return request.body
    return [_without(command, "nsfw") for command in request.body]


def _embeds_without_flags(request: Request) -> Any:
    return _in_embeds(request.body)


def _in_embeds(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("data"), dict):
        return body | {"data": _in_embeds(body["data"])}
    embeds = body.get("embeds")
    return body | {"embeds": [_without(embed, "flags") for embed in embeds]} if embeds else body


def _overwrite_as_numbers(request: Request) -> Any:
    if request.method != "PUT" or "/permissions/" not in request.path:
        return request.body
    return _without(request.body, "id") | {name: int(request.body[name]) for name in ("allow", "deny")}


def _new_files_by_text(request: Request) -> Any:
    return _in_attachments(request.body)


def _in_attachments(body: Any) -> Any:
    if not isinstance(body, dict):
        return body
    if isinstance(body.get("data"), dict):
        return body | {"data": _in_attachments(body["data"])}
    files = body.get("attachments")
    return body | {"attachments": [file | {"id": str(file["id"])} for file in files]} if files else body


def _without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}


DEPARTURES: Final = (
    Departure("ids", "the library writes ids as numbers, which Discord reads as well", _ids_as_text),
    Departure("tts", "the library names `tts` in every edit too, where Discord passes it over", _edit_without_tts),
    Departure("nsfw", "Discord documents `nsfw` of a command, and its schema leaves it out", _commands_without_nsfw),
    Departure("flags", "the library sends the flags that Discord gave to an embed back to it", _embeds_without_flags),
    Departure(
        "files", "a new file is named by its place, which Discord's own guide writes as a number", _new_files_by_text
    ),
    Departure("overwrite", "the library repeats the id in the path and writes rights as text", _overwrite_as_numbers),
)
