"""Forms whose state lies in their custom_id, so that what was typed arrives after a restart as well.

discord.py keeps each shown form in memory and knows it by that alone; these are sent without being kept, and are
answered by their custom_id when they come back.
"""

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from cogs.door import Door
from cogs.language.saying import TITLE
from cogs.typed import shortened

Values = Mapping[str, tuple[str, ...]]
"""What was filled in by the custom_id of each part: one text, or the ids that were chosen."""

FormItem = discord.ui.Label[Any]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of form: which custom_ids are its own, and what sending it in does."""

    template: re.Pattern[str]
    act: Callable[[discord.Interaction, Door, re.Match[str], Values], Awaitable[None]]


def form(custom_id: str, title: str, *parts: FormItem) -> discord.ui.Modal:
    """A form to be shown."""
    shown = discord.ui.Modal(title=shortened(title, TITLE), custom_id=custom_id)
    for part in parts:
        shown.add_item(part)
    # A form that has ended is not kept by discord.py when it is sent.
    shown.stop()
    return shown


def short_text(custom_id: str, label: str, value: str = "", **limits: Any) -> FormItem:
    """A text of one line."""
    text: discord.ui.TextInput[Any] = discord.ui.TextInput(custom_id=custom_id, default=value or None, **limits)
    return discord.ui.Label(text=label, component=text)


def long_text(custom_id: str, label: str, value: str = "", **limits: Any) -> FormItem:
    """A text of several lines."""
    return short_text(custom_id, label, value, style=discord.TextStyle.paragraph, **limits)


def roles(custom_id: str, label: str, hint: str, chosen: Iterable[int]) -> FormItem:
    """Any number of roles, up to the 25 that Discord's select takes."""
    select: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
        custom_id=custom_id,
        required=False,
        min_values=0,
        max_values=25,
        default_values=[discord.Object(role, type=discord.Role) for role in chosen],
    )
    return discord.ui.Label(text=label, description=hint, component=select)


def values_of(interaction: discord.Interaction) -> Values:
    """What was filled in."""
    return {part["custom_id"]: _values(part) for part in parts_in(interaction) if "value" in part or "values" in part}


def parts_in(interaction: discord.Interaction) -> Iterable[Mapping[str, Any]]:
    """The parts of the form as they came back, each with its custom_id and what was filled in."""
    data: Mapping[str, Any] = interaction.data or {}
    return _inner(data.get("components", ()))


def _inner(parts: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    for part in parts:
        if "component" in part:
            yield from _inner([part["component"]])
        yield from _inner(part.get("components", ()))
        if "custom_id" in part:
            yield part


def _values(part: Mapping[str, Any]) -> tuple[str, ...]:
    if "values" in part:
        return tuple(part["values"])
    value = part["value"]
    return (str(value).lower() if isinstance(value, bool) else value or "",)


def text_in(values: Values, custom_id: str) -> str:
    """The text of one part, empty when the form had no such part."""
    return next(iter(values.get(custom_id, ())), "")


def ids_in(values: Values, custom_id: str) -> tuple[int, ...] | None:
    """The ids chosen in one part, None when the form had no such part."""
    chosen = values.get(custom_id)
    return None if chosen is None else tuple(int(each) for each in chosen)
