"""Selects that sort a ticket: how urgent it is, to which category it goes, how long it rests."""

from collections.abc import Sequence

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button, hint
from cogs.views import ids
from cogs.views.buttons import row
from cogs.views.selects import DeskSelect
from cogs.words.sorting import RESTS, WAKE
from desk import moving, reading, snoozing, tickets
from desk.changes import TicketChange
from desk.models import Category, Priority, Ticket

OPTIONS = 25
SELECTS = 4


class PrioritySelect(DeskSelect, template=ids.PRIORITY):
    """Sets how urgent the ticket is."""

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """Set it, and say so in place of the choice."""
        actor = await door.turn(interaction)
        change = TicketChange(priority=Priority(chosen))
        done = await door.store.write(tickets.update, actor, self.subject(), change)
        await answer(interaction, words.sorting.prioritized(done))


class MoveSelect(DeskSelect, template=ids.MOVE):
    """Moves the ticket to another category."""

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """Move it, and say so in place of the choice."""
        actor = await door.turn(interaction)
        holder = await door.holder(actor, self.subject())
        done = await door.store.write(moving.move, actor, self.subject(), int(chosen), holder)
        await answer(interaction, words.sorting.moved(done))


class RestSelect(DeskSelect, template=ids.REST):
    """Lets the ticket rest, or brings it back."""

    async def act(self, interaction: discord.Interaction, door: Door, chosen: str) -> None:
        """Do it, and say so in place of the choice."""
        actor = await door.turn(interaction)
        if chosen == WAKE:
            done = await door.store.write(snoozing.wake, actor, self.subject())
        else:
            done = await door.store.write(snoozing.snooze, actor, self.subject(), snoozing.rest(chosen))
        await answer(interaction, words.sorting.snoozed(done))


async def ask_priority(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Put the choice of priorities in place of what is shown."""
    await door.turn(interaction)
    options = [discord.SelectOption(label=words.sorting.priority(each), value=each.value) for each in Priority]
    select = PrioritySelect(ids.priority(ticket_id), hint("Priority"), options)
    await answer(interaction, Answer(words.sorting.choose_priority(), view=row(select)))


async def ask_move(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Put the choice of categories in place of what is shown."""
    actor = await door.turn(interaction)
    found = await door.store.read(moving.may_move, actor, ticket_id)
    if not found:
        await answer(interaction, words.sorting.nowhere_to_move())
        return
    await answer(interaction, Answer(words.sorting.choose_category(), view=row(*_moves(ticket_id, found))))


def _moves(ticket_id: int, found: Sequence[Category]) -> list[MoveSelect]:
    parts = [found[start : start + OPTIONS] for start in range(0, min(len(found), OPTIONS * SELECTS), OPTIONS)]
    return [
        MoveSelect(
            ids.move(ticket_id, index),
            hint("Category"),
            [discord.SelectOption(label=each.name, value=str(each.id)) for each in part],
        )
        for index, part in enumerate(parts)
    ]


async def ask_rest(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Put the choice of times in place of what is shown."""
    actor = await door.turn(interaction)
    found = (await door.store.read(reading.show, actor, ticket_id)).ticket
    await answer(interaction, Answer(words.sorting.choose_rest(), view=row(_rests(found))))


def _rests(ticket: Ticket) -> RestSelect:
    options = [
        discord.SelectOption(label=button(label), value=value)
        for value, label in RESTS.items()
        if value != WAKE or ticket.snoozed_until is not None
    ]
    return RestSelect(ids.rest(ticket.id), hint("How long"), options)
