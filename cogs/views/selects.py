"""What a select that outlives its bot is made of: a custom_id with ids alone, and one act on what was chosen."""

from collections.abc import Sequence
from typing import Any, Self

import discord

from cogs.answers import answering
from cogs.door import Door
from cogs.views.buttons import NEVER

SelectItem = discord.ui.Select[Any]


class DeskSelect(discord.ui.DynamicItem[SelectItem], template=NEVER):
    """A persistent select about the ids in its custom_id. A kind says its template and what choosing does."""

    def __init__(self, custom_id: str, hint: str = "", options: Sequence[discord.SelectOption] = ()) -> None:
        """Make the select with these options, and `hint` in it while nothing is chosen."""
        # Discord sends nothing when what is chosen is chosen again: it must be possible to take the choice back.
        super().__init__(
            discord.ui.Select(custom_id=custom_id, placeholder=hint or None, options=list(options), min_values=0)
        )
        match = self.template.fullmatch(custom_id)
        if match is None:
            raise ValueError(custom_id)
        self.match = match

    @classmethod
    async def from_custom_id(cls, _interaction: Any, _item: Any, match: Any, /) -> Self:
        """The select again; what was chosen comes with the interaction."""
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction) -> None:
        """Act on what was chosen, and have whatever goes wrong answered."""
        await answering(interaction, lambda door: self._act(interaction, door))

    async def _act(self, interaction: discord.Interaction, door: Door) -> None:
        if self.item.values:
            await self.act(interaction, door, self.item.values[0])
        else:
            await interaction.response.defer()

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """What choosing that does."""
        raise NotImplementedError

    def subject(self) -> int:
        """The first id in the custom_id."""
        return int(self.match[1])
