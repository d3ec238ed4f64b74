"""`run`: the desk for a real Discord, until it is told to stop."""

import asyncio
import logging

import typer

from bot import logs, settings
from bot.errors import DiscordUnreachable, IntentsMissing
from bot.settings import Settings

log = logging.getLogger(__name__)


def run() -> None:
    """Start the desk: the bot in Discord and the REST API, until SIGINT or SIGTERM. Needs DESK_TOKEN."""
    known = settings.load(need=frozenset({"DESK_TOKEN"}))
    token = known.token.get_secret_value() if known.token else ""
    logs.set_up(known.log_level, known.log_format, secrets=[token])
    asyncio.run(_ask_first(token))
    _serve(known)


async def _ask_first(token: str) -> None:
    """Refuse a wrong token or a missing intent before they cost a connection, and print the invite link."""
    from bot import portal  # noqa: PLC0415 -- the client library takes half a second to import

    try:
        application = await portal.ask(token)
    except DiscordUnreachable as error:
        log.warning("Discord could not be asked about the application (%s); connecting all the same", error.detail)
        return
    if application.missing:
        raise IntentsMissing(application.missing)
    # Panels that host bots wait for this line to show that the bot has started.
    typer.echo(f"Invite link: {portal.invite_link(application.id)}")


def _serve(known: Settings) -> None:
    raise NotImplementedError(known)
