"""A category whose tickets get channels of their own, and what can be asked of such a channel."""

from dataclasses import replace
from typing import Any

import discord

from bot.demo.simulated import Place
from desk.models import CategorySettings, Style, Ticket
from desk.store import Tx
from tests.relay.world import World


async def let_be_channels(world: World, category: str = "open", **settings: Any) -> None:
    """From now on the tickets of that category get channels of their own."""
    await set_up(world, category, style=Style.CHANNEL, **settings)


async def set_up(world: World, category: str = "open", **settings: Any) -> None:
    """Give the category these settings, behind everybody's back."""

    def save(tx: Tx) -> None:
        present = tx.categories.get(world.guild.id, world.category_ids[category])
        assert present is not None
        tx.categories.save(replace(present, settings=replace(CategorySettings(), **settings)))

    await world.store.write(save)


def channel(world: World, ticket: Ticket) -> Place:
    """The ticket's channel as it stands in the list of channels."""
    return next(it for it in world.simulated.places() if it.id == ticket.place.channel_id)


def under(world: World, ticket: Ticket) -> str | None:
    """The name of the channel category under which the ticket's channel lies."""
    parent = channel(world, ticket).parent_id
    return next((it.name for it in world.simulated.places() if it.id == parent), None)


def text_channel(world: World, ticket: Ticket) -> discord.TextChannel:
    """The ticket's channel as the bot holds it."""
    found = world.simulated.bot.get_channel(ticket.place.channel_id or 0)
    assert isinstance(found, discord.TextChannel)
    return found
