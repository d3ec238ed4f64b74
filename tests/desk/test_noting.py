"""Notes typed where others read: who can write them so, that they move nothing, and that nothing is kept twice."""

import pytest

from desk import audit, blocks, noting, reading, tickets
from desk.events import Origin
from desk.messages import SeenMessage
from desk.models import Category, ClaimMode, MessageKind, Place, PlaceState, Ticket
from desk.store import Tx
from tests.desk.around import set_up
from tests.people import GUILD, USERS, actor

THREAD, LOG = 555, 777
LATER = "2026-01-01T13:00:00.000Z"
STAFF = {"responder", "manager", "admin"}


@pytest.fixture
def placed(tx: Tx, ticket: Ticket) -> Ticket:
    """The ticket with a thread of its own."""
    tx.places.save(ticket.id, Place(PlaceState.MADE, THREAD, 556))
    found = tx.tickets.get(GUILD, ticket.id)
    assert found is not None
    return found


def said(content: str, discord_id: int = 1, channel_id: int = THREAD, *, forwarded: bool = False) -> SeenMessage:
    return SeenMessage(channel_id, discord_id, content, (), LATER, forwarded=forwarded)


def kinds(tx: Tx, ticket: Ticket) -> list[tuple[MessageKind, str]]:
    """What the ticket holds after its opening message."""
    return [(it.kind, it.content) for it in reading.show(tx, actor("admin"), ticket.id).messages[1:]]


@pytest.mark.parametrize("name", USERS)
def test_behind_the_prefix_staff_writes_notes_and_nobody_else_does(tx: Tx, placed: Ticket, name: str) -> None:
    noting.hear(tx, actor(name, at=LATER), said("//  Known liar"))
    if name in STAFF:
        assert kinds(tx, placed) == [(MessageKind.NOTE, "Known liar")]
        assert tx.tickets.get(GUILD, placed.id) == placed
    elif name == "owner":
        assert kinds(tx, placed) == [(MessageKind.REPLY, "//  Known liar")]
    else:
        assert kinds(tx, placed) == []


def test_what_a_note_was_taken_from_is_to_go_at_once_whatever_waits_in_the_ticket(tx: Tx, placed: Ticket) -> None:
    noting.hear(tx, actor("responder"), said("//Hush", 42))
    work = [each for each in tx.events.due("9999", 100) if each.event.type == "note.created"]
    assert [(each.lane[:5], each.event.data["discordId"]) for each in work] == [("note:", "42")]
    assert placed.place.channel_id == THREAD


def test_a_note_is_kept_once_and_outlives_the_message_that_it_came_from(tx: Tx, placed: Ticket) -> None:
    for _ in range(3):
        noting.hear(tx, actor("responder"), said("//Hush"))
    assert kinds(tx, placed) == [(MessageKind.NOTE, "Hush")]


@pytest.mark.parametrize("content", ["//", "//  ", "/ /note", " //note", "https://example.com"])
def test_what_only_looks_like_the_prefix_is_a_message(tx: Tx, placed: Ticket, content: str) -> None:
    noting.hear(tx, actor("responder"), said(content))
    assert [kind for kind, _ in kinds(tx, placed)] == [MessageKind.REPLY]


def test_what_is_forwarded_is_no_note_whatever_it_begins_with(tx: Tx, placed: Ticket) -> None:
    noting.hear(tx, actor("responder"), said("// a line of code", forwarded=True))
    assert [kind for kind, _ in kinds(tx, placed)] == [MessageKind.REPLY]


@pytest.mark.parametrize("forwarded", [False, True])
def test_what_staff_writes_where_only_the_claimer_answers_is_kept_as_a_note(
    tx: Tx, category: Category, placed: Ticket, *, forwarded: bool
) -> None:
    set_up(tx, category, claim_mode=ClaimMode.CLAIMER)
    tickets.claim(tx, actor("manager"), placed.id)
    for name, discord_id in (("responder", 41), ("manager", 42), ("owner", 43)):
        noting.hear(tx, actor(name, at=LATER), said(f"Said by {name}", discord_id, forwarded=forwarded))
    assert kinds(tx, placed) == [
        (MessageKind.NOTE, "Said by responder"),
        (MessageKind.REPLY, "Said by manager"),
        (MessageKind.REPLY, "Said by owner"),
    ]
    taken = [each.event.data for each in tx.events.due("9999", 100) if each.event.type == "note.created"]
    assert [each["discordId"] for each in taken] == ["41"]


def test_a_blocked_responder_writes_no_note(tx: Tx, placed: Ticket) -> None:
    blocks.block(tx, actor("manager"), actor("responder"))
    noting.hear(tx, actor("responder"), said("//Hush"))
    assert kinds(tx, placed) == []


@pytest.mark.parametrize("name", USERS)
def test_in_the_log_channel_staff_of_the_ticket_writes_a_note_with_its_number(
    tx: Tx, placed: Ticket, name: str
) -> None:
    audit.set_log_channel(tx, actor("manager"), LOG)
    kept = noting.hear_in_log(tx, actor(name), said("//1 Known liar", channel_id=LOG))
    assert kept is (name in STAFF)
    assert kinds(tx, placed) == ([(MessageKind.NOTE, "Known liar")] if kept else [])
    if kept:
        assert noting.hear_in_log(tx, actor(name), said("//1 Known liar", channel_id=LOG)) is None


def test_elsewhere_a_number_makes_no_note(tx: Tx, placed: Ticket) -> None:
    assert noting.hear_in_log(tx, actor("responder"), said("//1 Known liar", channel_id=LOG)) is None
    assert kinds(tx, placed) == []


def test_a_ticket_that_there_is_not_gets_no_note(tx: Tx) -> None:
    audit.set_log_channel(tx, actor("manager"), LOG)
    assert noting.hear_in_log(tx, actor("responder"), said("//99 Hush", channel_id=LOG)) is False


@pytest.mark.parametrize("name", ["responder", "owner"])
def test_an_edit_that_puts_the_prefix_before_what_staff_wrote_makes_a_note_of_it(
    tx: Tx, placed: Ticket, name: str
) -> None:
    noting.hear(tx, actor(name), said("We should refuse", 42))
    origin = Origin(GUILD, LATER)
    noting.hear_edit(tx, actor(name), origin, 42, "//  We should refuse, known liar", LATER)
    if name == "owner":
        assert kinds(tx, placed) == [(MessageKind.REPLY, "//  We should refuse, known liar")]
        return
    assert kinds(tx, placed) == [(MessageKind.NOTE, "We should refuse, known liar")]
    [kept] = reading.show(tx, actor("manager"), placed.id).messages[1:]
    assert [text for text, _ in kept.earlier] == ["We should refuse"]
    assert len(reading.show(tx, actor("owner"), placed.id).messages) == 1
    work = [each.event for each in tx.events.due("9999", 100) if each.event.type == "note.created"]
    assert [each.data["discordId"] for each in work] == ["42"]
    noting.hear_edit(tx, actor(name), origin, 42, "//  We should refuse, known liar", LATER)
    assert len(kinds(tx, placed)) == 1


def test_another_s_message_and_a_bare_prefix_stay_messages(tx: Tx, placed: Ticket) -> None:
    noting.hear(tx, actor("owner"), said("Help", 42))
    noting.hear(tx, actor("responder"), said("Hello", 43))
    noting.hear_edit(tx, actor("responder"), Origin(GUILD, LATER), 42, "// Help", LATER)
    noting.hear_edit(tx, actor("responder"), Origin(GUILD, LATER), 43, "//", LATER)
    assert kinds(tx, placed) == [(MessageKind.REPLY, "// Help"), (MessageKind.REPLY, "//")]
