"""What a button that outlives its bot is made of: a custom_id with ids alone, and one act."""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

import discord

from cogs.answers import answering
from cogs.door import Door
from cogs.language import button
from cogs.language.saying import BUTTON
from cogs.typed import shortened

ButtonItem = discord.ui.Button[Any]
NEVER = r"(?!)"


class DeskButton(discord.ui.DynamicItem[ButtonItem], template=NEVER):
    """A persistent button about the ids in its custom_id. A kind says its template, its label and what it does.

    The label is marked for the catalogue, and said in the language of the moment when the button is drawn.
    """

    label: ClassVar[str] = ""
    style: ClassVar[discord.ButtonStyle] = discord.ButtonStyle.secondary

    def __init__(self, custom_id: str, label: str | None = None) -> None:
        """Make the button; `label`, which is said as it is, in place of the kind's own."""
        shown = button(self.label) if label is None else shortened(label, BUTTON)
        super().__init__(discord.ui.Button(label=shown, style=self.style, custom_id=custom_id))
        match = self.template.fullmatch(custom_id)
        if match is None:
            raise ValueError(custom_id)
        self.match = match

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> Self:
        """The button again, from the custom_id that came with the press."""
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Act, and have whatever goes wrong answered."""
        await answering(interaction, lambda door: self.act(interaction, door))

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """What pressing it does."""
        raise NotImplementedError

    def subject(self, place: int = 1) -> int:
        """The `place`-th id in the custom_id."""
        return int(self.match[place])


def row(*buttons: discord.ui.Item[Any]) -> discord.ui.View:
    """A view of these alone, that never ends."""
    view = discord.ui.View(timeout=None)
    for each in buttons:
        view.add_item(each)
    return view


def rows(*groups: Sequence[DeskButton]) -> discord.ui.View:
    """A view with each of these groups on a row of its own, that never ends."""
    view = discord.ui.View(timeout=None)
    for place, buttons in enumerate(filter(None, groups)):
        for each in buttons:
            each.row = place
            view.add_item(each)
    return view
