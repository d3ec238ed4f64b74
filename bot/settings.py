"""The settings of the desk as one table: what each is called, takes and does.

Each setting is a field of `Settings` that carries what people are told of it. A secret can also be named by a file, in
`<NAME>_FILE`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot import setting_values
from desk.filing import Room, room_of
from desk.outward import Allowed, parse_allowed

PREFIX: Final = "DESK_"
FILE: Final = "_FILE"
"""What the name of a file that holds a secret ends in."""


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


class Settings(BaseModel):
    """The settings as one frozen object, made once by bot.environment and handed down. Making one reads nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    token: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value and setting_values.token(value)),
        Told("the bot's token", "(three parts joined by dots, from the Bot page of the developer portal)", secret=True),
    ] = Field(None, description="The token of the bot, by which Discord knows it. `run` needs it.")
    data: Annotated[Path, AfterValidator(setting_values.folder), Told("a folder", "/var/lib/desk")] = Field(
        Path("data"),
        description="The folder of the store. It is made if it is missing, and must be on a disk of this machine.",
    )
    http_host: Annotated[
        str, AfterValidator(setting_values.host), Told("an address or name of this machine", "127.0.0.1")
    ] = Field(
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
    opened_per_minute: Annotated[int, Told("a whole number from 1 to 1000000", "30")] = Field(
        30,
        ge=1,
        le=1_000_000,
        description="How many tickets a minute one member may open through the REST API, whatever keys they use.",
    )
    long_per_minute: Annotated[int, Told("a whole number from 1 to 1000000", "120")] = Field(
        120,
        ge=1,
        le=1_000_000,
        description="How many transcripts and searches a minute one member may ask of the REST API, by whatever keys.",
    )
    trusted_proxies: Annotated[
        tuple[IPv4Network | IPv6Network, ...],
        BeforeValidator(setting_values.networks),
        Told("addresses or networks, separated by commas", "127.0.0.1, 10.0.0.0/8"),
    ] = Field(
        (),
        description="The proxies in front of the desk whose `X-Forwarded-For` tells where a request comes from. Of all"
        " others it is ignored.",
    )
    public_url: Annotated[
        str | None,
        AfterValidator(lambda value: value and setting_values.public_url(value)),
        Told("an address of scheme and host", "https://desk.example.org"),
    ] = Field(
        None,
        description="Where others reach the REST API, through your proxy. Requests for other hosts are refused then.",
    )
    client_secret: Annotated[
        SecretStr | None,
        AfterValidator(lambda value: value and setting_values.secret(value)),
        Told("the secret of the bot's application", "(from the OAuth2 page of the developer portal)", secret=True),
    ] = Field(None, description="With it people sign in by Discord, to try the API on its reference page, `/docs`.")
    metrics_host: Annotated[
        str, AfterValidator(setting_values.host), Told("an address or name of this machine", "127.0.0.1")
    ] = Field("127.0.0.1", description="Where `/metrics` listens, for who runs the desk: no key is asked for there.")
    metrics_port: Annotated[int | None, Told("a whole number from 0 to 65535", "9464")] = Field(
        None, ge=0, le=65535, description="The port of `/metrics`, for Prometheus. Without it there is none."
    )
    attachment_megabytes: Annotated[int, Told("a whole number of megabytes", "2048")] = Field(
        2048,
        ge=0,
        le=1_000_000,
        description="How much room the files of messages may take in the store, all together; 0 keeps none.",
    )
    attachment_megabytes_each: Annotated[int | None, Told("a whole number of megabytes", "200")] = Field(
        None,
        ge=0,
        le=1_000_000,
        description="How much of that room the files of one member may take, staff's like everybody's. Without it a"
        " tenth, and at least the 25 of one message.",
    )
    webhook_allow: Annotated[
        str,
        AfterValidator(setting_values.allowance),
        Told("hosts with or without a port, and networks", "10.0.0.0/8, hooks.lan:8080"),
    ] = Field(
        "",
        description="Where webhooks may be sent to beside the open internet, over http too, with commas between. "
        "Whoever manages tickets can then have the desk send there.",
    )
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        BeforeValidator(setting_values.lower),
        Told("debug, info, warning or error", "info"),
    ] = Field(
        "info",
        description="The least grave lines that are logged. At `debug` they hold what members write; secrets never.",
    )
    log_format: Annotated[
        Literal["console", "json"], BeforeValidator(setting_values.lower), Told("console or json", "json")
    ] = Field("console", description="Lines for people, or one JSON object a line for programs.")

    @property
    def receivers(self) -> Allowed:
        """Where webhooks may be sent to beside the open internet."""
        return parse_allowed(self.webhook_allow)

    @property
    def files_room(self) -> Room:
        """How many bytes of files are kept."""
        each = self.attachment_megabytes_each
        return room_of(self.attachment_megabytes * 2**20, None if each is None else each * 2**20)

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
            yield Setting(name + FILE, "a file", None, words, f"/run/secrets/desk_{field}", secret=False)


TABLE: Final = tuple(_rows())
"""Every setting, in the order in which people read them."""
