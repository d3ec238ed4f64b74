"""What is said of ready replies: kept, looked at, sent."""

from cogs.language import mark_button, say, say_n
from cogs.typed import line
from desk.canned import VARIABLES
from desk.models import CannedReply, Category

EVERYWHERE = mark_button("All categories")


def team() -> str:
    """Who answers where staff shows no names."""
    return say("Support team")


def listed(total: int) -> str:
    """The head of the list."""
    return say_n("{n} ready reply", "{n} ready replies", total)


def none_yet() -> str:
    """In place of an empty list."""
    return say("There are no ready replies yet. Add one, and staff sends it with `/reply`.")


def row(reply: CannedReply, category: Category | None) -> str:
    """A ready reply as a row of the list."""
    return f"**{line(reply.name, 32)}** · {where(category)}"


def where(category: Category | None) -> str:
    """In which tickets it serves."""
    if category is None:
        return say(EVERYWHERE)
    name = line(category.name, 60)
    return say("{category} (deleted)", category=name) if category.deleted_at else name


def saved() -> str:
    """After one was made or changed."""
    return say("Saved. Staff sends it with `/reply`.")


def ask_delete(reply: CannedReply) -> str:
    """Before one is deleted."""
    return say("Delete the ready reply {name}? What was sent with it stays.", name=line(reply.name, 32))


def deleted(reply: CannedReply) -> str:
    """After one was deleted."""
    return say("The ready reply {name} is deleted.", name=line(reply.name, 32))


def variables() -> str:
    """What can stand in a ready reply, as it is typed."""
    return " ".join(f"{{{name}}}" for name in VARIABLES)


def preview(number: int) -> str:
    """Over a reply that is not sent yet."""
    return say("This is how it will stand in ticket #{number}. Nothing is sent yet.", number=number)


def changed(number: int) -> str:
    """Over the preview when what would be sent is not what was shown."""
    return say("It has changed meanwhile. This is how it will stand in ticket #{number} now.", number=number)


def not_sent() -> str:
    """After the preview was let go."""
    return say("Nothing was sent.")
