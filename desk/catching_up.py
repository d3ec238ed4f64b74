"""What the desk knows of places, asked after a time in which Discord told it nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.lodging import home
from desk.models import Message, Panel, Status, Style, Ticket
from desk.store import Tx


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A ticket with its place. `heard` is the last Discord message there up to which all that was said is known."""

    ticket: Ticket
    channel_id: int
    heard: int


def known_places(tx: Tx, guild_id: int, closed_since: str) -> Sequence[KnownPlace]:
    """The places of the guild's open tickets, and of those closed ones in which something happened since that time.

    Those in which something happened last come first.
    """
    found = tx.places.in_use(guild_id, closed_since)
    return [KnownPlace(ticket, ticket.place.channel_id or 0, heard) for ticket, heard in found]


def known_place(tx: Tx, guild_id: int, ticket_id: int) -> KnownPlace | None:
    """One ticket with its place; None when either is gone."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    if ticket is None or ticket.place.channel_id is None:
        return None
    return KnownPlace(ticket, ticket.place.channel_id, tx.places.heard(ticket_id))


def parents(tx: Tx, known: Sequence[KnownPlace]) -> Mapping[int, int]:
    """Under which channel each of these places that are threads lies, by the thread's id, as far as the desk knows."""
    found: dict[int, int] = {}
    for place in known:
        category = home(tx, place.ticket)
        if place.ticket.place.style is Style.THREAD and category is not None and category.parent_channel_id is not None:
            found[place.channel_id] = category.parent_channel_id
    return found


def numbers_unsure_since(tx: Tx, guild_id: int) -> str | None:
    """Since when tickets may have got numbers that the store does not know, as after an old backup was restored."""
    return tx.guilds.numbers_unsure_since(guild_id)


def numbers_seen(tx: Tx, guild_id: int, highest: int) -> None:
    """The highest number that Discord shows: the next ticket gets none up to that."""
    tx.guilds.numbers_seen(guild_id, highest)


def heard(tx: Tx, ticket_id: int, discord_id: int) -> None:
    """All that people said in the ticket's place up to that Discord message is known."""
    tx.places.hear(ticket_id, discord_id)


def shown_messages(tx: Tx, ticket_id: int, limit: int) -> Sequence[Message]:
    """The ticket's last messages, ascending, of which each is or is shown by a message in Discord."""
    return [each for each in tx.messages.newest(ticket_id, notes=False, limit=limit) if each.discord_id is not None]


def placed_open(tx: Tx, category_id: int) -> Sequence[Ticket]:
    """The open tickets of the category that have a place."""
    return [each for each in tx.places.of_category(category_id) if each.status is Status.OPEN]


def posted_panels(tx: Tx, guild_id: int) -> Sequence[Panel]:
    """The panels of the guild that stand in Discord, as far as the desk knows."""
    return [each for each in tx.places.panels(guild_id) if each.message_id is not None]
