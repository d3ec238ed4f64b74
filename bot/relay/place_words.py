"""The words of places: the names of channels and channel categories, and what administrators are told of them."""

import re

from cogs.language import say
from desk.models import Ticket

GROUP_ROOM = 90
GUILD_FULL = 30013
"""Discord's code for a guild that has as many channels as can be."""


def topic_mark(ticket_id: int) -> str:
    """What ends the topic of a ticket's channel, the same in every language: it is found again by that."""
    return f" · ticket {ticket_id}"


def has_topic_mark(topic: str) -> bool:
    """Whether the topic is that of any ticket's channel."""
    return re.search(r" · ticket [0-9]+$", topic) is not None


def topic(ticket: Ticket) -> str:
    """The topic of a ticket's channel."""
    told = say("Ticket #{number}. The bot keeps this channel and who may see it.", number=ticket.number)
    return told + topic_mark(ticket.id)


def group(category: str) -> str:
    """The name of a channel category that the bot makes for a category."""
    return category[:GROUP_ROOM]


def further_group(name: str, number: int) -> str:
    """The name of the channel category that takes over when one is full."""
    return f"{name[:GROUP_ROOM]} {number}"


def group_nearly_full(name: str, taken: int) -> str:
    """A channel category is nearly full."""
    return say(
        "The channel category “{name}” holds {taken} of 50 channels. When it is full, the bot makes another one.",
        name=name,
        taken=taken,
    )


def guild_nearly_full(taken: int) -> str:
    """The server is nearly full."""
    return say(
        "This server holds {taken} of 500 channels. When it is full, no ticket can get a channel of its own. "
        "Delete channels that are no longer needed, or let tickets be threads.",
        taken=taken,
    )


def no_place(error: str) -> str:
    """Discord refuses new tickets their place; `error` is what it answered."""
    if error.endswith(f" {GUILD_FULL}"):
        return say(
            "This server has as many channels as Discord allows, so nobody can open a ticket. "
            "Delete channels that are no longer needed, or let tickets be threads."
        )
    return say(
        "Discord refuses to make new tickets a thread or channel ({error}), so nobody can open one. "
        "Use `/desk check` to see what is wrong.",
        error=error,
    )


def archived(title: str, channel_id: int) -> str:
    """The line about a closed ticket in the archive channel; `title` has its number."""
    return say("**{title}** is closed: {channel}", title=title, channel=f"<#{channel_id}>")


def is_seen(number: int, names: str) -> str:
    """Somebody can read a ticket whom nobody let in."""
    return say(
        "Ticket #{number} can be read by {names}, though its category does not let them in. "
        "Look at the permissions of its channel.",
        number=number,
        names=names,
    )
