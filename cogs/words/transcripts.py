"""What is said of transcripts."""

from cogs.language import say
from desk.models import Ticket


def made(ticket: Ticket, *, with_notes: bool) -> str:
    """With the file."""
    if with_notes:
        return say(
            "All of ticket #{number}, with the notes of staff: keep it among staff. Open the file in your browser.",
            number=ticket.number,
        )
    return say("All of ticket #{number}. Open the file in your browser.", number=ticket.number)


def too_large() -> str:
    """In place of a file that Discord does not take."""
    return say(
        "This file is larger than the 10 MB that Discord takes. "
        "Text is the smallest of the three. The API has all of them: `GET /api/tickets/transcript`."
    )
