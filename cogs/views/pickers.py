"""The parts of a form in which something is picked: one of a few ways, or a channel."""

from collections.abc import Mapping
from typing import Any

import discord

from cogs.views.forms import FormItem, Values
from desk.changes import UNSET, Unset


def pick_one(custom_id: str, label: str, ways: Mapping[str, str], chosen: str) -> FormItem:
    """One of `ways`, by its value, each with what it is called."""
    options = [discord.SelectOption(label=name, value=value, default=value == chosen) for value, name in ways.items()]
    select: discord.ui.Select[Any] = discord.ui.Select(custom_id=custom_id, options=options)
    return discord.ui.Label(text=label, component=select)


def pick_channel(
    custom_id: str, label: str, about: str, chosen: discord.abc.GuildChannel | None, *kinds: discord.ChannelType
) -> FormItem:
    """One channel of those kinds, or none."""
    select: discord.ui.ChannelSelect[Any] = discord.ui.ChannelSelect(
        custom_id=custom_id,
        channel_types=[*kinds],
        required=False,
        min_values=0,
        default_values=[discord.SelectDefaultValue.from_channel(chosen)] if chosen else [],
    )
    return discord.ui.Label(text=label, description=about, component=select)


def channel_in(values: Values, custom_id: str) -> int | Unset | None:
    """The channel that was picked, None for none, UNSET when the form had no such part."""
    picked = values.get(custom_id)
    return UNSET if picked is None else next((int(each) for each in picked), None)
