"""`check`: look at everything the desk needs before it is started, change nothing, and say what to do."""

import asyncio
import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from bot import checks, environment
from bot.checks import Finding, Verdict
from bot.commands import words
from bot.commands.exits import ExitCode
from bot.commands.health import ask as ask_desk
from bot.environment import BadSettings
from bot.errors import DiscordUnreachable, IntentsMissing, TokenRefused, address_unusable
from bot.settings import Settings
from storage.errors import StoreStartError


def check(
    *,
    offline: Annotated[
        bool, typer.Option("--offline", help="Do not ask Discord about the token and the intents.")
    ] = False,
) -> None:
    """Look at all that the desk needs.

    Settings, data folder, store, port, token, intents, clock, sign-in and, in each server, the channels that the desk
    uses are looked at, and nothing is changed. It ends with 1 if something is bad.
    """
    found = list(_findings(offline=offline))
    for finding in found:
        typer.echo(f"{finding.verdict:<5} {finding.what}: {finding.seen}")
        if finding.remedy:
            typer.echo(f"      → {finding.remedy}")
    bad = any(finding.verdict is Verdict.BAD for finding in found)
    raise typer.Exit(ExitCode.FAILED if bad else ExitCode.OK)


def _findings(*, offline: bool) -> Iterator[Finding]:
    try:
        known = environment.load()
    except BadSettings as bad:
        # Without them nobody knows which folder, port and token to look at.
        yield from (Finding(Verdict.BAD, "settings", words.of_setting(fault)) for fault in bad.faults)
        return
    yield Finding(Verdict.GOOD, "settings", "all of them can be used")
    yield from checks.of_env_file(Path(environment.ENV_FILE))
    yield from checks.of_folder(known.data)
    yield checks.of_sqlite()
    yield _store(known)
    yield from checks.of_refused(known.database)
    yield _port(known.http_host, known.http_port)
    yield from _application(known, offline=offline)


def _store(known: Settings) -> Finding:
    try:
        return checks.of_store(known.database)
    except StoreStartError as error:
        return Finding(Verdict.BAD, "store", words.of_error(error)[1])


def _port(host: str, port: int) -> Finding:
    error = checks.port_is_free(host, port)
    if error is None:
        return Finding(Verdict.GOOD, "port", f"{port} on {host} is free" if port else "any free one")
    if _desk_answers(host, port):
        return Finding(Verdict.GOOD, "port", f"{port} on {host}: the desk runs and answers there")
    unusable = address_unusable(error, host, port)
    return Finding(Verdict.BAD, "port", words.of_error(unusable)[1] if unusable else f"{port} on {host}: {error}")


def _desk_answers(host: str, port: int) -> bool:
    try:
        return ask_desk(host, port, "/healthz")[0] == http.client.OK
    except (OSError, http.client.HTTPException):
        return False


def _application(known: Settings, *, offline: bool) -> Iterator[Finding]:
    if known.token is None:
        yield Finding(Verdict.BAD, "token", "there is none", words.GET_TOKEN)
        return
    from bot import portal, signing_in  # noqa: PLC0415 -- the client library takes half a second to import

    if offline:
        yield Finding(Verdict.NOTE, "token", "there is one; Discord was not asked about it")
        yield signing_in.of_sign_in(known, None)
        return
    try:
        application = asyncio.run(portal.ask(known.token.get_secret_value()))
    except TokenRefused as error:
        yield Finding(Verdict.BAD, "token", words.of_error(error)[1])
    except DiscordUnreachable as error:
        yield Finding(Verdict.NOTE, "token", f"there is one; {words.of_error(error)[1]}")
        yield signing_in.of_sign_in(known, None)
    else:
        yield Finding(Verdict.GOOD, "token", f"belongs to {application.name!r}")
        yield _intents(application.missing)
        if application.ahead is not None:
            yield checks.of_clock(application.ahead)
        yield Finding(Verdict.GOOD, "invite link", portal.invite_link(application.id))
        yield signing_in.of_sign_in(known, application.redirects)
        yield from _servers(known, known.token.get_secret_value())


def _servers(known: Settings, token: str) -> Iterator[Finding]:
    from bot.commands import servers  # noqa: PLC0415 -- as above

    if known.database.exists() and (standing := servers.known_servers(known.database.resolve())):
        yield from asyncio.run(servers.of_servers(token, standing))


def _intents(missing: tuple[str, ...]) -> Finding:
    if missing:
        return Finding(Verdict.BAD, "intents", words.of_error(IntentsMissing(missing))[1])
    return Finding(Verdict.GOOD, "intents", "those that the desk needs are switched on")
