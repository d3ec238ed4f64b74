"""When the owner of a ticket is told by direct message, of what, and when not."""

import pytest

from desk import messages, telling
from desk.events import Origin
from desk.models import Ticket
from desk.store import Tx
from tests.people import GUILD, NOON, actor

OPENED = NOON


def at(minute: float) -> str:
    """So many minutes after the ticket was opened."""
    whole, part = divmod(minute * 60, 60)
    return f"2026-01-01T12:{int(whole):02}:{int(part):02}.000Z"


@pytest.fixture
def wanted(tx: Tx, ticket: Ticket) -> Ticket:
    """A ticket whose owner wants to be told."""
    telling.choose(tx, actor("owner"), on=True)
    return ticket


def write(tx: Tx, ticket: Ticket, name: str, minute: float, content: str = "Hello") -> None:
    messages.reply(tx, actor(name, at=at(minute)), ticket.id, content)


def due(tx: Tx) -> list[str]:
    """When the owner is to be told, of what is not told yet."""
    pending = tx.events.lane_due("notice:1")
    return [pending[1]] if pending else []


def told(tx: Tx, ticket: Ticket, minute: float) -> str | None:
    """What the owner is told of at that minute; it counts as told."""
    origin = Origin(GUILD, at(minute))
    found = telling.notice(tx, origin, ticket.id)
    for work in tx.events.due(at(minute), 10):
        tx.events.delivered(work.event.seq)
    if found is not None:
        telling.told(tx, origin, found)
    return found.message.content if found else None


def test_nobody_is_told_who_did_not_ask_for_it(tx: Tx, ticket: Ticket) -> None:
    write(tx, ticket, "responder", 10)
    assert due(tx) == []
    telling.choose(tx, actor("owner"), on=False)
    write(tx, ticket, "responder", 20)
    assert due(tx) == []


def test_who_is_away_is_told_at_once_and_who_was_just_there_when_five_minutes_are_over(tx: Tx, wanted: Ticket) -> None:
    write(tx, wanted, "responder", 2, "Try water")
    assert due(tx) == [at(5)]
    assert told(tx, wanted, 5) == "Try water"
    write(tx, wanted, "responder", 30, "And sand")
    assert due(tx) == [at(30)]
    assert told(tx, wanted, 30) == "And sand"


def test_who_wrote_since_has_seen_it_and_is_not_told(tx: Tx, wanted: Ticket) -> None:
    write(tx, wanted, "responder", 2)
    write(tx, wanted, "owner", 3)
    assert told(tx, wanted, 5) is None


def test_who_was_there_meanwhile_is_told_when_they_are_away(tx: Tx, wanted: Ticket) -> None:
    write(tx, wanted, "responder", 2)
    write(tx, wanted, "owner", 3)
    write(tx, wanted, "responder", 4, "Then call us")
    assert told(tx, wanted, 5) is None
    assert due(tx) == [at(8)]
    assert told(tx, wanted, 8) == "Then call us"


def test_many_answers_are_one_message_in_five_minutes_of_the_last_of_them(tx: Tx, wanted: Ticket) -> None:
    write(tx, wanted, "responder", 10, "one")
    assert told(tx, wanted, 10) == "one"
    for minute in (11, 12, 13):
        write(tx, wanted, "responder", minute, str(minute))
        assert due(tx) == [at(15)]
    assert told(tx, wanted, 15) == "13"
    assert told(tx, wanted, 30) is None


def test_notes_are_never_told_of_nor_what_participants_and_the_owner_write(tx: Tx, wanted: Ticket) -> None:
    messages.note(tx, actor("responder", at=at(10)), wanted.id, "Known liar")
    tx.participants.add(GUILD, wanted.id, actor("outsider").user_id, at(10))
    write(tx, wanted, "outsider", 11)
    write(tx, wanted, "owner", 12)
    assert due(tx) == []
    write(tx, wanted, "responder", 20, "Try water")
    messages.note(tx, actor("responder", at=at(21)), wanted.id, "Known liar")
    write(tx, wanted, "outsider", 22)
    assert told(tx, wanted, 23) == "Try water"


def test_what_was_deleted_before_it_was_told_is_not_told(tx: Tx, wanted: Ticket) -> None:
    said = messages.reply(tx, actor("responder", at=at(2)), wanted.id, "Wrong ticket")
    messages.delete_message(tx, actor("responder", at=at(3)), wanted.id, said.id)
    assert told(tx, wanted, 5) is None


def test_who_changes_their_mind_is_not_told(tx: Tx, wanted: Ticket) -> None:
    write(tx, wanted, "responder", 2)
    telling.choose(tx, actor("owner"), on=False)
    assert told(tx, wanted, 5) is None


def test_closed_direct_messages_are_told_to_staff_once_until_one_arrives(tx: Tx, wanted: Ticket) -> None:
    """L06: nothing but the message is lost, and the next one is tried as ever."""
    for minute, arrives in ((10, False), (20, False), (30, True), (40, False)):
        write(tx, wanted, "responder", minute)
        origin = Origin(GUILD, at(minute))
        found = telling.notice(tx, origin, wanted.id)
        assert found is not None
        for work in tx.events.due(at(minute), 10):
            tx.events.delivered(work.event.seq)
        (telling.told if arrives else telling.refused)(tx, origin, found)
    refused = [event.at for event in tx.events.after(GUILD, 0, 1000) if event.type == "notice.refused"]
    assert refused == [at(10), at(40)]


def test_a_member_is_asked_once_and_not_when_they_have_chosen(tx: Tx) -> None:
    assert telling.ask_once(tx, actor("owner"))
    assert not telling.ask_once(tx, actor("owner"))
    assert not telling.chosen(tx, actor("owner"))
    telling.choose(tx, actor("outsider"), on=True)
    assert not telling.ask_once(tx, actor("outsider"))
    assert telling.chosen(tx, actor("outsider"))
