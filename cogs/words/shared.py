"""Words that belong to no one noun: times, pages, and what is said when there is nothing better to say."""

from cogs.language import say
from cogs.words.replies import team
from desk.clock import parse_rfc3339
from desk.models import Ticket
from desk.veil import HIDDEN


def person(user_id: int) -> str:
    """A member by their mention; staff without a name for who reads it as what it is for them."""
    return team() if user_id == HIDDEN else f"<@{user_id}>"


def moment(at: str) -> str:
    """A stored time as Discord shows it to each reader in their own zone and language."""
    return f"<t:{int(parse_rfc3339(at).timestamp())}:f>"


def since(at: str) -> str:
    """A stored time as the stretch that has passed since, or is still to pass."""
    return f"<t:{int(parse_rfc3339(at).timestamp())}:R>"


def numbered(ticket: Ticket) -> str:
    """A ticket's number in a list, leading to its place: a mention of that would say the title once more."""
    if ticket.place.channel_id is None:
        return f"`#{ticket.number}`"
    return f"[`#{ticket.number}`](https://discord.com/channels/{ticket.guild_id}/{ticket.place.channel_id})"


def page_of(page: int, pages: int) -> str | None:
    """Which part of a list is shown; None where the list is one page."""
    return None if pages == 1 else say("Page {page} of {pages}", page=page + 1, pages=pages)


def unexpected(request_id: str) -> str:
    """For what should not have happened."""
    return say(
        "Something went wrong in the desk, and it was written down. Tell the staff this number: `{number}`.",
        number=request_id,
    )


def dead_button() -> str:
    """For what can be pressed and is known no more."""
    return say("This no longer does anything. `/ticket open` opens a ticket, `/ticket list` lists those that you see.")


def text_in_file() -> str:
    """When what a member typed is given back as a file."""
    return say("What you typed is in the file.")


def your_text() -> str:
    """Over what a member typed, when it is given back."""
    return say("What you typed, to copy it")
