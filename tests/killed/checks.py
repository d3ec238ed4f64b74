"""What must hold once every program has all its answers and the desk has shown everything."""

from collections import Counter
from pathlib import Path

from tests.killed.programs import Ledger, Promised
from tests.killed.store import parked, rows, waiting
from tests.stub.world import Json


def number_of(thread: Json) -> int:
    """The number that opens the thread's name."""
    return int(thread["name"].split(" ")[0])


def all_shown(ledger: Ledger, state: Json) -> bool:
    """Whether everything that was promised is in Discord at least once."""
    texts = "\n".join(message["text"] for thread in state["threads"] for message in thread["messages"])
    return all(reply in texts for ticket in ledger.tickets if not ticket.deleted for reply in ticket.replies)


def check(ledger: Ledger, state: Json, folder: Path) -> None:
    """Hold store and Discord against what was promised."""
    living = [ticket for ticket in ledger.tickets if not ticket.deleted]
    assert parked(folder) == []
    assert waiting(folder) == 0
    check_tickets(ledger, living, folder)
    check_replies(living, folder)
    check_numbers(ledger, folder)
    numbers = [number for (number,) in rows(folder, "SELECT number FROM ticket")]
    assert Counter(number_of(thread) for thread in state["threads"]) == Counter(numbers)
    threads = {number_of(thread): thread for thread in state["threads"]}
    for ticket in living:
        check_thread(ticket, threads[ticket.number])
    for title, thread_id in ledger.linked.items():
        assert [each["name"].split(" · ")[1] for each in state["threads"] if each["id"] == thread_id] == [title]


def check_tickets(ledger: Ledger, living: list[Promised], folder: Path) -> None:
    """Every acknowledged ticket is there once; what else is there was asked for and never answered."""
    found = rows(folder, "SELECT id, number, status FROM ticket WHERE opened_via = 'rest' ORDER BY id")
    assert [tuple(row) for row in found] == sorted((int(each.id), each.number, each.status) for each in living)
    titles = [title for (title,) in rows(folder, "SELECT title FROM ticket WHERE opened_via = 'discord'")]
    assert len(set(titles)) == len(titles)
    assert set(ledger.linked) <= set(titles) <= set(ledger.linked) | ledger.unanswered


def check_replies(living: list[Promised], folder: Path) -> None:
    """Every acknowledged reply is there once, in order, and no other."""
    texts = rows(folder, "SELECT ticket_id, content FROM message WHERE NOT opening ORDER BY id")
    for ticket in living:
        assert [text for owner, text in texts if owner == int(ticket.id)] == ticket.replies
    assert len(texts) == sum(len(ticket.replies) for ticket in living)


def check_numbers(ledger: Ledger, folder: Path) -> None:
    """No number was used twice, by whichever door, not even a deleted ticket's."""
    gone = [ticket.number for ticket in ledger.tickets if ticket.deleted]
    numbers = gone + [number for (number,) in rows(folder, "SELECT number FROM ticket")]
    assert len(set(numbers)) == len(numbers)


def check_thread(ticket: Promised, thread: Json) -> None:
    """One card, and each reply once and in order."""
    cards = [each for each in thread["messages"] if f"### {ticket.number:04d}" in each["text"]]
    assert len(cards) == 1, f"ticket {ticket.number} has {len(cards)} cards"
    texts = [each["text"] for each in thread["messages"]]
    shown = [word for text in texts for word in ticket.replies if word in text]
    assert shown == ticket.replies, f"ticket {ticket.number}"
    assert thread["thread_metadata"]["locked"] is (ticket.status == "closed"), f"ticket {ticket.number}"
