"""What is said of the messages of a ticket: replies and notes."""

from collections.abc import Mapping

from cogs.language import mark, say
from cogs.typed import between_characters, block, line
from cogs.words.replies import team
from cogs.words.shared import since
from desk.messages import MessagePage
from desk.models import Message, MessageKind, Ticket
from desk.veil import HIDDEN

EARLIER, BEFORE_SHOWN = 2, 150
"""How many earlier texts of an edited message are shown, and how much of each; the transcript has all of them."""

KINDS: Mapping[MessageKind, str] = {MessageKind.NOTE: mark("note"), MessageKind.REPLY: mark("reply")}


def replied() -> str:
    """After a reply."""
    return say("Your reply is in the ticket.")


def noted() -> str:
    """After a note."""
    return say("Noted. Only staff see it: `/ticket show`.")


def deleted() -> str:
    """After a message was deleted."""
    return say("The message is deleted.")


def one(message: Message, most: int) -> str:
    """One message of a ticket, as its author wrote it; what is longer than `most` characters is cut and says so."""
    shown = message.content
    if len(shown) > most:
        shown = shown[: between_characters(shown, most)]
    facts = [f"**{author(message)}**", say(KINDS[message.kind]), since(message.created_at)]
    if message.anonymous and message.author_id != HIDDEN:
        facts.append(say("shown without the name"))
    if message.forwarded:
        facts.append(say("forwarded"))
    if message.edited_at:
        facts.append(say("edited"))
    lines = [" · ".join(facts), block(shown)]
    lines += [f"-# {say('Before: {text}', text=line(text, BEFORE_SHOWN))}" for text, _ in message.earlier[-EARLIER:]]
    if shown != message.content:
        lines.append(f"-# {say('The rest is in the thread.')}")
    lines += [f"-# {say('file {name}', name=line(file.name, 60))}" for file in message.attachments]
    return "\n".join(lines)


def author(message: Message) -> str:
    """Who wrote it, as far as the reader may know."""
    return team() if message.author_id == HIDDEN else line(message.author_name, 40)


def title(ticket: Ticket) -> str:
    """The head of a ticket and its messages."""
    return f"#{ticket.number} {line(ticket.title)}"


def left_out(page: MessagePage) -> str:
    """What the shown part of the messages leaves out."""
    return say("There are older messages.") if page.older else say("These are all of its messages up to here.")
