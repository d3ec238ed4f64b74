"""`health`: ask the running desk whether it is alive and ready; for health checks of containers and for people."""

import http.client
import json
from typing import Annotated, Final

import typer

from bot import environment
from bot.commands.exits import ExitCode
from bot.errors import NoFixedPort

PATHS: Final = ("/healthz", "/readyz")
_SECONDS: Final = 5
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 -- the addresses one listens on, not one to ask


def reachable_host(host: str) -> str:
    """The address by which this machine reaches what listens on `host`."""
    return _ANYWHERE.get(host, host)


def ask(host: str, port: int, path: str) -> tuple[int, str]:
    """The status and the body of the answer. Raises OSError or HTTPException when there is none within five seconds."""
    connection = http.client.HTTPConnection(reachable_host(host), port, timeout=_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(65536).decode(errors="replace")
    finally:
        connection.close()


def health(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port to ask, if it is not that of DESK_HTTP_PORT.")
    ] = None,
) -> None:
    """Ask a running desk how it is.

    It ends with 0 if the desk is alive and ready, else with 1.
    """
    known = environment.load()
    asked = port or known.http_port
    if not asked:
        raise NoFixedPort
    good = [_told(known.http_host, asked, path) for path in PATHS]
    raise typer.Exit(ExitCode.OK if all(good) else ExitCode.FAILED)


def _told(host: str, port: int, path: str) -> bool:
    try:
        status, body = ask(host, port, path)
    except (OSError, http.client.HTTPException) as error:
        typer.echo(f"{path}: no answer ({error})")
        return False
    typer.echo(f"{path}: {status} {_shown(body)}".rstrip())
    return status == http.HTTPStatus.OK


def _shown(body: str) -> str:
    try:
        return json.dumps(json.loads(body))
    except ValueError:
        return ""
