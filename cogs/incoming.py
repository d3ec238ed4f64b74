"""What comes back from a shown form, and from a button that nothing knows any more."""

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord.ext import commands

from cogs import words
from cogs.answers import answer, answering, hand_back
from cogs.door import Door
from cogs.views import DYNAMIC_ITEMS, FORMS
from cogs.views.forms import values_of
from cogs.views.questions import texts_in


class IncomingCog(commands.Cog, name="incoming"):
    """Hears of every interaction, after discord.py has dealt with those that it knows."""

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a form by its custom_id, and a dead button with a sentence."""
        data: Mapping[str, Any] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        if interaction.type is discord.InteractionType.modal_submit:
            await answering(interaction, lambda door: _send(interaction, door, custom_id))
        elif interaction.type is discord.InteractionType.component and not _is_answered(interaction, custom_id):
            await answering(interaction, lambda _: answer(interaction, words.shared.dead_button()))


def _is_answered(interaction: discord.Interaction, custom_id: str) -> bool:
    """Whether discord.py takes it to one of ours: it must be of a known kind, and stand on the message."""
    known = any(item.__discord_ui_compiled_template__.fullmatch(custom_id) for item in DYNAMIC_ITEMS)
    return known and interaction.message is not None and custom_id in _custom_ids(interaction.message.components)


def _custom_ids(components: Iterable[Any]) -> Iterable[str]:
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        inner = [*getattr(component, "children", ()), getattr(component, "accessory", None)]
        yield from _custom_ids(part for part in inner if part is not None)


async def _send(interaction: discord.Interaction, door: Door, custom_id: str) -> None:
    # Discord takes what was typed away; a form that hands back less says so itself.
    hand_back(interaction, *texts_in(interaction))
    for form in FORMS:
        if match := form.template.fullmatch(custom_id):
            await form.act(interaction, door, match, values_of(interaction))
            return
    await answer(interaction, words.shared.dead_button())
