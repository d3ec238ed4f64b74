"""The parts of the desk put together: store, Discord client with its door, relay, and REST API, in one exit stack.

    async with open_desk_parts(path, host="127.0.0.1", port=8080) as parts:
        await parts.client.login(token)
        parts.relay.start()

None of the parts is owned by the Discord client: the API serves while Discord is away, and the client can be logged in
by whoever drives it, Discord itself or a simulated one. At the end the API refuses new requests and finishes those
under way, the relay finishes what it has begun, the client leaves, and the store closes last.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from discord.ext import commands

from api.limits import Limits
from api.protocol import unobserved
from api.server import Served, serve
from api.sign_in.oauth import Endpoints, Registration
from bot.caretaker import Housekeeper
from bot.client import DeskClient
from bot.directory import LiveDirectory
from bot.errors import StoreGaveUp, TokenRefused, address_unusable
from bot.metrics.numbers import Numbers
from bot.metrics.serving import serve_metrics
from bot.relay.following import Following
from bot.relay.listening import Listening
from bot.relay.live_queues import SPACING
from bot.relay.outbox import Relay, backoff
from bot.transcripts import LiveTranscriber
from bot.webhooks.courier import Courier
from bot.webhooks.post import Post
from cogs import Door, setup_cogs
from desk.clock import Clock, system_clock
from desk.filing import FILES_ROOM, Room
from desk.outward import NOTHING_MORE, Allowed
from storage.desk_store import DeskStore, open_desk
from storage.worker import unwatched

STOP_SECONDS = 4.0
"""How long relay and courier may finish what they have begun when the process ends."""


@dataclass(frozen=True, slots=True)
class Web:
    """How people at a browser reach the desk, and where its webhooks may be sent to beside the open internet.

    Without a client secret nobody can sign in.
    """

    public_url: str | None = None
    client_secret: str | None = field(default=None, repr=False)
    endpoints: Endpoints = field(default_factory=Endpoints)
    receivers: Allowed = NOTHING_MORE

    def registration(self, client_id: Callable[[], int | None]) -> Registration | None:
        """What the API needs to have people sign in by Discord."""
        if self.client_secret is None:
            return None
        return Registration(client_id, self.client_secret, self.endpoints)


@dataclass(frozen=True, slots=True)
class Discord:
    """The desk's side of Discord: a client that is not logged in yet, who is in its guilds, and a relay to start.

    `transcriber` writes transcripts with the names that the client knows.
    """

    client: DeskClient
    directory: LiveDirectory
    relay: Relay
    transcriber: LiveTranscriber


@dataclass(frozen=True, slots=True)
class Parts:
    """The whole desk. `failure` is done, with the error, when a part fails so that the process must end."""

    store: DeskStore
    discord: Discord
    served: Served
    failure: asyncio.Future[None]
    metrics_url: str | None = None

    @property
    def client(self) -> DeskClient:
        """The Discord client."""
        return self.discord.client

    @property
    def relay(self) -> Relay:
        """The relay."""
        return self.discord.relay


def new_request_id() -> str:
    """An id that nobody can guess, short enough to be read out."""
    return secrets.token_hex(8)


def assemble_discord(
    store: DeskStore,
    clock: Clock = system_clock,
    *,
    folder: Path | None = None,
    pause: Callable[[int], float] = backoff,
    on_fatal: Callable[[str], None] = lambda _error: None,
    spacing: float = SPACING,
    public_url: str | None = None,
) -> Discord:
    """A client with directory, door, listeners and relay over that store (in `folder`); nothing is started.

    `public_url` is where others reach the API, None for nowhere: transcripts lead there for files.
    """
    client = DeskClient()
    directory = LiveDirectory(client, clock)
    transcriber = LiveTranscriber(client, public_url)
    relay = Relay(store, client, clock, transcriber, pause=pause, on_fatal=on_fatal, spacing=spacing)
    housekeeper = Housekeeper(store, client, relay, clock, folder)
    door = Door(store, directory, clock, relay.waiting.wait_for_place, new_request_id, housekeeper, transcriber)

    async def equip(bot: commands.Bot) -> None:
        await bot.add_cog(directory)
        await bot.add_cog(relay.catching_up)
        await bot.add_cog(relay.live_queues)
        await bot.add_cog(Listening(client, store, clock, relay.gate))
        await bot.add_cog(Following(store, clock, relay.catching_up.there_again))
        await setup_cogs(bot, door)

    client.equipped_by(equip)
    return Discord(client, directory, relay, transcriber)


@asynccontextmanager
async def open_desk_parts(  # noqa: PLR0913 -- all that the process is told, most of it by its name
    path: Path,
    *,
    host: str,
    port: int,
    clock: Clock = system_clock,
    pause: Callable[[int], float] = backoff,
    limits: Limits | None = None,
    web: Web = Web(),
    metrics: tuple[str, int] | None = None,
    files_room: Room = FILES_ROOM,
) -> AsyncIterator[Parts]:
    """Open the store at `path`, with that room for files, serve the API, send to webhooks, and serve any metrics.

    Raises StoreStartError, AddressUnusable.
    """
    numbers = None if metrics is None else Numbers(path)
    watch = unwatched if numbers is None else numbers.committed
    failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(
            open_desk(path, on_fatal=_ending(failure, StoreGaveUp()), watch=watch, files_room=files_room)
        )
        discord = assemble_discord(
            store,
            clock,
            folder=path.parent,
            pause=pause,
            on_fatal=_ending(failure, TokenRefused()),
            public_url=web.public_url,
        )
        stack.push_async_callback(discord.client.close)
        stack.callback(store.subscribe(discord.relay.wake))
        courier = _assemble_courier(stack, store, discord, clock, web.receivers)

        def ready() -> Mapping[str, bool]:
            return {"discord": discord.directory.live, "relay": discord.relay.running}

        try:
            served = await stack.enter_async_context(
                serve(
                    store,
                    discord.directory,
                    clock,
                    transcriber=discord.transcriber,
                    receivers=web.receivers,
                    host=host,
                    port=port,
                    ready=ready,
                    limits=limits,
                    public_url=web.public_url,
                    registration=web.registration(lambda: discord.client.application_id),
                    observe=unobserved if numbers is None else numbers.answered,
                )
            )
        except OSError as error:
            raise address_unusable(error, host, port) or error from error
        courier.start()
        watched = None
        if metrics is not None and numbers is not None:
            watched = await _serve_metrics(stack, numbers, store, clock, ready, metrics)
        yield Parts(store, discord, served, failure, watched)
        failure.cancel()


def _ending(failure: asyncio.Future[None], error: Exception) -> Callable[[object], None]:
    """What ends the process with that error, unless another has come first."""

    def end(_cause: object) -> None:
        if not failure.done():
            failure.set_exception(error)

    return end


async def _serve_metrics(
    stack: AsyncExitStack,
    numbers: Numbers,
    store: DeskStore,
    clock: Clock,
    parts: Callable[[], Mapping[str, bool]],
    address: tuple[str, int],
) -> str:
    """Serve the numbers until the stack ends, and give their URL. Raises AddressUnusable."""
    try:
        return await stack.enter_async_context(serve_metrics(numbers, store, clock, parts, address))
    except OSError as error:
        raise address_unusable(error, *address) or error from error


def _assemble_courier(
    stack: AsyncExitStack, store: DeskStore, discord: Discord, clock: Clock, receivers: Allowed
) -> Courier:
    """A courier that is woken by commits, and ends together with the relay."""
    courier = Courier(store, discord.directory, clock, Post(receivers, clock))
    stack.callback(store.subscribe(courier.wake))
    stack.push_async_callback(_stop_both, discord.relay, courier)
    return courier


async def _stop_both(relay: Relay, courier: Courier) -> None:
    await asyncio.gather(relay.stop(STOP_SECONDS), courier.stop(STOP_SECONDS))
