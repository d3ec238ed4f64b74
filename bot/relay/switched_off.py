"""The direct message by which who keeps a webhook learns that the desk has switched it off, and what to do.

Whether it can be sent is nobody's business but theirs: the log has told staff already.
"""

import logging
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

import discord

from bot.relay.posting import post
from bot.relay.stage import Job, Stage
from cogs.language import mark, say
from cogs.typed import line
from desk import deliveries
from desk.models import Off, Webhook

log = logging.getLogger(__name__)

_WHY: Final[Mapping[Off, str]] = {
    Off.GONE: mark("Its receiver answered 410: it is gone for good."),
    Off.FAILING: mark("Its receiver has taken nothing for three days."),
    Off.MEMBER_MAY_NOT: mark("It sent in your name, and you do not manage tickets there any more."),
}
"""What is told; nobody asks to be told of what they did, and who has left the server is not to be written to."""

_MENDED: Final = mark(
    "When that is mended, switch it on again: `PUT /api/webhooks` with `enabled`. "
    "Nothing of the last three days is lost."
)
_TAKEN_OVER: Final = mark(
    "Whoever manages tickets there switches it on again, and has it then: `PUT /api/webhooks` with `enabled`."
)


async def show_switched_off(stage: Stage, job: Job) -> None:
    """Send it, unless the webhook is on again or gone by now, or its member has left."""
    found = await stage.store.read(
        deliveries.off_since, job.event.guild_id, int(str(job.event.data["webhookId"])), job.event.at
    )
    if found is None or found.off is None or found.off not in _WHY:
        return
    guild = stage.guild(job.event.guild_id)
    try:
        member = guild.get_member(found.user_id) or await guild.fetch_member(found.user_id)
    except discord.NotFound:
        return
    try:
        await post(await member.create_dm(), stage.me, job, _texts(guild, found, found.off))
    except discord.Forbidden as error:
        log.info("webhook %d: its member takes no direct messages: %s", found.id, error.code)


def _texts(guild: discord.Guild, webhook: Webhook, why: Off) -> list[str]:
    """Which it is, but for the rest of its URL, which may be a secret; why it is off; and what to do."""
    host = line(urlsplit(webhook.url).hostname or "")
    return [
        say("Webhook {id} to {host} is switched off in {server}.", id=webhook.id, host=host, server=line(guild.name)),
        say(_WHY[why]),
        say(_TAKEN_OVER if why is Off.MEMBER_MAY_NOT else _MENDED),
    ]
