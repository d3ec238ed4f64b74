"""The buttons of a ticket: claim, close, reopen, the reason of closing, and the question before it is deleted."""

import re

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import mark_button, title
from cogs.views import ids
from cogs.views.buttons import DeskButton, row, rows
from cogs.views.forms import Form, Values, form, long_text, text_in
from cogs.views.more import MoreButton
from cogs.views.rating import rating_buttons
from cogs.views.transcript import transcript_button
from desk import reading, tickets
from desk.actor import Actor
from desk.changes import TicketChange
from desk.models import Status, Ticket
from desk.text import CLOSE_REASON


class ClaimButton(DeskButton, template=ids.CLAIM):
    """Claims the ticket."""

    label = mark_button("Claim")
    style = discord.ButtonStyle.primary

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Claim it for who pressed."""
        actor = await door.enter(interaction)
        await answer(interaction, words.tickets.claimed(await door.store.write(tickets.claim, actor, self.subject())))


class CloseButton(DeskButton, template=ids.CLOSE):
    """Closes the ticket at one tap; why can be said afterwards."""

    label = mark_button("Close")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Close it, and offer the form for the reason."""
        actor = await door.enter(interaction)
        await answer(interaction, closed(await door.store.write(tickets.close, actor, self.subject()), actor))


class ReopenButton(DeskButton, template=ids.REOPEN):
    """Opens the ticket again."""

    label = mark_button("Reopen")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Reopen it."""
        actor = await door.enter(interaction)
        await answer(interaction, words.tickets.reopened(await door.store.write(tickets.reopen, actor, self.subject())))


class ReasonButton(DeskButton, template=ids.REASON):
    """Asks why the ticket was closed."""

    label = mark_button("Say why")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Show the form with the reason that is there, to whoever sees the ticket."""
        shown = await door.store.read(reading.show, door.identify(interaction), self.subject())
        text = long_text(
            "reason", title("Reason"), shown.ticket.close_reason or "", required=False, max_length=CLOSE_REASON[1]
        )
        await interaction.response.send_modal(form(ids.reason_form(self.subject()), title("Why was it closed?"), text))


class DeleteTicketButton(DeskButton, template=ids.DELETE_TICKET):
    """Confirms that the ticket is to be deleted."""

    label = mark_button("Delete for good")
    style = discord.ButtonStyle.danger

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Delete it."""
        actor = await door.enter(interaction)
        await answer(interaction, words.tickets.deleted(await door.store.write(tickets.delete, actor, self.subject())))


async def _keep_reason(interaction: discord.Interaction, door: Door, match: re.Match[str], values: Values) -> None:
    actor = await door.enter(interaction)
    change = TicketChange(close_reason=text_in(values, "reason"))
    await door.store.write(tickets.update, actor, int(match[1]), change)
    await answer(interaction, words.tickets.reason_kept())


REASON_FORM = Form(ids.REASON_FORM, _keep_reason)


def header_buttons(ticket: Ticket) -> tuple[DeskButton, ...]:
    """The buttons of the ticket's header card: Claim while nobody has it, Close or Reopen, and what is rarer."""
    more = MoreButton(ids.more(ticket.id))
    if ticket.status is Status.CLOSED:
        return (ReopenButton(ids.reopen(ticket.id)), more)
    close = CloseButton(ids.close(ticket.id))
    return (close, more) if ticket.claimed_by is not None else (ClaimButton(ids.claim(ticket.id)), close, more)


def reopen_buttons(ticket: Ticket) -> tuple[DeskButton, ...]:
    """The way back and the transcript, under the notice that a ticket was closed."""
    return (ReopenButton(ids.reopen(ticket.id)), transcript_button(ticket))


def closed(ticket: Ticket, actor: Actor) -> Answer:
    """The answer after closing: the way back, the transcript, the reason if none was given, and the owner's stars."""
    reopen = ReopenButton(ids.reopen(ticket.id))
    ways = (reopen, transcript_button(ticket))
    buttons = ways if ticket.close_reason else (ReasonButton(ids.reason(ticket.id)), *ways)
    stars = rating_buttons(ticket) if actor.user_id == ticket.owner_id else ()
    return Answer(words.tickets.closed(ticket), view=rows(buttons, stars))


def ask_delete(ticket: Ticket) -> Answer:
    """The question before a ticket is deleted."""
    return Answer(words.tickets.ask_delete(ticket), view=row(DeleteTicketButton(ids.delete_ticket(ticket.id))))
