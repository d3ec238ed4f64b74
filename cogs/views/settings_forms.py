"""The small forms in which a category's settings are changed: one for each button of its screen."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import discord

from cogs.door import Door
from cogs.language import button, hint, title
from cogs.views import ids
from cogs.views.ending import ending_change, ending_items
from cogs.views.forms import FormItem, Values, form, ids_in, long_text, roles, short_text, text_in
from cogs.views.pickers import channel_in, pick_channel, pick_one
from desk.categories import TICKET_LIMIT
from desk.configuring import GREETING, CategoryChange
from desk.durations import spelled
from desk.models import Category, ClaimMode, Style
from desk.text import CATEGORY_DESCRIPTION, CATEGORY_NAME
from desk.timetable import typed

ROLES_AT_MOST = 25
"""What a role select takes. A category with more keeps those of that kind as they are when it is edited here."""

COLOR_LIKE = "#3b82f6"
TIME_LIKE = "30m, 4h, 2d"
HOURS_LIKE = "Mon-Fri 09:00-17:00"
ZONE_LIKE = "Europe/Berlin"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the settings: what its button says, the parts of its form, and what was filled in as a change."""

    label: Callable[[], str]
    items: Callable[[Category, discord.Guild, frozenset[int]], list[FormItem]]
    change: Callable[[Values], CategoryChange]


def settings_form(door: Door, interaction: discord.Interaction, category: Category, name: str) -> discord.ui.Modal:
    """The form for that part of the category's settings, with what is there."""
    guild = interaction.guild
    if guild is None:
        raise discord.app_commands.NoPrivateMessage
    part = PARTS[name]
    items = part.items(category, guild, door.directory.assignable_roles(guild.id))
    return form(ids.category_settings_form(category.id, name), part.label(), *items)


def new_parts(assignable: frozenset[int]) -> list[FormItem]:
    """The form of a category that is still to be made: what it needs at the least, and the rest is set later."""
    nobody: frozenset[int] = frozenset()
    return [*_looks("", "", ""), *_roles(assignable, nobody, nobody)]


def _looks(name: str, description: str, color: str) -> list[FormItem]:
    optional: dict[str, Any] = {"required": False}
    return [
        short_text("name", title("Name"), name, max_length=CATEGORY_NAME[1]),
        long_text("description", title("Description"), description, max_length=CATEGORY_DESCRIPTION[1], **optional),
        short_text("color", title("Colour"), color, max_length=7, placeholder=COLOR_LIKE, **optional),
    ]


def _roles(
    assignable: frozenset[int],
    responders: Collection[int],
    viewers: Collection[int],
    openers: Collection[int] | None = None,
) -> list[FormItem]:
    kinds = [
        ("responders", title("Responders"), hint("They answer, claim and close its tickets."), responders),
        ("viewers", title("Viewers"), hint("They read its tickets and cannot write."), viewers),
    ]
    if openers is not None:
        about = hint("Without a role here, everybody may open a ticket.")
        kinds.append(("openers", title("Who may open"), about, openers))
    return [
        roles(custom_id, label, about, sorted(assignable.intersection(held)))
        for custom_id, label, about, held in kinds
        if len(held) <= ROLES_AT_MOST
    ]


def _look(category: Category, _guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    emoji = short_text("emoji", title("Emoji"), category.settings.emoji or "", required=False, max_length=64)
    return [*_looks(category.name, category.description or "", category.color or ""), emoji]


def _people(category: Category, _guild: discord.Guild, assignable: frozenset[int]) -> list[FormItem]:
    openers = category.settings.opener_role_ids
    return _roles(assignable, category.responder_role_ids, category.viewer_role_ids, openers)


def _place(category: Category, guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    it = category.settings
    ways = {
        Style.THREAD.value: button("A private thread for each ticket"),
        Style.CHANNEL.value: button("A private channel for each ticket"),
    }
    return [
        pick_one("style", title("Thread or channel"), ways, it.style),
        pick_channel(
            "under",
            title("Channel category"),
            hint("Where Discord lists the channels of tickets. Without one, at the top."),
            guild.get_channel(it.under_channel_id or 0),
            discord.ChannelType.category,
        ),
        pick_channel(
            "archive",
            title("Archive"),
            hint("A channel category to which channels of closed tickets move, or a channel that lists them."),
            guild.get_channel(it.archive_channel_id or 0),
            discord.ChannelType.category,
            discord.ChannelType.text,
        ),
    ]


def _answering(category: Category, _guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    it = category.settings
    claiming = {
        ClaimMode.ANYONE.value: button("Any responder"),
        ClaimMode.CLAIMER.value: button("Only who claimed the ticket"),
    }
    names = {NO: button("With the name of who writes"), YES: button("As the support team, without names")}
    within = spelled(it.answer_minutes) if it.answer_minutes else ""
    return [
        long_text(
            "opening",
            title("Greeting"),
            it.opening_message or "",
            required=False,
            max_length=GREETING[1],
            placeholder=hint("Filled in: {names}", names="{member} {ticket} {category}"),
        ),
        pick_one("claiming", title("Who answers a claimed ticket"), claiming, it.claim_mode),
        pick_one("anonymous", title("How staff replies appear"), names, YES if it.anonymous else NO),
        short_text("within", title("Answer within"), within, required=False, max_length=20, placeholder=TIME_LIKE),
    ]


def _limits(category: Category, _guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    it = category.settings
    limit = str(category.ticket_limit or "")
    cooldown = spelled(it.cooldown_minutes) if it.cooldown_minutes else ""
    reopen = "" if it.reopen_hours is None else spelled(it.reopen_hours * 60)
    optional: dict[str, Any] = {"required": False, "max_length": 20}
    return [
        short_text(
            "limit",
            title("Open tickets per member"),
            limit,
            placeholder=hint("1 to {most}; empty for no limit", most=TICKET_LIMIT[1]),
            **optional,
        ),
        short_text("cooldown", title("Time between two tickets"), cooldown, placeholder=TIME_LIKE, **optional),
        short_text(
            "reopen",
            title("Members may reopen within"),
            reopen,
            placeholder=hint("{times}; 0 for never, empty for always", times=TIME_LIKE),
            **optional,
        ),
    ]


def _hours(category: Category, _guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    hours = category.settings.hours
    return [
        short_text(
            "zone",
            title("Time zone"),
            hours.zone if hours else "",
            required=False,
            max_length=64,
            placeholder=ZONE_LIKE,
        ),
        long_text(
            "hours",
            title("Working hours, one line each; empty: always"),
            typed(hours),
            required=False,
            max_length=500,
            placeholder=HOURS_LIKE,
        ),
    ]


def _channels(category: Category, guild: discord.Guild, _assignable: frozenset[int]) -> list[FormItem]:
    it = category.settings
    kinds = (
        ("log", title("Log"), hint("A line for every act of staff"), it.log_channel_id),
        ("queue", title("Live queue"), hint("A list of its open tickets that follows by itself"), it.queue_channel_id),
    )
    text = discord.ChannelType.text
    return [pick_channel(name, label, about, guild.get_channel(held or 0), text) for name, label, about, held in kinds]


PARTS: Mapping[str, Part] = {
    "look": Part(
        lambda: button("Appearance"),
        _look,
        lambda values: CategoryChange(
            name=text_in(values, "name"),
            description=text_in(values, "description"),
            emoji=text_in(values, "emoji"),
            color=text_in(values, "color"),
        ),
    ),
    "people": Part(
        lambda: button("People"),
        _people,
        lambda values: CategoryChange(
            responder_role_ids=ids_in(values, "responders"),
            viewer_role_ids=ids_in(values, "viewers"),
            opener_role_ids=ids_in(values, "openers"),
        ),
    ),
    "place": Part(
        lambda: button("Thread or channel"),
        _place,
        lambda values: CategoryChange(
            style=Style(text_in(values, "style")),
            under_channel_id=channel_in(values, "under"),
            archive_channel_id=channel_in(values, "archive"),
        ),
    ),
    "answering": Part(
        lambda: button("Answering"),
        _answering,
        lambda values: CategoryChange(
            opening_message=text_in(values, "opening"),
            claim_mode=ClaimMode(text_in(values, "claiming")),
            anonymous=text_in(values, "anonymous") == YES,
            answer_within=text_in(values, "within"),
        ),
    ),
    "limits": Part(
        lambda: button("Limits"),
        _limits,
        lambda values: CategoryChange(
            ticket_limit=text_in(values, "limit"),
            cooldown=text_in(values, "cooldown"),
            reopen=text_in(values, "reopen"),
        ),
    ),
    "ending": Part(lambda: button("Closing and pings"), ending_items, ending_change),
    "hours": Part(
        lambda: button("Working hours"),
        _hours,
        lambda values: CategoryChange(hours=(text_in(values, "zone"), text_in(values, "hours"))),
    ),
    "channels": Part(
        lambda: button("Channels"),
        _channels,
        lambda values: CategoryChange(
            log_channel_id=channel_in(values, "log"),
            queue_channel_id=channel_in(values, "queue"),
        ),
    ),
}
"""The parts of the settings in the order of their buttons."""
