"""What the tests of what staff does around tickets share."""

from dataclasses import replace

from desk import tickets
from desk.actor import Actor
from desk.models import Category, CategorySettings, Event, Ticket
from desk.store import Tx
from tests.people import GUILD, actor


def told(tx: Tx, ticket_id: int) -> list[str]:
    """The types of the events of that ticket after it was opened."""
    return [event.type for event in events_of(tx, ticket_id)][1:]


def events_of(tx: Tx, ticket_id: int) -> list[Event]:
    return [event for event in tx.events.after(GUILD, 0, 1000) if event.ticket_id == ticket_id]


def set_up(tx: Tx, category: Category, **settings: object) -> None:
    """Give the category these settings."""
    tx.categories.save(replace(category, settings=replace(CategorySettings(), **settings)))  # type: ignore[arg-type]  # named in each test


def another(tx: Tx, category: Category, name: str = "owner") -> Ticket:
    return tickets.open_ticket(tx, actor(name), tickets.TicketDraft(category.id, "Another", "A message"))


def later(who: Actor, at: str) -> Actor:
    return replace(who, at=at)
