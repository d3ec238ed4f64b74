"""Points discord.py at a stub instead of Discord: for launchers and tests, never a setting of the product."""

import asyncio
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.stub.rest import BASE


def point_at(url: str) -> None:
    """Let every client of this process speak to the stub at `url`."""
    Route.BASE = url + BASE
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")


class _Hasty:
    """asyncio without pauses, for the library's modules that pause between two tries."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    async def sleep(self, _seconds: float) -> None:
        """Give way once."""
        await asyncio.sleep(0)


def hurry(seconds: float) -> None:
    """Let clients pause for nothing, and wait no longer than that for one more guild before they are ready."""
    discord.http.asyncio = discord.client.asyncio = _Hasty()  # type: ignore[attr-defined,assignment]  # as above
    quick = property(lambda _self: seconds, lambda _self, _value: None)
    discord.state.ConnectionState.guild_ready_timeout = quick  # type: ignore[assignment]  # a plain number elsewhere
