"""What is offered where a ticket is to close by itself: to keep it open, or to close it; and asking its owner."""

import discord

from cogs import words
from cogs.answers import answer
from cogs.door import Door
from cogs.language import button, mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton
from desk import closing
from desk.ending import Ending, EndingKind


class KeepOpenButton(DeskButton, template=ids.KEEP_OPEN):
    """Keeps the ticket open."""

    label = mark_button("Keep open")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Keep it open, whoever may write in it."""
        actor = await door.enter(interaction)
        done = await door.store.write(closing.keep_open, actor, self.subject())
        await answer(interaction, words.tickets.stays_open(done))


class AgreeButton(DeskButton, template=ids.AGREE):
    """Closes the ticket, as staff asked."""

    label = mark_button("Close it")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Close it for whoever may."""
        actor = await door.enter(interaction)
        done = await door.store.write(closing.agree, actor, self.subject())
        await answer(interaction, words.tickets.closed(done))


async def ask_to_close(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Have the owner asked, and say so in place of what is shown."""
    actor = await door.turn(interaction)
    await door.store.write(closing.ask, actor, ticket_id)
    await answer(interaction, words.tickets.asked_to_close())


def ending_buttons(ending: Ending) -> tuple[DeskButton, ...]:
    """The buttons under the notice that a ticket is to close."""
    if ending.kind is not EndingKind.ASKED:
        return (KeepOpenButton(ids.keep_open(ending.ticket_id)),)
    return (
        AgreeButton(ids.agree(ending.ticket_id)),
        KeepOpenButton(ids.keep_open(ending.ticket_id), button("Not yet")),
    )
