"""Tickets whose place is a channel of its own: made closed to all but those who belong there, and kept so.

Everything that anybody may do in it stands in its permissions, which are set whole from the ticket's record each time.
"""

from typing import Any

import discord

from bot.relay import place_words as words
from bot.relay.alerts import alert
from bot.relay.channel_names import channel_name
from bot.relay.groups import groups_of, in_group
from bot.relay.place import Channel, is_closed_off
from bot.relay.rights import Overwrites, plain, rights_of, strangers
from bot.relay.stage import Job, Stage
from bot.relay.style import Sought
from bot.relay.words import for_ticket
from cogs.typed import line
from desk import places
from desk.faultpoint import faultpoint
from desk.models import Status, Style, Ticket
from desk.places import Drawing


class ByChannel:
    """See bot.relay.style.PlaceStyle. Whatever changes, the channel is brought in line with the record, whole."""

    def name(self, ticket: Ticket) -> str:
        """See PlaceStyle."""
        return channel_name(ticket)

    async def found(self, stage: Stage, sought: Sought) -> list[Channel]:
        """See PlaceStyle. Known by the end of their topics."""
        return _marked(stage, sought.category.guild_id, sought.ticket_id)

    async def make(self, stage: Stage, drawing: Drawing) -> Channel:
        """See PlaceStyle. The call that makes it carries the permissions: there is no moment without them."""
        ticket, guild = drawing.ticket, stage.guild(drawing.ticket.guild_id)
        rights = await rights_of(stage, drawing)
        faultpoint("relay.before_channel")

        async def create(group: discord.CategoryChannel | None) -> discord.TextChannel:
            return await guild.create_text_channel(
                channel_name(ticket),
                category=group,
                topic=words.topic(ticket),
                overwrites=rights,
                reason=for_ticket(ticket),
            )

        channel = await in_group(stage, drawing.category, create)
        faultpoint("relay.after_channel")
        await _check(stage, channel, ticket, rights)
        return channel

    def doubles(self, stage: Stage, made: Channel, ticket: Ticket) -> list[Channel]:
        """See PlaceStyle."""
        return [each for each in _marked(stage, ticket.guild_id, ticket.id) if each.id != made.id]

    async def keep(self, stage: Stage, ticket: Ticket) -> None:
        """See PlaceStyle. Moves it, too: a closed one to the archive if there is one, an open one to its category's."""
        async with stage.lock(f"rights:{ticket.id}"):
            drawing = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
            channel = await _as_it_is(stage, drawing)
            if drawing is None or channel is None:
                return
            rights = await rights_of(stage, drawing)
            changes: dict[str, Any] = {}
            if plain(channel.overwrites) != plain(rights):
                changes["overwrites"] = rights
            await _apply(stage, drawing, channel, changes)

    async def let_all_in(self, stage: Stage, _job: Job, ticket: Ticket) -> None:
        """See PlaceStyle."""
        await self.keep(stage, ticket)

    async def let_in(self, stage: Stage, _job: Job, ticket: Ticket, _user_id: int) -> None:
        """See PlaceStyle. Where a role lets them in nothing is to be done."""
        await self._keep_if_it_differs(stage, ticket)

    async def put_out(self, stage: Stage, ticket: Ticket, _user_id: int) -> None:
        """See PlaceStyle. Where a role let them in nothing is to be done."""
        await self._keep_if_it_differs(stage, ticket)

    async def _keep_if_it_differs(self, stage: Stage, ticket: Ticket) -> None:
        """One member's roles may concern hundreds of channels, and change hardly any: Discord is not asked of each."""
        drawing = await stage.store.read(places.drawing, ticket.guild_id, ticket.id)
        held = stage.guild(ticket.guild_id).get_channel(ticket.place.channel_id or 0)
        if drawing is None or not isinstance(held, discord.TextChannel):
            return
        if plain(held.overwrites) != plain(await rights_of(stage, drawing)):
            await self.keep(stage, ticket)

    async def put_strangers_out(self, stage: Stage, ticket: Ticket) -> None:
        """See PlaceStyle."""
        await self.keep(stage, ticket)


def _marked(stage: Stage, guild_id: int, ticket_id: int) -> list[Channel]:
    """The channels that the bot may well have made for it: anybody can write such a topic, but not give such rights."""
    mark = words.topic_mark(ticket_id)
    texts = stage.guild(guild_id).text_channels
    return sorted((it for it in texts if (it.topic or "").endswith(mark) and is_closed_off(it)), key=lambda it: it.id)


async def _as_it_is(stage: Stage, drawing: Drawing | None) -> discord.TextChannel | None:
    """The ticket's channel as Discord has it now: what the client remembers may lag behind what was asked last."""
    if drawing is None or drawing.ticket.place.channel_id is None:
        return None
    try:
        found = await stage.guild(drawing.ticket.guild_id).fetch_channel(drawing.ticket.place.channel_id)
    except discord.NotFound:
        return None
    return found if isinstance(found, discord.TextChannel) else None


async def _apply(stage: Stage, drawing: Drawing, channel: discord.TextChannel, changes: dict[str, Any]) -> None:
    """Rights and group in one change. Where Discord lets the channel itself not be changed now, the rights go first."""
    moving = await _is_to_move(stage, drawing, channel)
    if not moving and not changes:
        return

    async def change(group: discord.CategoryChannel | None) -> discord.TextChannel:
        return await channel.edit(category=group, **changes)

    try:
        if moving:
            changed = await in_group(stage, drawing.category, change, archive=drawing.ticket.status is Status.CLOSED)
        else:
            changed = await channel.edit(**changes)
    except discord.RateLimited:
        if "overwrites" in changes:
            await _put_each(stage, channel, changes["overwrites"])
        if moving:
            raise
        return
    if "overwrites" in changes:
        await _check(stage, changed, drawing.ticket, changes["overwrites"])


async def _is_to_move(stage: Stage, drawing: Drawing, channel: discord.TextChannel) -> bool:
    """Whether the channel lies elsewhere than its ticket's category and state have it lie.

    An open one that lies under none, as where the bot may make no group, is left there.
    """
    closed = drawing.ticket.status is Status.CLOSED
    groups = await groups_of(stage, drawing.category, archive=closed)
    if closed and not groups:
        return False
    if not closed and (drawing.category.settings.style is not Style.CHANNEL or channel.category_id is None):
        return False
    return channel.category_id not in {group.id for group in groups}


async def _put_each(stage: Stage, channel: discord.TextChannel, wanted: Overwrites) -> None:
    """The same permissions one by one: Discord counts these requests apart from changes of the channel."""
    http = stage.client.http
    before, after = plain(channel.overwrites), plain(wanted)
    for target in wanted:
        if before.get(target.id) != after[target.id]:
            allow, deny = after[target.id]
            of_role = isinstance(target, discord.Role)
            await http.edit_channel_permissions(channel.id, target.id, str(allow), str(deny), 0 if of_role else 1)
    for gone in before.keys() - after.keys():
        await http.delete_channel_permissions(channel.id, gone)


async def _check(stage: Stage, channel: discord.TextChannel, ticket: Ticket, wanted: Overwrites) -> None:
    """Say who can read the channel, as Discord has it now, although nothing lets them."""
    if names := strangers(channel, wanted):
        shown = ", ".join(line(name) for name in names)
        await alert(stage, channel.guild, f"strangers:{ticket.id}:{shown}", words.is_seen(ticket.number, shown))
