"""Replies of staff that shows no names: who learns whose they are, and who does not."""

import pytest

from desk import merging, messages, queue, reading, search, tickets, transcript
from desk.exchange import Slice, TicketFilter
from desk.models import Category, Message, Ticket
from desk.store import Tx
from desk.veil import HIDDEN
from tests.desk.around import set_up
from tests.people import USERS, actor


@pytest.fixture
def reply(tx: Tx, ticket: Ticket, category: Category) -> Message:
    """A reply of staff where it shows no names."""
    set_up(tx, category, anonymous=True)
    tx.participants.add(ticket.guild_id, ticket.id, USERS["outsider"], "2026-01-01T12:00:00.000Z")
    return messages.reply(tx, actor("responder"), ticket.id, "Try water")


@pytest.mark.parametrize("name", ["owner", "outsider", "viewer"])
def test_who_is_no_staff_never_learns_who_wrote_it(tx: Tx, ticket: Ticket, reply: Message, name: str) -> None:
    reader = actor(name)
    seen = [
        reading.show(tx, reader, ticket.id).messages[-1],
        messages.older_messages(tx, reader, ticket.id, None, 10).messages[-1],
        search.search(tx, reader, "water", TicketFilter(), Slice(10)).matches[0].message,
    ]
    told = {(it.author_id, it.author_name, it.content) for it in seen if it is not None}
    assert told == {(HIDDEN, "", reply.content)}


@pytest.mark.parametrize("name", ["responder", "manager"])
def test_staff_sees_who_wrote_it_and_that_others_do_not(tx: Tx, ticket: Ticket, reply: Message, name: str) -> None:
    assert reading.show(tx, actor(name), ticket.id).messages[-1] == reply
    assert (reply.author_id, reply.author_name, reply.anonymous) == (USERS["responder"], "Responder", True)


def test_members_write_under_their_names_there_too(tx: Tx, ticket: Ticket, reply: Message) -> None:
    own = messages.reply(tx, actor("owner"), ticket.id, "Still on fire")
    assert not own.anonymous
    assert reading.show(tx, actor("outsider"), ticket.id).messages[-1].author_name == "Owner"
    assert reply.anonymous


def test_what_was_written_stays_as_it_was_when_the_category_changes(
    tx: Tx, ticket: Ticket, category: Category, reply: Message
) -> None:
    set_up(tx, category, anonymous=False)
    assert reading.show(tx, actor("owner"), ticket.id).messages[-1].author_id == HIDDEN
    messages.reply(tx, actor("responder"), ticket.id, "It is me")
    assert reading.show(tx, actor("owner"), ticket.id).messages[-1].author_name == "Responder"
    assert reply.anonymous


def claims_told(tx: Tx, ticket: Ticket, name: str) -> set[int | None]:
    """Who has the ticket's claim, by every way in which that member reads it."""
    reader = actor(name)
    return {
        reading.show(tx, reader, ticket.id).ticket.claimed_by,
        reading.list_tickets(tx, reader, TicketFilter(), Slice(10)).tickets[0].claimed_by,
        search.search(tx, reader, "title", TicketFilter(), Slice(10)).matches[0].ticket.claimed_by,
        transcript.transcript(tx, reader, ticket.id).ticket.claimed_by,
    }


@pytest.mark.parametrize("name", ["owner", "outsider", "viewer"])
def test_who_is_no_staff_learns_that_it_is_claimed_and_not_by_whom(
    tx: Tx, ticket: Ticket, reply: Message, name: str
) -> None:
    assert reply.anonymous
    tickets.claim(tx, actor("responder"), ticket.id)
    assert claims_told(tx, ticket, name) == {HIDDEN}


@pytest.mark.parametrize("name", ["responder", "manager"])
def test_staff_reads_who_has_the_claim(tx: Tx, ticket: Ticket, reply: Message, name: str) -> None:
    assert reply.anonymous
    tickets.claim(tx, actor("responder"), ticket.id)
    assert claims_told(tx, ticket, name) == {USERS["responder"]}


def test_a_change_by_the_owner_does_not_tell_them_who_has_the_claim(tx: Tx, ticket: Ticket, reply: Message) -> None:
    assert reply.anonymous
    tickets.claim(tx, actor("responder"), ticket.id)
    assert tickets.close(tx, actor("owner"), ticket.id).claimed_by == HIDDEN
    assert tickets.close(tx, actor("owner"), ticket.id).claimed_by == HIDDEN
    assert reading.show(tx, actor("manager"), ticket.id).ticket.claimed_by == USERS["responder"]


def test_a_viewer_s_queue_names_no_staff_either(tx: Tx, ticket: Ticket, reply: Message) -> None:
    assert reply.anonymous
    tickets.claim(tx, actor("responder"), ticket.id)
    seen = {name: queue.queue(tx, actor(name), queue.Wanted(), Slice(10)).tickets for name in ("viewer", "responder")}
    assert {name: [it.claimed_by for it in found] for name, found in seen.items()} == {
        "viewer": [HIDDEN],
        "responder": [USERS["responder"]],
    }


def test_what_staff_opened_for_a_member_names_staff_to_staff_alone(tx: Tx, category: Category) -> None:
    set_up(tx, category, anonymous=True)
    draft = tickets.TicketDraft(category.id, "About your order", "It is on its way")
    opened = tickets.open_ticket(tx, actor("responder"), draft, actor("owner"))
    first = {name: reading.show(tx, actor(name), opened.id).messages[0] for name in ("owner", "manager")}
    assert (first["owner"].author_id, first["owner"].author_name) == (HIDDEN, "")
    assert first["manager"].author_name == "Responder"


def test_the_ticket_in_which_a_duplicate_goes_on_is_named_to_who_sees_it(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    draft = tickets.TicketDraft(other.id, "Elsewhere", "A message")
    target = tickets.open_ticket(tx, actor("manager"), draft)
    merging.merge(tx, actor("manager"), ticket.id, target.id)
    told = {name: reading.show(tx, actor(name), ticket.id).ticket.merged_into for name in ("owner", "viewer")}
    assert told == {"owner": target.id, "viewer": None}
    listed = reading.list_tickets(tx, actor("viewer"), TicketFilter(), Slice(10)).tickets
    assert [it.merged_into for it in listed] == [None]


def test_who_has_a_claim_is_not_found_out_by_asking_for_each_member_s_tickets(
    tx: Tx, ticket: Ticket, reply: Message
) -> None:
    assert reply.anonymous
    tickets.claim(tx, actor("responder"), ticket.id)
    theirs = TicketFilter(claimed_by=USERS["responder"])

    def found(name: str) -> list[int]:
        listed = reading.list_tickets(tx, actor(name), theirs, Slice(10))
        sought = reading.list_found(tx, actor(name), "title", theirs, Slice(10))
        assert (listed.total, sought.total) == (len(listed.tickets), len(sought.tickets))
        return [len(listed.tickets), len(sought.tickets)]

    assert found("owner") == found("outsider") == found("viewer") == [0, 0]
    assert found("responder") == found("manager") == [1, 1]
