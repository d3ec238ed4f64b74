"""The transcript of a ticket, handed to one member as a file: a page at one tap, and from there text or data."""

from collections.abc import Mapping
from io import BytesIO
from typing import Final

import discord

from cogs import words
from cogs.answers import Answer, answer
from cogs.door import Door
from cogs.language import button, mark_button
from cogs.views import ids
from cogs.views.buttons import DeskButton, row
from desk.models import Ticket
from desk.transcript import Format, Transcript, transcript

FILE_AT_MOST: Final = 10_000_000
"""Bytes that Discord takes as a file in every server."""

OTHERS: Final[Mapping[Format, str]] = {
    Format.HTML: mark_button("As a page"),
    Format.TXT: mark_button("As text"),
    Format.JSON: mark_button("For programs (JSON)"),
}


class TranscriptButton(DeskButton, template=ids.TRANSCRIPT):
    """Hands out all of a ticket that the member may see."""

    label = mark_button("Transcript")

    async def act(self, interaction: discord.Interaction, door: Door) -> None:
        """Answer with the file."""
        await hand_out(interaction, door, self.subject(), Format(self.match[2]))


async def ask_transcript(interaction: discord.Interaction, door: Door, ticket_id: int) -> None:
    """Answer with the page."""
    await hand_out(interaction, door, ticket_id, Format.HTML)


async def hand_out(interaction: discord.Interaction, door: Door, ticket_id: int, wanted: Format) -> None:
    """Answer with the file, or with what else there is where it is too large."""
    actor = await door.enter(interaction)
    found = await door.store.read_long(transcript, actor, ticket_id)
    await answer(interaction, await _answer(door, found, wanted))


async def _answer(door: Door, found: Transcript, wanted: Format) -> Answer:
    ticket = found.ticket
    made = await door.transcriber.write(found, wanted)
    others = [TranscriptButton(ids.transcript(ticket.id, it), button(OTHERS[it])) for it in Format if it is not wanted]
    if len(made.body) > FILE_AT_MOST:
        return Answer(words.transcripts.too_large(), view=row(*others))
    file = discord.File(BytesIO(made.body), made.name)
    return Answer(words.transcripts.made(ticket, with_notes=found.with_notes), view=row(*others), file=file)


def transcript_button(ticket: Ticket) -> TranscriptButton:
    """The button that hands out the page."""
    return TranscriptButton(ids.transcript(ticket.id, Format.HTML))
