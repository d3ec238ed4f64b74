"""The desk in service: its parts are opened, the client is connected, and all ends together, on a signal or a failure.

What is local comes first: a store that is in use or a port that is taken costs Discord nothing. Then Discord is asked
about the application until it answers, with growing pauses, while the REST API serves already. A wrong token or a
missing intent ends the process with its reason; connecting again and again would cost the token.
"""

import asyncio
import contextlib
import logging
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import discord
import typer

from api.limits import Limits
from bot import portal
from bot.composition import Parts, Web, open_desk_parts
from bot.errors import DiscordUnreachable, IntentsMissing, TokenRefused
from bot.settings import Settings

FIRST_PAUSE: Final = 2.0
LONGEST_PAUSE: Final = 300.0
"""Seconds between two tries to reach Discord: doubled from the first to the longest, each shortened by up to half."""

_AUTHENTICATION_FAILED: Final = 4004

log = logging.getLogger(__name__)


async def serve(settings: Settings, token: str) -> None:
    """Serve until SIGINT or SIGTERM. Raises what made the start fail or ended the service: see bot.commands.words."""
    # The desk has no voice, so nobody needs to hear what that would want to be installed.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    connected: asyncio.Task[None] | None = None
    try:
        async with (
            _until_signalled() as stopped,
            open_desk_parts(
                settings.database,
                host=settings.http_host,
                port=settings.http_port,
                limits=limits_of(settings),
                web=_web(settings),
                metrics=metrics_of(settings),
                files_room=settings.files_room,
            ) as parts,
        ):
            typer.echo(f"REST API: {parts.served.url}")
            if parts.metrics_url is not None:
                typer.echo(f"Metrics: {parts.metrics_url}")
            connected = asyncio.create_task(connect(parts, token), name="discord")
            ended, _ = await asyncio.wait({connected, parts.failure, stopped}, return_when=asyncio.FIRST_COMPLETED)
            log.info("stopping")
    finally:
        # By now the client is closed with the other parts, and so the connection has ended in good order.
        if connected is not None:
            connected.cancel()
            await asyncio.wait({connected})
    for failed in ended - {stopped}:
        failed.result()


def limits_of(settings: Settings) -> Limits:
    """How much the HTTP door bears, as far as it is set."""
    return Limits(
        calls_per_minute=settings.calls_per_minute,
        failures_per_minute=settings.failures_per_minute,
        opened_per_minute=settings.opened_per_minute,
        long_per_minute=settings.long_per_minute,
        proxies=settings.trusted_proxies,
    )


def _web(settings: Settings) -> Web:
    secret = settings.client_secret
    return Web(settings.public_url, secret.get_secret_value() if secret else None, receivers=settings.receivers)


def metrics_of(settings: Settings) -> tuple[str, int] | None:
    """Where the metrics are served, None for nowhere."""
    return None if settings.metrics_port is None else (settings.metrics_host, settings.metrics_port)


async def connect(parts: Parts, token: str) -> None:
    """Bring the client and the relay up, and stay until the client is closed.

    Raises TokenRefused, IntentsMissing, DiscordUnreachable.
    """
    application = await reach(token)
    if application.missing:
        raise IntentsMissing(application.missing)
    # Panels that host bots wait for this line to show that the bot has started.
    typer.echo(f"Invite link: {portal.invite_link(application.id)}")
    try:
        await parts.client.login(token)
        parts.relay.start()
        await parts.client.connect()
    except discord.LoginFailure as error:
        raise TokenRefused from error
    except discord.PrivilegedIntentsRequired as error:
        raise IntentsMissing from error
    except discord.ConnectionClosed as error:
        if error.code == _AUTHENTICATION_FAILED:
            raise TokenRefused from error
        raise DiscordUnreachable(str(error.code)) from error
    except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
        raise DiscordUnreachable(type(error).__name__) from error


async def reach(
    token: str,
    jitter: Callable[[], float] = random.random,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> portal.Application:
    """Ask about the application until Discord answers. Raises TokenRefused."""
    pause = FIRST_PAUSE
    while True:
        try:
            return await portal.ask(token)
        except DiscordUnreachable as error:
            wait = pause * (1 - jitter() / 2)
            log.warning("Discord cannot be reached (%s); the next try is in %.0f s", error.detail, wait)
        await sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE)


@asynccontextmanager
async def _until_signalled() -> AsyncIterator[asyncio.Future[None]]:
    """A future that is done at the first SIGINT or SIGTERM; later ones change nothing."""
    loop = asyncio.get_running_loop()
    stopped: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        if not stopped.done():
            stopped.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; there both end the process, which the store bears.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop)
    yield stopped
