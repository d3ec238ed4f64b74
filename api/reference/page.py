"""The reference page as HTML, drawn from the API's own description: what stands there stands here, and no more."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic_core import to_json

from api.reference.samples import BY_SESSION, WITH_CSRF, Sample
from api.reference.values import ALSO_SHOWN, example, kinds_of

Schema = Mapping[str, Any]

_HERE: Final = Path(__file__).parent
_JSON: Final = "application/json"
_FORM: Final = "multipart/form-data"

ASSETS: Final[Mapping[str, tuple[str, bytes]]] = {
    f"/docs/{path.name}": (kind, path.read_bytes())
    for path, kind in (
        (_HERE / "assets" / "reference.css", "text/css; charset=utf-8"),
        (_HERE / "assets" / "reference.js", "text/javascript; charset=utf-8"),
    )
}
"""What the page loads beside itself: media type and bytes by path."""

KEY_HEADERS: Final = (
    ("Authorization", "Bearer prapi_your_key", "Preferred API-key header. Never send API keys in URLs."),
    ("x-api-key", "prapi_your_key", "Alternative API-key header."),
    ("x-api-token", "prapi_your_key", "Legacy API-key header kept for backward compatibility."),
)
_SESSION_HEADERS: Final = (
    ("Cookie", "session=<session_cookie>", "Session cookie set by the login flow."),
    ("x-csrf-token", "<csrfToken>", "Required for mutating session-authenticated requests."),
)
_BODY_HEADER: Final = ("Content-Type", _JSON, "Required when sending a JSON body.")


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of a body; `control` is how the tester asks for it, `value` what stands there at first."""

    name: str
    where: str
    required: bool
    description: str
    form: str
    control: str
    choices: tuple[str, ...]
    value: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    authentication: str
    modes: str
    by_key: bool
    scope: str
    permissions: str
    limit: str
    headers: tuple[tuple[str, str, str], ...]
    fields: tuple[Field, ...]
    errors: tuple[tuple[str, str], ...]
    sample: Sample
    output: str
    rehearsed: bool

    @property
    def mutates(self) -> bool:
        """Whether it changes anything."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page: the operations by their group, for the desk that is reached at `base`."""

    base: str
    title: str
    version: str
    groups: Mapping[str, tuple[Entry, ...]]


def draw(document: Schema, base: str) -> bytes:
    """The page for that description, of the desk that is reached at `base`."""
    loader = FileSystemLoader(_HERE / "templates")
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.get_template("reference.html").render(page=page_of(document, base)).encode()


def page_of(document: Schema, base: str) -> Page:
    """What the page shows."""
    groups: dict[str, list[Entry]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation.get("security") != []:
                entry = _entry(document, base, method.upper(), path, operation)
                groups.setdefault(operation["tags"][0], []).append(entry)
    info = document["info"]
    return Page(base, info["title"], info["version"], {name: tuple(entries) for name, entries in groups.items()})


def _entry(document: Schema, base: str, method: str, path: str, operation: Schema) -> Entry:
    schemas = document["components"]["schemas"]
    fields = tuple(_fields(operation, schemas))
    by_key = bool(operation["x-scope"])
    body = _sample_body(f"{method} {path}", operation, schemas)
    done = next(iter(operation["responses"].values()))
    return Entry(
        anchor=f"{method}{path}".lower().replace("/", "-"),
        method=method,
        path=path,
        summary=operation["summary"],
        authentication="Session + CSRF." if method != "GET" else "Session.",
        modes="logged-in user, API key" if by_key else "logged-in user",
        by_key=by_key,
        scope=operation["x-scope"] or "none: a session alone",
        permissions=operation["x-permissions"],
        limit=operation["x-limit"].replace("`", ""),
        headers=tuple(_headers(operation, by_key=by_key, mutates=method != "GET")),
        fields=fields,
        errors=tuple((code, it["description"]) for code, it in operation["responses"].items() if code >= "400"),
        sample=Sample(
            method,
            base + path + _sample_query(operation),
            body,
            _sample_headers(method, by_key=by_key),
            file=_JSON not in done["content"],
        ),
        output=_output(done["content"], schemas),
        rehearsed=any(each["name"] == "X-Dry-Run" for each in operation["parameters"]),
    )


def _headers(operation: Schema, *, by_key: bool, mutates: bool) -> Iterator[tuple[str, str, str]]:
    if mutates:
        yield from _SESSION_HEADERS
    else:
        yield _SESSION_HEADERS[0]
    if _JSON in _contents(operation):
        yield _BODY_HEADER
    if by_key:
        yield from KEY_HEADERS
    for each in operation["parameters"]:
        if each["in"] == "header":
            yield each["name"], str(each.get("example", "")), each["description"]


def _sample_headers(method: str, *, by_key: bool) -> Mapping[str, str] | None:
    if by_key:
        return None
    return BY_SESSION if method == "GET" else WITH_CSRF


def _contents(operation: Schema) -> Schema:
    contents: Schema = operation.get("requestBody", {}).get("content", {})
    return contents


def _fields(operation: Schema, schemas: Mapping[str, Schema]) -> Iterator[Field]:
    for each in operation["parameters"]:
        if each["in"] == "query":
            yield _field(each["name"], "query", each["schema"], schemas, each["description"], required=each["required"])
    contents = _contents(operation)
    seen = set()
    for kind in (_JSON, _FORM):
        schema = _resolved(contents.get(kind, {}).get("schema", {}), schemas)
        for inner, it in schema.get("properties", {}).items():
            if inner not in seen:
                seen.add(inner)
                where = "body" if kind == _JSON else "form"
                needed = inner in schema.get("required", ())
                yield _field(inner, where, it, schemas, it.get("description", ""), required=needed)


def _field(
    name: str, where: str, schema: Schema, schemas: Mapping[str, Schema], description: str, *, required: bool
) -> Field:
    value = example(schema, schemas, name) if required else None
    shown = "" if value is None or str(value).endswith("_id") else value
    return Field(
        name,
        where,
        required,
        description,
        form_of(schema),
        _control(schema, where),
        tuple(str(each) for each in schema.get("enum", ()) if each not in {"", None}),
        shown if isinstance(shown, str) else to_json(shown).decode(),
    )


def _control(schema: Schema, where: str) -> str:
    kinds = kinds_of(schema)
    if where == "form":
        return "file"
    if schema.get("enum"):
        return "choice"
    if "boolean" in kinds:
        return "boolean"
    if kinds & {"array", "object"}:
        return "json"
    if "integer" in kinds:
        return "number"
    return "long" if schema.get("maxLength", 0) > 500 else "text"


def form_of(schema: Schema) -> str:
    """What a value must be, in words: its type and its limits."""
    parts = [each for each in (schema, *schema.get("anyOf", ()), *schema.get("oneOf", ())) if "type" in each]
    kinds = sorted(kinds_of(schema) - {"null"})
    words = [{"string": "text", "integer": "whole number", "array": "list"}.get(kind, kind) for kind in kinds]
    limits = [limit for each in parts for limit in _limits(each)]
    choices = [str(each) for each in schema.get("enum", ()) if each not in {"", None}]
    told = " or ".join(words) + (f": {', '.join(choices)}" if choices else "")
    return ", ".join([told, *dict.fromkeys(limits)]) + (", or null" if "null" in kinds_of(schema) else "")


def _limits(schema: Schema) -> Iterator[str]:
    for least, most, unit in (
        ("minLength", "maxLength", " characters"),
        ("minItems", "maxItems", " of them"),
        ("minimum", "maximum", ""),
    ):
        low, high = schema.get(least), schema.get(most)
        if low and high:
            yield f"{low} to {high}{unit}"
        elif high:
            yield f"at most {high}{unit}"
        elif low:
            yield f"at least {low}{unit}"


def _resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    return schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _sample_query(operation: Schema) -> str:
    needed = [each for each in operation["parameters"] if each["in"] == "query" and each["required"]]
    target = urlencode({each["name"]: str(example(each["schema"], {}, each["name"])) for each in needed})
    return f"?{target}" if target else ""


def _sample_body(name: str, operation: Schema, schemas: Mapping[str, Schema]) -> Mapping[str, object] | None:
    schema = _resolved(_contents(operation).get(_JSON, {}).get("schema", {}), schemas)
    if not schema:
        return None
    shown: Sequence[str] = (*schema.get("required", ()), *ALSO_SHOWN.get(name, ()))
    return {each: example(it, schemas, each) for each, it in schema["properties"].items() if each in shown}


def _pretty(value: object) -> str:
    return to_json(value, indent=2).decode()


def _output(content: Schema, schemas: Schema) -> str:
    """An example of what is answered; of what is no JSON, its kinds."""
    if _JSON not in content:
        return "\n".join(content)
    return _pretty(example(content[_JSON]["schema"], schemas))
