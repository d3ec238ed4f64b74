"""The message that shows a category's queue: posted where staff wants it, drawn anew, posted again when it is gone."""

import logging
from contextlib import suppress
from dataclasses import replace
from typing import Final

import discord

from bot.relay.stage import Stage
from cogs.views import LIVE_SHOWN, live_buttons, live_embed, live_mark
from desk import queue
from desk.exchange import LiveQueue
from desk.faultpoint import faultpoint
from desk.queue import LiveView
from desk.veil import for_all

log = logging.getLogger(__name__)

_LOOK_BACK: Final = 50


def _for_readers(channel: discord.TextChannel, view: LiveView) -> LiveView:
    """The queue as it may stand in that channel: where everybody reads it, staff without names has none."""
    if not channel.permissions_for(channel.guild.default_role).view_channel:
        return view
    return replace(view, tickets=tuple(for_all(view.category, each) for each in view.tickets))


class QueueMessages:
    """Draws live queues, and remembers how it drew them last: what looks the same is left alone."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._drawn: dict[int, str] = {}

    def lost(self, message_id: int) -> bool:
        """Somebody deleted that message; whether it was one of these."""
        return self._drawn.pop(message_id, None) is not None

    async def draw(self, live: LiveQueue) -> None:
        """Make Discord show the queue as it is now, where staff wants it and nowhere else."""
        guild = self._stage.guild(live.guild_id)
        if live.message_id is not None and live.shown_in != live.channel_id:
            await self._take_away(guild, live)
            live = replace(live, shown_in=None, message_id=None)
        if live.channel_id is None:
            return
        channel = guild.get_channel(live.channel_id)
        if not isinstance(channel, discord.TextChannel):
            log.warning("guild %d: the channel for the queue of category %d is gone", guild.id, live.category_id)
            await self._stage.store.write(queue.queue_channel_gone, live.category_id)
            return
        now, limit = self._stage.now(), LIVE_SHOWN
        view = await self._stage.store.read(queue.live_view, guild.id, live.category_id, now, limit)
        if view is not None:
            await self._put(channel, live.message_id, _for_readers(channel, view))

    async def _take_away(self, guild: discord.Guild, live: LiveQueue) -> None:
        channel = guild.get_channel(live.shown_in or 0)
        if isinstance(channel, discord.TextChannel) and live.message_id is not None:
            with suppress(discord.NotFound, discord.Forbidden):
                await channel.get_partial_message(live.message_id).delete()
        await self._stage.store.write(queue.queue_shown, live.category_id, None, None)

    async def _put(self, channel: discord.TextChannel, message_id: int | None, view: LiveView) -> None:
        embed, buttons = live_embed(view), live_buttons(view)
        drawing = repr((embed.to_dict(), buttons.to_components()))
        if message_id is not None and self._drawn.get(message_id) == drawing:
            return
        if message_id is not None:
            try:
                await channel.get_partial_message(message_id).edit(embed=embed, view=buttons)
            except discord.NotFound:
                log.info("the queue of category %d was deleted and is posted again", view.category.id)
            else:
                self._drawn[message_id] = drawing
                return
        message = await self._posted(channel, view.category.id)
        if message is None:
            faultpoint("relay.before_queue")
            message = await channel.send(
                embed=embed,
                view=buttons,
                # One of its own each time: Discord would answer the old one with the message that was deleted.
                nonce=f"queue{view.category.id}-{int(self._stage.clock().timestamp())}"[:25],
                allowed_mentions=discord.AllowedMentions.none(),
            )
            faultpoint("relay.after_queue")
            self._drawn[message.id] = drawing
        await self._stage.store.write(queue.queue_shown, view.category.id, channel.id, message.id)

    async def _posted(self, channel: discord.TextChannel, category_id: int) -> discord.Message | None:
        """The message, when an earlier try has posted it and could not write that down."""
        async for message in channel.history(limit=_LOOK_BACK):
            rows = (row for row in message.components if isinstance(row, discord.ActionRow))
            written = [getattr(item, "custom_id", None) for row in rows for item in row.children]
            if message.author.id == self._stage.me and live_mark(category_id) in written:
                return message
        return None
