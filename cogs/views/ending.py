"""The form for how tickets of a category end by themselves, and whom their opening calls."""

from typing import Final

import discord

from cogs.language import button, hint, title
from cogs.views.forms import FormItem, Values, ids_in, roles, short_text, text_in
from cogs.views.pickers import pick_one
from desk.configuring import CategoryChange
from desk.durations import spelled
from desk.models import Category

TIME_LIKE: Final = "12h, 3d"
KEEP, CLOSE = "keep", "close"


def ending_items(category: Category, _guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    """The parts of the form, with what is there."""
    it = category.settings
    ways = {KEEP: button("The ticket stays open"), CLOSE: button("The ticket is closed")}
    silence = spelled(it.silence_minutes) if it.silence_minutes else ""
    return [
        short_text(
            "silence",
            title("Close after silence of"),
            silence,
            required=False,
            max_length=20,
            placeholder=hint("{times}; empty for never", times=TIME_LIKE),
        ),
        pick_one("leaving", title("When the owner leaves the server"), ways, CLOSE if it.close_on_leave else KEEP),
        roles(
            "called",
            title("Roles to ping at opening"),
            hint("Once for each new ticket. Choose among its responders."),
            sorted(it.called_role_ids),
        ),
    ]


def ending_change(values: Values) -> CategoryChange:
    """What was filled in."""
    return CategoryChange(
        silence=text_in(values, "silence"),
        close_on_leave=text_in(values, "leaving") == CLOSE,
        called_role_ids=ids_in(values, "called"),
    )
