"""What is said of what a search found."""

from cogs.language import say, say_n
from cogs.typed import line
from cogs.words.messages import author as author_of
from cogs.words.tickets import row as ticket_row
from desk.models import MessageKind
from desk.search import Match


def title(total: int) -> str:
    """The head of what was found."""
    return say_n("{n} ticket found", "{n} tickets found", total)


def nothing() -> str:
    """When nothing was found."""
    return say("Nothing found. Try fewer words, or only the beginning of a word.")


def sought(query: str) -> str:
    """What was searched for, above what was found."""
    return say("Searched for {words}", words=line(query, 120))


def row(match: Match) -> str:
    """A found ticket, and below it where the words stand."""
    shown = ticket_row(match.ticket)
    if match.excerpt is None:
        return shown
    said = line(match.excerpt, 200)
    if match.message is None:
        return f"{shown}\n> {said}"
    author = author_of(match.message)
    if match.message.kind is MessageKind.NOTE:
        return f"{shown}\n> {say('{author}, in a note: {words}', author=author, words=said)}"
    return f"{shown}\n> {say('{author}: {words}', author=author, words=said)}"
