"""Replies of staff that shows no names: who learns whose they are, and who does not."""

import pytest

from desk import messages, search, tickets
from desk.exchange import Slice, TicketFilter
from desk.messages import HIDDEN
from desk.models import Category, Message, Ticket
from desk.store import Tx
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
        tickets.show(tx, reader, ticket.id).messages[-1],
        messages.older_messages(tx, reader, ticket.id, None, 10).messages[-1],
        search.search(tx, reader, "water", TicketFilter(), Slice(10)).matches[0].message,
    ]
    told = {(it.author_id, it.author_name, it.content) for it in seen if it is not None}
    assert told == {(HIDDEN, "", reply.content)}


@pytest.mark.parametrize("name", ["responder", "manager"])
def test_staff_sees_who_wrote_it_and_that_others_do_not(tx: Tx, ticket: Ticket, reply: Message, name: str) -> None:
    assert tickets.show(tx, actor(name), ticket.id).messages[-1] == reply
    assert (reply.author_id, reply.author_name, reply.anonymous) == (USERS["responder"], "Responder", True)


def test_members_write_under_their_names_there_too(tx: Tx, ticket: Ticket, reply: Message) -> None:
    own = messages.reply(tx, actor("owner"), ticket.id, "Still on fire")
    assert not own.anonymous
    assert tickets.show(tx, actor("outsider"), ticket.id).messages[-1].author_name == "Owner"
    assert reply.anonymous


def test_what_was_written_stays_as_it_was_when_the_category_changes(
    tx: Tx, ticket: Ticket, category: Category, reply: Message
) -> None:
    set_up(tx, category, anonymous=False)
    assert tickets.show(tx, actor("owner"), ticket.id).messages[-1].author_id == HIDDEN
    messages.reply(tx, actor("responder"), ticket.id, "It is me")
    assert tickets.show(tx, actor("owner"), ticket.id).messages[-1].author_name == "Responder"
    assert reply.anonymous
