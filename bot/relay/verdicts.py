"""What a failed step means: try again later, never again, or stop everything. "It failed" is never "it is gone"."""

from dataclasses import dataclass
from typing import Final

import aiohttp
import discord

from bot.relay.stage import GuildAway, NotInGuild
from desk.errors import Unavailable

ARCHIVED = 50083
"""Discord's code for a change to a thread that is archived."""

_TRIES_OF_THE_UNEXPECTED: Final = 10
# Something went away between two requests: the next try finds it gone, and makes it anew or leaves it.
_TRIES_OF_WHAT_IS_GONE: Final = 4


@dataclass(frozen=True, slots=True)
class Again:
    """Worth another try; `after` is the wait in seconds that Discord asked for, None for our own.

    `tries` is how many are enough, None for no end. What is not `expected` is a mistake of our own.
    """

    error: str
    after: float | None = None
    tries: int | None = None
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
    if isinstance(error, passing):
        return Again(type(error).__name__)
    return Again(type(error).__name__, tries=_TRIES_OF_THE_UNEXPECTED, expected=False)


def _answered(error: discord.HTTPException) -> Verdict:
    if error.status == 401:
        return Stop(_told(error))
    if error.status == 429 or error.status >= 500:
        return Again(_told(error))
    if error.status == 404:
        return Again(_told(error), tries=_TRIES_OF_WHAT_IS_GONE)
    return Never(_told(error))


def _told(error: discord.HTTPException) -> str:
    return f"discord {error.status} {error.code}"
