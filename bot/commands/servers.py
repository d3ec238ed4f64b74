"""What `check` says of each server: every channel that the desk uses there, and what the bot lacks in it."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import aiohttp
import discord

from bot import remote
from bot.checks import Finding, Verdict
from bot.inspecting import inspect
from bot.remote import NotSeen, RemoteGuild
from cogs.typed import flat
from cogs.words.check import text
from desk import findings, inspection
from desk.findings import Matter
from desk.inspection import Standing
from storage.looking import look_into

SERVERS_AT_MOST: Final = 50
"""Discord is asked three things of each; who has more servers looks with `/desk check`."""

LATER: Final = "Look again later."

_ELSEWHERE: Final = frozenset({Matter.CONNECTED, Matter.PARKED})
"""What other lines of `check` say."""

_CHANNEL: Final = re.compile(r"<#(\d+)>")
_DRAWN: Final = re.compile(r"\\(.)|[*\u2066-\u2069]")


def known_servers(database: Path) -> Mapping[int, Standing]:
    """What the store knows of each server; nothing where it cannot be read."""
    return look_into(database, inspection.all_known) or {}


async def of_servers(token: str, known: Mapping[int, Standing]) -> Sequence[Finding]:
    """What is to be said of them, each held against Discord."""
    try:
        return [each async for each in _each(token, known)]
    except (discord.DiscordException, aiohttp.ClientError, OSError, LookupError, TypeError, ValueError) as error:
        # What answers in Discord's place, as a proxy does, answers anything.
        return [Finding(Verdict.NOTE, "servers", f"Discord did not answer: {type(error).__name__}", LATER)]


async def _each(token: str, known: Mapping[int, Standing]) -> AsyncIterator[Finding]:
    looked_at = sorted(known)[:SERVERS_AT_MOST]
    async for guild in remote.look_at(token, looked_at):
        if isinstance(guild, NotSeen):
            yield _not_seen(guild)
        else:
            for finding in _of(guild, known[guild.guild.id]):
                yield finding
    if (left := len(known) - len(looked_at)) > 0:
        seen = f"{left} more {'is' if left == 1 else 'are'} not looked at"
        yield Finding(Verdict.NOTE, "servers", seen, "Look with /desk check in each.")


def _not_seen(guild: NotSeen) -> Finding:
    name = f"server {guild.guild_id}"
    if guild.absent:
        remedy = "Invite it again by the link above, or leave it: its tickets are kept."
        return Finding(Verdict.NOTE, name, "the bot is not in it any more", remedy)
    return Finding(Verdict.NOTE, name, "Discord did not answer", LATER)


def _of(guild: RemoteGuild, standing: Standing) -> Iterator[Finding]:
    name = f"server {flat(guild.guild.name)!r}"
    found = [each for each in inspect(guild, standing) if each.matter not in _ELSEWHERE]
    for each in found:
        remedy = "/desk check in the server mends it by a button." if each.mendable else ""
        yield Finding(_VERDICTS[each.verdict], name, _plain(text(each), guild), remedy)
    if not found:
        yield Finding(Verdict.GOOD, name, "the bot may do all that it needs to, in every channel that the desk uses")


_VERDICTS: Final = {
    findings.Verdict.GOOD: Verdict.GOOD,
    findings.Verdict.NOTE: Verdict.NOTE,
    findings.Verdict.BAD: Verdict.BAD,
}


def _plain(drawn: str, guild: RemoteGuild) -> str:
    """What is written for Discord as a terminal shows it."""

    def named(found: re.Match[str]) -> str:
        channel = guild.get_channel(int(found[1]))
        return f"#{flat(channel.name)}" if channel else f"channel {found[1]}"

    return _DRAWN.sub(lambda found: found[1] or "", _CHANNEL.sub(named, drawn))
