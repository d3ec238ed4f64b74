"""Discord's published schema: where it lies, which operation a request is, and what is wrong with it by that schema."""

import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator

from tests.schema.compiled import Compiler, wrongs
from tests.schema.request import Request

PLACE: Final = Path(__file__).parents[2].parent / "shared" / "discord-openapi.json"
"""Beside the checkout: it is Discord's and is not part of the project."""
ABSENT: Final = f"Discord's published schema is not at ../{PLACE.parent.name}/{PLACE.name}: nothing was held against it"


@dataclass(frozen=True)
class Operation:
    """One method of one route: `body` is None where it takes none."""

    name: str
    query: dict[str, Draft202012Validator]
    body: Draft202012Validator | None
    body_required: bool


@dataclass
class Published:
    """The routes of the document, compiled when first asked for."""

    document: dict[str, Any]
    _compiled: dict[tuple[str, str], Operation | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._compiler = Compiler(self.document)
        # The most literal first: `…/messages/pins` is no message of the id `pins`.
        templates = sorted(self.document["paths"], key=lambda path: path.count("{"))
        self._routes = [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in templates]

    def route(self, request: Request) -> str | None:
        """The template of the request's path, if there is one with that method."""
        method = request.method.lower()
        found = (path for pattern, path in self._routes if pattern.fullmatch(request.path))
        return next((path for path in found if method in self.document["paths"][path]), None)

    def wrongs(self, request: Request) -> list[str]:
        """Everything that the schema refuses in the request."""
        route = self.route(request)
        if route is None:
            return ["no such route"]
        operation = self._operation(request.method.lower(), route)
        return [*_query_wrongs(operation, request), *_body_wrongs(operation, request)]

    def _operation(self, method: str, route: str) -> Operation:
        if (made := self._compiled.get((method, route))) is None:
            made = self._compiled[method, route] = self._compile(method, route)
        return made

    def _compile(self, method: str, route: str) -> Operation:
        told = self.document["paths"][route][method]
        compiled = self._compiler.validator
        query = {each["name"]: compiled(each["schema"]) for each in told.get("parameters", []) if each["in"] == "query"}
        wanted = told.get("requestBody", {})
        body = wanted.get("content", {}).get("application/json")
        return Operation(
            f"{method.upper()} {route}",
            query,
            compiled(body["schema"]) if body else None,
            bool(wanted.get("required")),
        )


def _query_wrongs(operation: Operation, request: Request) -> list[str]:
    found = []
    for name, value in request.query.items():
        if name not in operation.query:
            found.append(f"the query takes no {name!r}")
        elif all(wrongs(operation.query[name], meant) for meant in _meant(value)):
            found.append(f"the query's {name!r} cannot be {value!r}")
    return found


def _meant(value: Any) -> list[Any]:
    """What a value in a URL may stand for: there all is text, and the library writes it as it likes."""
    text = str(value)
    numbers = [int(text)] if re.fullmatch(r"-?\d+", text) else []
    truth = {"true": [True], "1": [True], "false": [False], "0": [False]}.get(text.lower(), [])
    return [text, *numbers, *truth]


def _body_wrongs(operation: Operation, request: Request) -> list[str]:
    if request.body is None:
        return ["a body is missing"] if operation.body_required else []
    if operation.body is None:
        return ["there is a body, and none is taken"]
    return wrongs(operation.body, request.body)


@cache
def published() -> Published | None:
    """The schema, or None where it is not beside the checkout."""
    if not PLACE.exists():
        return None
    return Published(json.loads(PLACE.read_text(encoding="utf-8")))
