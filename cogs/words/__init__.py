"""What the bot says in its answers, by noun: `words.tickets.claimed(ticket)`. Every text of it is in the catalogue."""

from cogs.words import (
    access,
    categories,
    check,
    figures,
    forms,
    keys,
    messages,
    panels,
    queue,
    replies,
    search,
    settings,
    setup,
    shared,
    sorting,
    tickets,
)

__all__ = [
    "access",
    "categories",
    "check",
    "figures",
    "forms",
    "keys",
    "messages",
    "panels",
    "queue",
    "replies",
    "search",
    "settings",
    "setup",
    "shared",
    "sorting",
    "tickets",
]
