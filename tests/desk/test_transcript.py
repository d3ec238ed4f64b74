"""The transcript of a ticket: all of it, and of each reader's no more than they may see."""

from dataclasses import replace

import pytest

from desk import messages, moving, people, rating, tickets
from desk.actor import Via
from desk.changes import TicketChange
from desk.errors import NotFound
from desk.events import EventType
from desk.exchange import NewMessage
from desk.models import Category, MessageKind, Priority, Ticket
from desk.store import Tx
from desk.transcript import PART, Happening, transcript, transcript_for_all
from desk.veil import HIDDEN
from tests.desk.around import set_up
from tests.people import GUILD, NOON, USERS, actor

READERS = ("owner", "viewer", "responder", "manager", "admin")


def said(tx: Tx, name: str, ticket: Ticket) -> list[str]:
    return [it.content for it in transcript(tx, actor(name), ticket.id).messages]


def types(tx: Tx, name: str, ticket: Ticket) -> list[str]:
    return [it.type for it in transcript(tx, actor(name), ticket.id).happened]


def write(tx: Tx, ticket: Ticket, content: str, *, name: str = "responder", anonymous: bool = False) -> None:
    tx.messages.insert(
        NewMessage(
            ticket_id=ticket.id,
            author_id=USERS[name],
            author_name=name.title(),
            via=Via.DISCORD,
            kind=MessageKind.REPLY,
            content=content,
            at=NOON,
            anonymous=anonymous,
        )
    )


@pytest.mark.parametrize("name", ["outsider", "elsewhere", "definer"])
def test_who_does_not_see_the_ticket_learns_nothing_of_its_transcript(tx: Tx, ticket: Ticket, name: str) -> None:
    with pytest.raises(NotFound) as hidden:
        transcript(tx, actor(name), ticket.id)
    with pytest.raises(NotFound) as absent:
        transcript(tx, actor(name), 999)
    assert str(hidden.value) == str(absent.value)


def test_a_transcript_has_every_message_however_many_there_are(tx: Tx, ticket: Ticket) -> None:
    for number in range(PART * 2):
        write(tx, ticket, f"message {number}")
    assert said(tx, "owner", ticket) == ["A message", *(f"message {number}" for number in range(PART * 2))]


def test_notes_and_what_messages_said_before_are_for_staff(tx: Tx, ticket: Ticket) -> None:
    messages.note(tx, actor("responder"), ticket.id, "Known liar")
    opening = tx.messages.opening(ticket.id)
    assert opening is not None
    tx.messages.edit(opening.id, "A better message", NOON)
    for name in READERS:
        found = transcript(tx, actor(name), ticket.id)
        staff = name not in {"owner", "viewer"}
        assert ("Known liar" in said(tx, name, ticket)) is staff is found.with_notes
        assert [before for before, _ in found.messages[0].earlier] == (["A message"] if staff else [])


def test_a_transcript_tells_who_did_what_and_to_whom(tx: Tx, ticket: Ticket, other: Category) -> None:
    manager = actor("manager")
    tickets.claim(tx, actor("responder"), ticket.id)
    people.add_person(tx, manager, ticket.id, USERS["outsider"])
    tickets.update(tx, manager, ticket.id, TicketChange(category_id=other.id))
    tickets.close(tx, manager, ticket.id, "done")
    happened = transcript(tx, actor("owner"), ticket.id).happened
    shown = [(it.type, it.actor_id, it.member_id, it.category) for it in happened]
    responder, outsider, by = USERS["responder"], USERS["outsider"], USERS["manager"]
    assert shown == [
        (EventType.TICKET_OPENED, USERS["owner"], None, None),
        (EventType.TICKET_CLAIMED, responder, responder, None),
        (EventType.PARTICIPANT_ADDED, by, outsider, None),
        (EventType.TICKET_MOVED, by, None, "other"),
        (EventType.TICKET_RELEASED, by, responder, None),
        (EventType.TICKET_CLOSED, by, None, None),
    ]


def test_rests_and_links_are_told_to_staff_alone(tx: Tx, ticket: Ticket) -> None:
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(snoozed_until="2026-02-01T00:00:00.000Z"))
    assert EventType.TICKET_SNOOZED in types(tx, "responder", ticket)
    assert EventType.TICKET_SNOOZED not in types(tx, "owner", ticket)


def test_a_rating_is_for_the_owner_and_staff(tx: Tx, ticket: Ticket) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    rating.rate(tx, actor("owner"), ticket.id, 5, "Splendid")
    seen = {name: transcript(tx, actor(name), ticket.id).with_rating for name in READERS}
    assert seen == {"owner": True, "viewer": False, "responder": True, "manager": True, "admin": True}


def test_staff_that_answers_without_names_has_none_for_others(tx: Tx, ticket: Ticket, category: Category) -> None:
    set_up(tx, category, anonymous=True)
    write(tx, ticket, "We look into it", anonymous=True)
    tickets.claim(tx, actor("responder"), ticket.id)
    for name in ("owner", "viewer"):
        found = transcript(tx, actor(name), ticket.id)
        assert "Responder" not in repr(found)
        assert str(USERS["responder"]) not in repr(found)
        assert (found.messages[1].author_id, found.ticket.claimed_by) == (HIDDEN, HIDDEN)
        assert found.messages[0].author_id == USERS["owner"]
    assert transcript(tx, actor("manager"), ticket.id).messages[1].author_name == "Responder"


def test_what_it_did_where_it_has_no_names_has_none_in_the_category_to_which_the_ticket_was_moved(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    set_up(tx, category, anonymous=True)
    tickets.claim(tx, actor("responder"), ticket.id)
    moving.move(tx, actor("manager"), ticket.id, other.id)
    tickets.claim(tx, actor("elsewhere"), ticket.id)
    found = transcript(tx, actor("owner"), ticket.id)
    assert [(it.type, it.actor_id, it.member_id) for it in found.happened[1:]] == [
        (EventType.TICKET_CLAIMED, HIDDEN, HIDDEN),
        (EventType.TICKET_MOVED, HIDDEN, None),
        (EventType.TICKET_RELEASED, HIDDEN, HIDDEN),
        (EventType.TICKET_CLAIMED, USERS["elsewhere"], USERS["elsewhere"]),
    ]
    for_all = transcript_for_all(tx, GUILD, ticket.id, NOON)
    assert for_all is not None
    assert for_all.happened == found.happened
    assert transcript(tx, actor("manager"), ticket.id).happened[1].actor_id == USERS["responder"]


def test_what_all_may_read_is_what_a_viewer_may(tx: Tx, ticket: Ticket, category: Category) -> None:
    set_up(tx, category, anonymous=True)
    messages.note(tx, actor("responder"), ticket.id, "Known liar")
    write(tx, ticket, "We look into it", anonymous=True)
    tickets.close(tx, actor("responder"), ticket.id)
    rating.rate(tx, actor("owner"), ticket.id, 1, "Meh")
    assert transcript_for_all(tx, GUILD, ticket.id, NOON) == transcript(tx, actor("viewer"), ticket.id)
    assert transcript_for_all(tx, GUILD, 999, NOON) is None


def test_messages_and_happenings_are_told_in_the_order_of_their_times(tx: Tx, ticket: Ticket) -> None:
    later = "2026-01-01T12:30:00.000Z"
    tickets.update(tx, actor("responder", at=later), ticket.id, TicketChange(priority=Priority.HIGH))
    found = transcript(tx, actor("owner"), ticket.id)
    late = replace(found.messages[0], created_at="2026-01-01T13:00:00.000Z")
    lines = replace(found, messages=(*found.messages, late)).lines()
    kinds = [it.type if isinstance(it, Happening) else "message" for it in lines]
    assert kinds == [EventType.TICKET_OPENED, "message", EventType.TICKET_SORTED, "message"]
