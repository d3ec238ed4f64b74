"""The screen of a category: all its settings, and a button for each part of them that opens a small form."""

import re
from collections.abc import Sequence

import discord
from discord import app_commands

from cogs import words
from cogs.answers import Answer, answer, hand_back
from cogs.door import Door
from cogs.language import button, mark_button
from cogs.surroundings import POSTS, QUEUES, surroundings
from cogs.views import ids
from cogs.views.builder import builder
from cogs.views.buttons import DeskButton, row
from cogs.views.forms import Form, Values, text_in
from cogs.views.settings_forms import PARTS, settings_form
from desk import categories, configuring
from desk.actor import Actor
from desk.changes import Unset
from desk.configuring import CategoryChange
from desk.models import Category
from desk.store import Tx

UP, DOWN, FORM = "up", "down", "form"


def with_others(tx: Tx, actor: Actor, category_id: int) -> tuple[Category, ...]:
    """The category, and behind it all those of the guild in their order. Raises MissingGrant, NotFound."""
    found = categories.may_edit(tx, actor, category_id)
    return (found, *tx.categories.live(actor.guild_id))


def settings_answer(category: Category, *others: Category) -> Answer:
    """The screen; `others` are all categories in their order."""
    embed = discord.Embed(
        title=words.settings.heading(category),
        description=words.settings.screen(category),
        colour=discord.Colour.from_str(category.color) if category.color else None,
    )
    order = [each.id for each in others]
    here = order.index(category.id)
    embed.set_footer(text=words.settings.place_of(here + 1, len(order)))
    buttons = [SettingsButton(ids.category_settings(category.id, part), each.label()) for part, each in PARTS.items()]
    buttons.append(SettingsButton(ids.category_settings(category.id, FORM), button("Form")))
    if here > 0:
        buttons.append(SettingsButton(ids.category_settings(category.id, UP), button("Move up")))
    if here + 1 < len(order):
        buttons.append(SettingsButton(ids.category_settings(category.id, DOWN), button("Move down")))
    return Answer(embed=embed, view=row(*buttons))


class SettingsButton(DeskButton, template=ids.CATEGORY_SETTINGS):
    """Opens the form for one part of a category's settings, or moves the category."""

    label = mark_button("Change")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show the form, the questions of the category, or move it and draw the screen anew."""
        if self.match[2] in {UP, DOWN}:
            actor = await door.turn(interaction)
            await door.store.write(configuring.move, actor, self.subject(), -1 if self.match[2] == UP else 1)
            await answer(interaction, settings_answer(*await door.store.read(with_others, actor, self.subject())))
            return
        found = await door.store.read(categories.may_edit, door.identify(interaction), self.subject())
        if self.match[2] == FORM:
            await door.enter(interaction)
            await answer(interaction, builder(found))
            return
        await interaction.response.send_modal(settings_form(door, interaction, found, self.match[2]))


async def _save(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    hand_back(interaction, *(text_in(values, part) for part in ("description", "opening", "hours")))
    actor = await door.turn(interaction)
    if interaction.guild is None:
        raise app_commands.NoPrivateMessage
    change = PARTS[match[2]].change(values)
    around = surroundings(door, interaction.guild, _posts(change))
    saved = await door.store.write(configuring.configure, actor, int(match[1]), change, around)
    await answer(interaction, settings_answer(*await door.store.read(with_others, actor, saved.id)))


def _posts(change: CategoryChange) -> list[tuple[int, Sequence[str]]]:
    """The channels in which the bot is to post by that change; one for several things, what it needs for all."""
    chosen = ((change.log_channel_id, POSTS), (change.archive_channel_id, POSTS), (change.queue_channel_id, QUEUES))
    return [(each, needed) for each, needed in chosen if each is not None and not isinstance(each, Unset)]


SETTINGS_FORM = Form(ids.CATEGORY_SETTINGS_FORM, _save)
