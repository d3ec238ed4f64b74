"""Points discord.py at a stub instead of Discord: for launchers and tests, never a setting of the product."""

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.stub.rest import BASE


def point_at(url: str) -> None:
    """Let every client of this process speak to the stub at `url`."""
    Route.BASE = url + BASE
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url.replace("http", "ws", 1) + "/gateway")


def hurry(seconds: float) -> None:
    """Let clients wait no longer than that for one more guild before they are ready; the stub has but one."""
    quick = property(lambda _self: seconds, lambda _self, _value: None)
    discord.state.ConnectionState.guild_ready_timeout = quick  # type: ignore[assignment]  # a plain number elsewhere
