"""The settings of the desk: one table, and the one place that reads them from the environment and from `.env`.

Each setting is a field of `Settings` that carries what people are told of it. A secret can also be named by a file, in
`<NAME>_FILE`. What is set in the environment goes before what stands in `.env`, and an empty value counts as none.
"""

import difflib
import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError

from desk.outward import Allowed, parse_allowed

PREFIX: Final = "DESK_"
ENV_FILE: Final = ".env"
"""Looked for in the folder that the process is started from; it may be missing."""

ENVIRONMENT: Final = "the environment"
_FILE: Final = "_FILE"
_TOKEN: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_HOST_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?", re.IGNORECASE)
_SECRET_FILE_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Told:
    """What people are told of a setting: `takes` names the value, `example` is one, `secret` keeps it out of sight."""

    takes: str
    example: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `default` is as one would write it, None where there is none."""

    name: str
    takes: str
    default: str | None
    help: str
    example: str
    secret: bool


@dataclass(frozen=True, slots=True)
class SettingFault:
    """What is wrong with one setting: `code` and `limit` are looked up in the command line's words.

    `where` is the environment or a file; `nearest` is the known name that an unknown one is most like.
    """

    name: str
    code: str
    where: str
    limit: str = ""
    nearest: str | None = None


@dataclass(eq=False)
class BadSettings(Exception):
    """All that is wrong with the settings, at once; no value of any of them is in here."""

    faults: tuple[SettingFault, ...]


def _token(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if text.lower().startswith("bot "):
        raise PydanticCustomError("bot_prefix", "bot_prefix")
    if any(sign.isspace() for sign in text):
        raise PydanticCustomError("blank_inside", "blank_inside")
    if not _TOKEN.fullmatch(text):
        raise PydanticCustomError("not_a_token", "not_a_token")
    return value


def _folder(value: Path) -> Path:
    path = value.expanduser()
    # A folder that one may not even look into counts as absent here, and the one above it as not writable.
    standing = next(part for part in (path.absolute(), *path.absolute().parents) if os.path.lexists(part))
    if not standing.is_dir():
        raise PydanticCustomError("not_a_folder", "not_a_folder")
    if not os.access(standing, os.W_OK | os.X_OK):
        raise PydanticCustomError("not_writable", "not_writable")
    return path


_OWN_PORTS: Final = {"http": ":80", "https": ":443"}


def _host(value: str) -> str:
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        # Digits and dots alone are an address gone wrong, which as a name would only be looked up in vain.
        if not _HOST_NAME.fullmatch(value) or not value.strip("0123456789."):
            raise PydanticCustomError("not_a_host", "not_a_host") from None
        return value


def _networks(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in value.split(","))
    except ValueError:
        raise PydanticCustomError("not_a_network", "not_a_network") from None


def _public_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        wrong = parts.port == 0
    except ValueError:
        raise PydanticCustomError("not_an_origin", "not_an_origin") from None
    more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if wrong or more or not parts.hostname or not value.isascii() or parts.scheme not in _OWN_PORTS:
        raise PydanticCustomError("not_an_origin", "not_an_origin")
    # As browsers write it in Host and Origin.
    return f"{parts.scheme}://{parts.netloc.lower().removesuffix(_OWN_PORTS[parts.scheme])}"


def _secret(value: SecretStr) -> SecretStr:
    if any(sign.isspace() for sign in value.get_secret_value()):
        raise PydanticCustomError("blank_inside", "blank_inside")
    return value


def _allowance(value: str) -> str:
    try:
        parse_allowed(value)
    except ValueError:
        raise PydanticCustomError("not_an_allowance", "not_an_allowance") from None
    return value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseModel):
    """The settings as one frozen object, made once by `load` and handed down. Making one by hand reads nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value and _token(value)),
        Told("the bot's token", "(three parts joined by dots, from the Bot page of the developer portal)", secret=True),
    ] = Field(None, description="The token of the bot, by which Discord knows it. `run` needs it.")
    data: Annotated[Path, AfterValidator(_folder), Told("a folder", "/var/lib/desk")] = Field(
        Path("data"),
        description="The folder of the store. It is made if it is missing, and must be on a disk of this machine.",
    )
    http_host: Annotated[str, AfterValidator(_host), Told("an address or name of this machine", "127.0.0.1")] = Field(
        "127.0.0.1",
        description="Where the REST API listens. Others than this machine reach it best through a proxy with TLS.",
    )
    http_port: Annotated[int, Told("a whole number from 0 to 65535", "8080")] = Field(
        8080, ge=0, le=65535, description="The port of the REST API; 0 takes any free one."
    )
    calls_per_minute: Annotated[int, Told("a whole number from 1 to 1000000", "600")] = Field(
        600, ge=1, le=1_000_000, description="How many requests a minute one API key or one session may send."
    )
    failures_per_minute: Annotated[int, Told("a whole number from 1 to 1000000", "100")] = Field(
        100,
        ge=1,
        le=1_000_000,
        description="How many requests a minute one address may send with keys or sessions that are no good. Good ones"
        " from the same address are always taken.",
    )
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        BeforeValidator(_networks),
        Told("addresses or networks, separated by commas", "127.0.0.1, 10.0.0.0/8"),
    ] = Field(
        (),
        description="The proxies in front of the desk whose `X-Forwarded-For` tells where a request comes from. Of all"
        " others it is ignored.",
    )
    public_url: Annotated[
        str | None,
        AfterValidator(lambda value: value and _public_url(value)),
        Told("an address of scheme and host", "https://desk.example.org"),
    ] = Field(
        None,
        description="Where others reach the REST API, through your proxy. Requests for other hosts are refused then.",
    )
    client_secret: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value and _secret(value)),
        Told("the secret of the bot's application", "(from the OAuth2 page of the developer portal)", secret=True),
    ] = Field(None, description="With it people sign in by Discord, to try the API on its reference page, `/docs`.")
    metrics_host: Annotated[str, AfterValidator(_host), Told("an address or name of this machine", "127.0.0.1")] = (
        Field("127.0.0.1", description="Where `/metrics` listens, for who runs the desk: no key is asked for there.")
    )
    metrics_port: Annotated[int | None, Told("a whole number from 0 to 65535", "9464")] = Field(
        None, ge=0, le=65535, description="The port of `/metrics`, for Prometheus. Without it there is none."
    )
    attachment_megabytes: Annotated[int, Told("a whole number of megabytes", "2048")] = Field(
        2048,
        ge=0,
        le=1_000_000,
        description="How much room the files of messages may take in the store, all together; 0 keeps none.",
    )
    webhook_allow: Annotated[
        str,
        AfterValidator(_allowance),
        Told("hosts with or without a port, and networks", "10.0.0.0/8, hooks.lan:8080"),
    ] = Field(
        "",
        description="Where webhooks may be sent to beside the open internet, over http too, with commas between. "
        "Whoever manages tickets can then have the desk send there.",
    )
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        BeforeValidator(_lower),
        Told("debug, info, warning or error", "info"),
    ] = Field(
        "info",
        description="The least grave lines that are logged. At `debug` they hold what members write; secrets never.",
    )
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower), Told("console or json", "json")] = Field(
        "console", description="Lines for people, or one JSON object a line for programs."
    )

    @property
    def receivers(self) -> Allowed:
        """Where webhooks may be sent to beside the open internet."""
        return parse_allowed(self.webhook_allow)

    @property
    def database(self) -> Path:
        """The file of the store."""
        return self.data / "desk.db"


def _rows() -> Iterator[Setting]:
    for field, info in Settings.model_fields.items():
        told = next(item for item in info.metadata if isinstance(item, Told))
        name, default = PREFIX + field.upper(), None if info.default in {None, ()} else str(info.default)
        yield Setting(name, told.takes, default, info.description or "", told.example, told.secret)
        if told.secret:
            words = (
                f"A file that holds {told.takes}, instead of `{name}`: for secrets that a service manager hands over."
            )
            yield Setting(name + _FILE, "a file", None, words, f"/run/secrets/desk_{field}", secret=False)


TABLE: Final = tuple(_rows())
"""Every setting, in the order in which people read them."""

_KNOWN: Final = {row.name: row for row in TABLE}


def load(*, need: frozenset[str] = frozenset(), environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (the process's own by default) and `.env`; `need` names those that must be set.

    Raises BadSettings with every fault at once.
    """
    faults: list[SettingFault] = []
    found: dict[str, tuple[str, str]] = {}
    for name, value, where in (*_of_file(Path(ENV_FILE), faults), *_of_environment(environ)):
        if name not in _KNOWN:
            faults.append(SettingFault(name, "unknown", where, nearest=_nearest(name)))
        elif not value.isprintable():
            faults.append(SettingFault(name, "unprintable", where))
        elif value:
            found[name] = (value, where)
    _open_secret_files(found, faults)
    named = {fault.name for fault in faults}
    faults += [
        SettingFault(name, "missing", ENVIRONMENT)
        for name in sorted(need)
        if name not in found and not named & {name, name + _FILE}
    ]
    settings = _validated(found, faults)
    if settings is None or faults:
        raise BadSettings(tuple(faults))
    return settings


def _validated(found: Mapping[str, tuple[str, str]], faults: list[SettingFault]) -> Settings | None:
    values: dict[str, Any] = {name.removeprefix(PREFIX).lower(): value for name, (value, _) in found.items()}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        for item in error.errors(include_input=False, include_url=False):
            name = PREFIX + str(item["loc"][0]).upper()
            limit = next(iter(item.get("ctx", {}).values()), "")
            faults.append(SettingFault(name, item["type"], found[name][1], limit=str(limit)))
        return None


def _of_environment(environ: Mapping[str, str] | None) -> Iterator[tuple[str, str, str]]:
    for name, value in sorted((os.environ if environ is None else environ).items()):
        if name.upper().startswith(PREFIX):
            yield name, _bare(value), ENVIRONMENT


def _of_file(path: Path, faults: list[SettingFault]) -> Iterator[tuple[str, str, str]]:
    """The settings in `.env`, with no `$` in them expanded; what else stands there is for other programs."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError):
        faults.append(SettingFault(str(path), "unreadable", str(path)))
        return
    for binding in bindings:
        where = f"line {binding.original.line} of {path}"
        if binding.error:
            faults.append(SettingFault(str(path), "unreadable_line", where))
        elif binding.key is not None and binding.key.upper().startswith(PREFIX):
            yield binding.key, _bare(binding.value or ""), where


def _open_secret_files(found: dict[str, tuple[str, str]], faults: list[SettingFault]) -> None:
    """Put what a secret's file holds in place of the file's name."""
    for name in [row.name for row in TABLE if row.secret and row.name + _FILE in found]:
        path, where = found.pop(name + _FILE)
        if name in found:
            faults.append(SettingFault(name, "twice", where, limit=name + _FILE))
            continue
        try:
            with Path(path).open(encoding="utf-8") as stream:
                text = _bare(stream.read(_SECRET_FILE_BYTES))
        except (OSError, UnicodeDecodeError):
            faults.append(SettingFault(name + _FILE, "unreadable", where))
            continue
        if text:
            found[name] = (text, f"the file that {name}{_FILE} names")
        else:
            faults.append(SettingFault(name + _FILE, "empty", where))


def _bare(value: str) -> str:
    """The value without blanks, line breaks and one pair of quotes around it: some readers of such files leave them."""
    text = value.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1].strip() if quoted else text


def _nearest(name: str) -> str:
    asked = name.upper().removeprefix(PREFIX)

    def likeness(known: str) -> float:
        # PROT means HTTP_PORT, so the ends of known names count too.
        words = known.removeprefix(PREFIX).split("_")
        ends = ["_".join(words[start:]) for start in range(len(words))]
        return max(difflib.SequenceMatcher(None, asked, end).ratio() for end in ends)

    return max(_KNOWN, key=likeness)
