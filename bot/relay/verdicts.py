"""What a failed step means: try again later, never again, or stop everything. "It failed" is never "it is gone"."""

from dataclasses import dataclass

import aiohttp
import discord

from bot.relay.stage import GuildAway, NotInGuild
from desk.errors import Unavailable

ARCHIVED = 50083
"""Discord's code for a change to a thread that is archived."""


@dataclass(frozen=True, slots=True)
class Again:
    """Worth another try; `after` is the wait in seconds that Discord asked for, None for our own."""

    error: str
    after: float | None = None
    expected: bool = True


@dataclass(frozen=True, slots=True)
class Never:
    """Refused for good."""

    error: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The token is no longer good: every further request would count against the bot."""

    error: str


Verdict = Again | Never | Stop


def verdict(error: Exception) -> Verdict:
    """What that error of a step means for its event."""
    if isinstance(error, discord.HTTPException):
        return _answered(error)
    if isinstance(error, discord.RateLimited):
        return Again("rate_limited", after=error.retry_after)
    if isinstance(error, NotInGuild):
        return Never("not_in_guild")
    # What the network, the guild's outage or the store says for now; all else is a mistake of our own.
    passing = OSError | aiohttp.ClientError | TimeoutError | GuildAway | Unavailable
    return Again(type(error).__name__, expected=isinstance(error, passing))


def _answered(error: discord.HTTPException) -> Verdict:
    if error.status == 401:
        return Stop(_told(error))
    if error.status == 429 or error.status >= 500:
        return Again(_told(error))
    return Never(_told(error))


def _told(error: discord.HTTPException) -> str:
    return f"discord {error.status} {error.code}"
