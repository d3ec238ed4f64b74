"""What can be done with a ticket beyond its card's buttons, with no command to remember: one button, then a choice."""

from collections.abc import Awaitable, Callable, Mapping

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button, hint, mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from cogs.views.keeping_open import ask_to_close
from cogs.views.selects import DeskSelect
from cogs.views.sorting import ask_move, ask_priority, ask_rest
from cogs.views.sorting_forms import ask_note, ask_people, ask_tags, ask_title
from cogs.views.transcript import ask_transcript
from desk.doable import Doable, doable
from desk.models import Status

Ask = Callable[[discord.Interaction, Door, int], Awaitable[None]]

SORTS: Mapping[str, str] = {
    "priority": mark_button("Priority"),
    "tags": mark_button("Tags"),
    "people": mark_button("People"),
    "move": mark_button("Move to another category"),
    "rest": mark_button("Snooze"),
}
ASK = {"ask": mark_button("Ask whether it can be closed")}
NOTE = {"note": mark_button("Write a note")}
RENAME = {"rename": mark_button("Rename")}
TRANSCRIPT = {"transcript": mark_button("Transcript")}

ASKS: Mapping[str, Ask] = {
    "priority": ask_priority,
    "tags": ask_tags,
    "people": ask_people,
    "move": ask_move,
    "rest": ask_rest,
    "ask": ask_to_close,
    "note": ask_note,
    "rename": ask_title,
    "transcript": ask_transcript,
}


class MoreButton(DeskButton, template=ids.MORE):
    """Offers what else the member may do with the ticket."""

    label = mark_button("More")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Answer with the choice."""
        actor = await door.enter(interaction)
        await answer(interaction, more(await door.store.read(doable, actor, self.subject())))


class MoreSelect(DeskSelect, template=ids.MORE_SELECT):
    """Chooses what is to be done."""

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """Ask what is still to be known: in a form, or by another choice in place of this one."""
        await ASKS[chosen](interaction, door, self.subject())


def more(found: Doable) -> Answer:
    """The choice of what that member may do; the rules are asked again when they do it."""
    asks = found.sort and found.ticket.status is Status.OPEN
    kinds = ((SORTS, found.sort), (ASK, asks), (NOTE, found.note), (RENAME, found.rename), (TRANSCRIPT, True))
    offered = {value: label for kind, may in kinds if may for value, label in kind.items()}
    options = [discord.SelectOption(label=button(label), value=value) for value, label in offered.items()]
    select = MoreSelect(ids.more_select(found.ticket.id), hint("Choose what to do"), options)
    return Answer(words.sorting.more(found.ticket), view=row(select))
