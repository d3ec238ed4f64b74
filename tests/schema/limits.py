"""What Discord refuses and its schema does not say: sums over a message, what must differ, what excludes what."""

import re
from collections.abc import Iterator
from typing import Any, Final

from tests.schema.compiled import utf16
from tests.schema.request import Request

Json = dict[str, Any]

CONTENT: Final = 2000
TEXT: Final = 4000
COMPONENTS: Final = 40
ROWS: Final = 5
BUTTONS: Final = 5
INPUTS: Final = 5
EMBEDS: Final = 6000
COMMAND: Final = 8000
TOPIC: Final = 1024

_V2: Final = 1 << 15
_V2_KINDS: Final = frozenset({9, 10, 11, 12, 13, 14, 17})
_ROW, _BUTTON, _TEXT, _LINK, _PREMIUM = 1, 2, 10, 5, 6
_SELECTS: Final = frozenset({3, 5, 6, 7, 8})
_SHOWN: Final = ("content", "embeds", "components", "attachments", "sticker_ids", "poll")

_MESSAGE: Final = re.compile(r"/channels/\d+/messages(/\d+)?|/webhooks/\d+/[^/]+(/messages/[^/]+)?")
_CALLBACK: Final = re.compile(r"/interactions/\d+/[^/]+/callback")
_COMMANDS: Final = re.compile(r"/applications/\d+/(guilds/\d+/)?commands")
_CHANNEL: Final = re.compile(r"/channels/\d+(/threads)?|/guilds/\d+/channels")


def beyond(request: Request) -> list[str]:
    """Everything in the request that Discord's own words refuse."""
    body = request.body
    if isinstance(body, list) and _COMMANDS.fullmatch(request.path):
        return [wrong for each in body for wrong in _command(each)] + _twice("command", [it["name"] for it in body])
    if not isinstance(body, dict):
        return []
    if _CALLBACK.fullmatch(request.path):
        return _answer(body)
    if _MESSAGE.fullmatch(request.path):
        return [*_message(body), *(_says_nothing(body) if request.method == "POST" else [])]
    if _CHANNEL.fullmatch(request.path):
        return _channel(body)
    return []


def _answer(body: Json) -> list[str]:
    data = body.get("data") or {}
    match body["type"]:
        case 4:
            return [*_message(data), *_says_nothing(data)]
        case 7:
            return _message(data)
        case 8:
            return [f"choice {at} has a blank name" for at, it in enumerate(data["choices"]) if _blank(it["name"])]
        case 9:
            return _modal(data)
    return []


def _says_nothing(message: Json) -> list[str]:
    return [] if any(message.get(part) for part in _SHOWN) else ["the message is empty"]


def _message(message: Json) -> list[str]:
    components = message.get("components") or []
    every = list(_walk(components))
    modern = bool((message.get("flags") or 0) & _V2) or any(it["type"] in _V2_KINDS for it in every)
    return [
        *_most("content", utf16(message.get("content") or ""), CONTENT),
        *_embeds(message.get("embeds") or []),
        *_mentions(message.get("allowed_mentions") or {}),
        *(_modern(message, every) if modern else _classic(components)),
        *_components(every),
    ]


def _modern(message: Json, every: list[Json]) -> list[str]:
    beside = [name for name in ("content", "embeds", "poll", "sticker_ids") if message.get(name)]
    return [
        *[f"{name} stands beside components that are the whole message" for name in beside],
        *_most("components", len(every), COMPONENTS),
        *_most("the text of the components", sum(utf16(it["content"]) for it in every if it["type"] == _TEXT), TEXT),
        *["a text is blank" for it in every if it["type"] == _TEXT and _blank(it["content"])],
    ]


def _classic(components: list[Json]) -> list[str]:
    stray = [f"component {it['type']} is in no row" for it in components if it["type"] != _ROW]
    return [*_most("rows", len(components), ROWS), *stray]


def _components(every: list[Json]) -> list[str]:
    return [
        *_twice("custom_id", [it["custom_id"] for it in every if it.get("custom_id")]),
        *[wrong for it in every if it["type"] == _ROW for wrong in _row(it["components"])],
        *[wrong for it in every if it["type"] == _BUTTON for wrong in _button(it)],
        *[wrong for it in every if it["type"] in _SELECTS for wrong in _select(it)],
    ]


def _walk(components: list[Json]) -> Iterator[Json]:
    for each in components:
        yield each
        inner = [each[name] for name in ("component", "accessory") if each.get(name)]
        yield from _walk([*each.get("components", []), *inner])


def _row(items: list[Json]) -> list[str]:
    if any(it["type"] != _BUTTON for it in items):
        return _most("a row with a select", len(items), 1)
    return _most("buttons of a row", len(items), BUTTONS)


def _button(button: Json) -> list[str]:
    name = f"button {button.get('custom_id') or button.get('url')!r}"
    shown = not _blank(button.get("label")) or button.get("emoji") or button["style"] == _PREMIUM
    wanted = {_LINK: "url", _PREMIUM: "sku_id"}.get(button["style"], "custom_id")
    has = {each for each in ("url", "sku_id", "custom_id") if button.get(each)}
    return [
        *([] if shown else [f"{name} shows neither label nor emoji"]),
        *([] if has == {wanted} else [f"{name} is to have {wanted} alone"]),
    ]


def _select(select: Json) -> list[str]:
    name, options = f"select {select['custom_id']!r}", select.get("options")
    fewest, most = select.get("min_values"), select.get("max_values")
    low, high = 1 if fewest is None else fewest, 1 if most is None else most
    wrong = [] if low <= high else [f"{name} asks for {low} to {high}"]
    if options is None:
        return wrong
    wrong += [] if high <= len(options) else [f"{name} asks for {high} of {len(options)}"]
    wrong += _most(f"defaults of {name}", sum(bool(it.get("default")) for it in options), high)
    wrong += [f"{name} has a blank label" for it in options if _blank(it["label"])]
    return wrong + _twice(f"value in {name}", [it["value"] for it in options])


def _modal(modal: Json) -> list[str]:
    every = list(_walk(modal["components"]))
    blank = [it for it in every if "label" in it and it["label"] is not None and _blank(it["label"])]
    return [
        *_most("inputs", len(modal["components"]), INPUTS),
        *(["the title is blank"] if _blank(modal["title"]) else []),
        *["a label is blank" for _ in blank],
        *_twice("custom_id", [it["custom_id"] for it in every if it.get("custom_id")]),
        *[wrong for it in every if it["type"] in _SELECTS for wrong in _select(it)],
        *[wrong for it in every if it["type"] == 4 for wrong in _text_input(it)],
    ]


def _text_input(field: Json) -> list[str]:
    value, least, most = field.get("value"), field.get("min_length") or 0, field.get("max_length") or TEXT
    name = f"input {field['custom_id']!r}"
    wrong = [] if least <= most else [f"{name} takes {least} to {most} characters"]
    if value and not least <= utf16(value) <= most:
        wrong.append(f"{name} is filled with {utf16(value)} characters, and takes {least} to {most}")
    return wrong


def _embeds(embeds: list[Json]) -> list[str]:
    fields = [field for embed in embeds for field in embed.get("fields") or []]
    words = [
        *[embed.get(name) for embed in embeds for name in ("title", "description")],
        *[(embed.get("footer") or {}).get("text") for embed in embeds],
        *[(embed.get("author") or {}).get("name") for embed in embeds],
        *[field[name] for field in fields for name in ("name", "value")],
    ]
    blank = ["a field of an embed is blank" for it in fields if _blank(it["name"]) or _blank(it["value"])]
    return [*_most("the words of all embeds", sum(utf16(each or "") for each in words), EMBEDS), *blank]


def _mentions(allowed: Json) -> list[str]:
    parse = allowed.get("parse") or []
    both = [name for name in ("users", "roles") if name in parse and allowed.get(name)]
    return [f"allowed_mentions names {name} and allows all of them" for name in both]


def _channel(body: Json) -> list[str]:
    name = ["the name is blank"] if "name" in body and _blank(body["name"]) else []
    overwrites = [str(it["id"]) for it in body.get("permission_overwrites") or []]
    return [*name, *_most("topic", utf16(body.get("topic") or ""), TOPIC), *_twice("overwrite", overwrites)]


def _command(command: Json) -> list[str]:
    name = f"/{command['name']}"
    wrong = _most(f"all words of {name}", _weight(command), COMMAND)
    return wrong + (_named(command, name) if command.get("type", 1) == 1 else [])


def _named(node: Json, place: str) -> list[str]:
    options = node.get("options") or []
    names = [node["name"], *(node.get("name_localizations") or {}).values()]
    wrong = [f"{place}: {each!r} is no name of a command or option" for each in names if not _is_name(each)]
    wrong += [f"{place} has a blank description"] if _blank(node.get("description")) else []
    wrong += _twice(f"option of {place}", [it["name"] for it in options])
    wrong += _twice(f"choice of {place}", [it["name"] for it in node.get("choices") or []])
    demanded = [bool(it.get("required")) for it in options]
    wrong += [] if demanded == sorted(demanded, reverse=True) else [f"{place}: what must be given comes first"]
    wrong += [f"{place} has choices and completes"] if node.get("choices") and node.get("autocomplete") else []
    return wrong + [each for option in options for each in _named(option, f"{place} {option['name']}")]


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[-_'\w]{1,32}", name) is not None and name == name.lower()


def _weight(node: Json) -> int:
    """What counts of a command: names, descriptions and values, each in its longest language."""
    own = sum(
        max(utf16(each) for each in ("", node.get(part) or "", *(node.get(f"{part}_localizations") or {}).values()))
        for part in ("name", "description")
    )
    value = utf16(node["value"]) if isinstance(node.get("value"), str) else 0
    inner = [*(node.get("options") or []), *(node.get("choices") or [])]
    return own + value + sum(_weight(each) for each in inner)


def _most(what: str, count: int, most: int) -> list[str]:
    return [f"{what}: {count} of {most} at most"] if count > most else []


def _twice(what: str, names: list[str]) -> list[str]:
    return [f"{what} {name!r} stands twice" for name in sorted({it for it in names if names.count(it) > 1})]


def _blank(text: str | None) -> bool:
    return not (text or "").strip()
