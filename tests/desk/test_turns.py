"""In which order the outbox is served: in turns of those who act, so that no flood keeps anybody else waiting."""

from desk import tickets
from desk.actor import Via
from desk.models import Category
from desk.store import Tx
from desk.tickets import TicketDraft
from tests.people import actor


def opened(tx: Tx, category: Category, title: str, name: str, via: Via) -> str:
    tickets.open_ticket(tx, actor(name, via=via), TicketDraft(category.id, title, "It burns, please help."))
    return title


def in_turn(tx: Tx, limit: int) -> list[object]:
    """The titles of the tickets that are to get their places next."""
    return [
        ticket.title
        for work in tx.events.due("9999", limit)
        if (ticket := tx.tickets.get(work.event.guild_id, work.event.ticket_id or 0)) is not None
    ]


def test_who_opens_one_ticket_waits_for_the_first_of_those_who_open_many_and_for_no_more(
    tx: Tx, category: Category
) -> None:
    """A program that works for a member does not hold up that member in Discord either."""
    flood = [opened(tx, category, f"Flood {n}", "owner", Via.REST) for n in range(4)]
    other = opened(tx, category, "Other", "outsider", Via.REST)
    by_hand = opened(tx, category, "By hand", "owner", Via.DISCORD)
    assert in_turn(tx, 4) == [flood[0], other, by_hand]
    assert in_turn(tx, 9) == [flood[0], other, by_hand, *flood[1:]]
