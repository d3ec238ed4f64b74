"""The HTTP door as the process opens it.

    async with serve(store, directory, clock, transcriber=transcriber, host="127.0.0.1", port=8080) as served:
        print(served.url)

`store` is desk.store.LiveStore, `directory` desk.actor.Directory, `transcriber` desk.transcript.Transcriber, `clock` a
function that tells the time. `ready` tells
which of the process's other parts work, by name, for /readyz. Nothing is read from the environment. On leaving, new
connections are refused and what is under way is answered first.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from api.access_log import PathAccessLog
from api.authentication import LiveAuthenticator
from api.door import Door, Parts
from api.health import Ready
from api.limits import Limits
from api.origin import Origin
from api.protocol import Observe, Server, unobserved
from api.rates import Rates
from api.sign_in.oauth import Discord, Registration
from api.sign_in.pending import Pending
from api.sign_in.ways import CALLBACK, Ways
from api.streams import Streams
from desk.actor import Directory
from desk.clock import Clock, system_clock
from desk.errors import DeskError
from desk.outward import NOTHING_MORE, Allowed
from desk.store import LiveStore
from desk.transcript import Transcriber

_log = logging.getLogger(__name__)
_access_log = logging.getLogger("api.access")


@dataclass(frozen=True, slots=True)
class Served:
    """Where the door stands."""

    url: str
    host: str
    port: int


def _nothing_else() -> Mapping[str, bool]:
    return {}


@asynccontextmanager
async def serve(  # noqa: PLR0913 -- all that the process hands to the door, most of it by its name
    store: LiveStore,
    directory: Directory,
    clock: Clock = system_clock,
    *,
    transcriber: Transcriber,
    receivers: Allowed = NOTHING_MORE,
    host: str = "127.0.0.1",
    port: int = 0,
    ready: Ready = _nothing_else,
    limits: Limits | None = None,
    public_url: str | None = None,
    registration: Registration | None = None,
    observe: Observe = unobserved,
) -> AsyncIterator[Served]:
    """Serve the REST API at that address, port 0 for any. Raises OSError when the address cannot be had.

    `public_url` is where others reach it, None for nowhere else; with a `registration` people can sign in by Discord.
    """
    limits = limits or Limits()
    origin = Origin(public_url or "", public=public_url is not None)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar(), trust_env=False) as session:
        ways = Ways(store, directory, clock, origin, _discord(session, registration, origin), Pending())
        authenticator = LiveAuthenticator(store, directory, origin)
        streams = Streams(store, authenticator, clock, limits)
        door = Door(
            Parts(
                store,
                directory,
                transcriber,
                receivers,
                clock,
                ready,
                limits,
                authenticator,
                Rates(limits),
                streams,
                origin,
                ways,
            )
        )
        server = _server(door, limits, observe)
        async with _listening(server, authenticator, limits, host, port) as served, streams.running():
            if not origin.public:
                origin.url = served.url
            yield served


def _discord(
    session: aiohttp.ClientSession, registration: Registration | None, origin: Origin
) -> Callable[[], Discord | None]:
    """What asks Discord about who signs in, as soon as it is known who the bot is."""

    def find() -> Discord | None:
        client_id = registration.client_id() if registration is not None else None
        if registration is None or client_id is None:
            return None
        return Discord(session, registration, client_id, origin.url + CALLBACK)

    return find


@asynccontextmanager
async def _listening(
    server: Server, authenticator: LiveAuthenticator, limits: Limits, host: str, port: int
) -> AsyncIterator[Served]:
    runner = web.ServerRunner(server, shutdown_timeout=limits.stop_seconds)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, shutdown_timeout=60.0)
        await site.start()
        bound = int(runner.addresses[0][1])
        shown = f"[{host}]" if ":" in host else host
        noting = asyncio.create_task(_note_use(authenticator, limits.key_use_seconds))
        try:
            yield Served(f"http://{shown}:{bound}", host, bound)
        finally:
            noting.cancel()
    finally:
        await runner.cleanup()
        await _note_once(authenticator)


def _server(door: Door, limits: Limits, observe: Observe) -> Server:
    return Server(
        door.respond,
        limits,
        observe=observe,
        keepalive_timeout=limits.head_seconds,
        lingering_time=limits.linger_seconds,
        access_log_class=PathAccessLog,
        access_log=_access_log,
        auto_decompress=False,
    )


async def _note_use(authenticator: LiveAuthenticator, every: float) -> None:
    while True:
        await asyncio.sleep(every)
        await _note_once(authenticator)


async def _note_once(authenticator: LiveAuthenticator) -> None:
    """Write when keys and sessions were last used. That is worth a try and no more: the next minute has another."""
    try:
        await authenticator.write_last_use()
    except DeskError as error:
        _log.warning("the last use of keys and sessions was not kept: %s", type(error).__name__)
