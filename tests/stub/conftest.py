"""A stub, and a plain client of discord.py logged in to it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.stub.pointing import point_at
from tests.stub.process import Stub, running_stub
from tests.stub.world import TOKEN


class PlainClient(discord.Client):
    """Keeps the contents of the messages it hears, and can be asked what it hears next."""

    def __init__(self) -> None:
        # Without presences, as the desk: Discord then tells of the members only when asked.
        intents = discord.Intents(guilds=True, guild_messages=True, message_content=True, members=True)
        super().__init__(intents=intents, guild_ready_timeout=0.1, max_ratelimit_timeout=30)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once: the library would wait five seconds before a second time."""

    async def on_message(self, message: discord.Message) -> None:
        await self.heard.put(message)


@pytest.fixture
async def stub() -> AsyncIterator[Stub]:
    async with running_stub() as running:
        yield running


@pytest.fixture
def pointed(stub: Stub) -> Iterator[None]:
    """As long as the test runs, discord.py speaks to the stub."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    point_at(stub.url)
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
async def client(pointed: None) -> AsyncIterator[PlainClient]:
    async with PlainClient() as made:
        running = asyncio.create_task(made.start(TOKEN))
        ready = asyncio.create_task(made.wait_until_ready())
        await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
        ready.result()
        yield made
        await made.close()
        with suppress(asyncio.CancelledError):
            await running
