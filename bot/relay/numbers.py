"""Numbers that the store does not know, learnt from what Discord shows: where an old backup was restored.

Such a restore passes over many numbers, so that tickets can be opened at once. Here it is made sure that those were
enough.
"""

import logging
import re
from collections.abc import AsyncIterator
from typing import Final

from bot.relay import place_words
from bot.relay.keeping import keep
from bot.relay.parents import parent_of
from bot.relay.place import is_closed_off
from bot.relay.stage import Stage
from bot.relay.threads import APART, threads_under
from desk import catching_up, places
from desk.clock import parse_rfc3339

log = logging.getLogger(__name__)

_NUMBER: Final = re.compile(r"([0-9]{4,9})(?: · |-)", re.ASCII)
"""What opens the name of a ticket's thread, and of its channel. Whoever renames one cannot use all numbers up."""


async def learn_numbers(stage: Stage, guild_id: int) -> None:
    """See that the numbers go on behind the highest that Discord shows, if there are any that the store does not know.

    Raises what Discord answers; then it is still to be done.
    """
    since = await stage.store.read(catching_up.numbers_unsure_since, guild_id)
    if since is None:
        return
    highest = 0
    async for name in _names(stage, guild_id, since):
        if (found := _NUMBER.match(name)) is not None:
            highest = max(highest, int(found[1]))
    log.info("tickets of guild %d have numbers up to %d in Discord", guild_id, highest)
    await keep(stage.store, catching_up.numbers_seen, guild_id, highest)


async def _names(stage: Stage, guild_id: int, since: str) -> AsyncIterator[str]:
    """The names of the bot's threads and channels; of the archived ones those that were in use since then."""
    guild, begun = stage.guild(guild_id), parse_rfc3339(since) - APART
    for category in await stage.store.read(places.live_categories, guild_id):
        if (parent := parent_of(stage, category)) is not None:
            async for thread in threads_under(stage, parent, begun):
                if thread.owner_id == stage.me:
                    yield thread.name
    for channel in guild.text_channels:
        if is_closed_off(channel) and place_words.has_topic_mark(channel.topic or ""):
            yield channel.name
