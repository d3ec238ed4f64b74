"""What Discord says of the bot's application before the bot connects: whether the token is good and the intents are on.

One request that costs no IDENTIFY, of which a bot has 1000 a day before Discord takes its token away.
"""

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
import discord
from discord.http import Route

from bot.errors import DiscordUnreachable, TokenRefused
from desk.clock import system_clock

PERMISSIONS: Final = 361046076496
"""View, send with embeds and files, react, send in threads, make private ones, read history, and manage threads,
channels, roles and messages."""

MESSAGE_CONTENT: Final = "Message Content Intent"
SERVER_MEMBERS: Final = "Server Members Intent"

_SECONDS: Final = 10
# Each intent is allowed in full, or in the limited form that bots in few guilds have.
_FLAGS: Final = {MESSAGE_CONTENT: 1 << 18 | 1 << 19, SERVER_MEMBERS: 1 << 14 | 1 << 15}


@dataclass(frozen=True, slots=True)
class Application:
    """The application behind the token; `missing` are the intents that the desk needs and that are not switched on.

    `ahead` is by how many seconds this machine's clock is before Discord's, `redirects` where browsers may come back to
    from a sign-in; None where Discord did not say.
    """

    id: int
    name: str
    missing: tuple[str, ...]
    ahead: float | None = None
    redirects: tuple[str, ...] | None = None


async def ask(token: str) -> Application:
    """Ask Discord who the token belongs to. Raises TokenRefused, DiscordUnreachable."""
    headers = {
        "Authorization": f"Bot {token}",
        "User-Agent": f"DiscordBot (https://github.com/Rapptz/discord.py {discord.__version__})",
    }
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"{Route.BASE}/applications/@me", headers=headers, allow_redirects=False) as response,
        ):
            if response.status == 401:
                raise TokenRefused
            if response.status != 200:
                raise DiscordUnreachable(str(response.status))
            return _application(await response.json(), _ahead(response.headers.get("Date")))
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
        raise DiscordUnreachable(type(error).__name__) from error


def _ahead(date: str | None) -> float | None:
    try:
        return (system_clock() - parsedate_to_datetime(date or "")).total_seconds()
    except (ValueError, TypeError):
        return None


def _application(data: dict[str, Any], ahead: float | None) -> Application:
    flags = int(data["flags"])
    missing = tuple(name for name, bits in _FLAGS.items() if not flags & bits)
    entered = data.get("redirect_uris")
    redirects = tuple(map(str, entered)) if isinstance(entered, list) else None
    return Application(int(data["id"]), str(data["name"]), missing, ahead, redirects)


def invite_link(application_id: int) -> str:
    """Where somebody who may add bots to a guild invites this one, with the permissions it needs."""
    permissions = discord.Permissions(PERMISSIONS)
    return discord.utils.oauth_url(application_id, permissions=permissions, scopes=("bot", "applications.commands"))
