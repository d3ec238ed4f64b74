"""What replying, noting, deleting and following Discord does to the messages of a ticket."""

import pytest

from desk import messages, places, reading, tickets
from desk.errors import Forbidden, Invalid, NotFound, TicketClosed
from desk.events import Origin
from desk.messages import SeenMessage
from desk.models import Attachment, Place, PlaceState, Ticket
from desk.store import Tx
from tests.people import GUILD, NOON, USERS, actor, with_roles

LATER = "2026-01-01T13:00:00.000Z"
ORIGIN = Origin(GUILD, LATER)
THREAD = 555


@pytest.fixture
def placed(tx: Tx, ticket: Ticket) -> Ticket:
    """The ticket with a thread of its own."""
    tx.places.save(ticket.id, Place(PlaceState.MADE, THREAD, 556))
    return ticket


def seen(discord_id: int, content: str = "Hello there") -> SeenMessage:
    return SeenMessage(THREAD, discord_id, content, (Attachment("log.txt", 12),), LATER)


def contents(tx: Tx, name: str, ticket: Ticket) -> list[str]:
    return [message.content for message in reading.show(tx, actor(name), ticket.id).messages]


def work(tx: Tx, event_type: str) -> list[dict[str, object]]:
    """The data of the outbox's events of that type, whatever stands before them in their lane."""
    found = []
    while due := tx.events.due("9999", 100):
        for each in due:
            found += [dict(each.event.data)] if each.event.type == event_type else []
            tx.events.delivered(each.event.seq)
    return found


def test_a_reply_moves_the_ticket_up_and_is_shown_in_discord(tx: Tx, ticket: Ticket) -> None:
    said = messages.reply(tx, actor("responder", at=LATER), ticket.id, " Try turning it off ")
    after = tx.tickets.get(GUILD, ticket.id)
    assert after is not None
    assert (said.content, after.updated_at, after.version) == ("Try turning it off", LATER, ticket.version + 1)
    assert work(tx, "message.created") == [{"messageId": str(said.id)}]


def test_a_note_is_for_staff_alone_and_moves_nothing(tx: Tx, ticket: Ticket) -> None:
    messages.note(tx, actor("responder", at=LATER), ticket.id, "Known liar")
    assert tx.tickets.get(GUILD, ticket.id) == ticket
    assert contents(tx, "responder", ticket) == ["A message", "Known liar"]
    assert contents(tx, "owner", ticket) == contents(tx, "viewer", ticket) == ["A message"]
    assert work(tx, "note.created") == []


def test_a_note_cannot_be_found_by_who_may_not_see_it(tx: Tx, ticket: Ticket) -> None:
    note = messages.note(tx, actor("responder"), ticket.id, "Hush")
    with pytest.raises(NotFound):
        messages.delete_message(tx, actor("owner"), ticket.id, note.id)


def test_deleting_a_note_moves_nothing_either(tx: Tx, ticket: Ticket) -> None:
    note = messages.note(tx, actor("responder"), ticket.id, "Hush")
    messages.delete_message(tx, actor("responder", at=LATER), ticket.id, note.id)
    assert tx.tickets.get(GUILD, ticket.id) == ticket


def test_nobody_replies_in_a_closed_ticket_and_staff_still_notes(tx: Tx, ticket: Ticket) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    with pytest.raises(TicketClosed):
        messages.reply(tx, actor("responder"), ticket.id, "Too late")
    messages.note(tx, actor("responder"), ticket.id, "For the record")


@pytest.mark.parametrize("content", ["", "  ", "a" * 2001, "a\0b", "\udfff"])
def test_a_reply_that_cannot_be_kept_whole_is_refused(tx: Tx, ticket: Ticket, content: str) -> None:
    with pytest.raises(Invalid):
        messages.reply(tx, actor("owner"), ticket.id, content)


def test_the_owner_deletes_their_own_message_of_a_closed_ticket_but_not_anothers(tx: Tx, ticket: Ticket) -> None:
    own = messages.reply(tx, actor("owner"), ticket.id, "My address is")
    answer = messages.reply(tx, actor("responder"), ticket.id, "Thanks")
    tickets.close(tx, actor("owner"), ticket.id)
    messages.delete_message(tx, actor("owner"), ticket.id, own.id)
    with pytest.raises(Forbidden):
        messages.delete_message(tx, actor("owner"), ticket.id, answer.id)
    assert contents(tx, "owner", ticket) == ["A message", "Thanks"]


def test_a_message_is_not_found_through_another_ticket(tx: Tx, ticket: Ticket) -> None:
    said = messages.reply(tx, actor("owner"), ticket.id, "Hello")
    second = tickets.open_ticket(tx, actor("owner"), tickets.TicketDraft(ticket.category_id, "Second", "A message"))
    with pytest.raises(NotFound):
        messages.delete_message(tx, actor("owner"), second.id, said.id)


def test_messages_page_backwards_from_the_newest(tx: Tx, ticket: Ticket) -> None:
    for number in range(5):
        messages.reply(tx, actor("owner"), ticket.id, f"Line {number}")
    newest = messages.older_messages(tx, actor("owner"), ticket.id, None, 3)
    older = messages.older_messages(tx, actor("owner"), ticket.id, newest.messages[0].id, 3)
    assert [message.content for message in newest.messages] == ["Line 2", "Line 3", "Line 4"]
    assert [message.content for message in older.messages] == ["A message", "Line 0", "Line 1"]
    assert (newest.older, older.older) == (True, False)


def test_what_is_said_in_the_thread_is_kept_once_however_often_it_is_told(tx: Tx, placed: Ticket) -> None:
    for _ in range(3):
        messages.record_seen(tx, actor("owner"), seen(1))
    kept = reading.show(tx, actor("owner"), placed.id).messages[-1]
    assert contents(tx, "owner", placed) == ["A message", "Hello there"]
    assert (kept.attachments, kept.created_at) == ((Attachment("log.txt", 12),), LATER)
    assert work(tx, "message.created") == []


def test_what_was_said_in_a_closed_thread_is_kept_too(tx: Tx, placed: Ticket) -> None:
    tickets.close(tx, actor("owner"), placed.id)
    assert messages.record_seen(tx, actor("responder"), seen(1)) is not None


@pytest.mark.parametrize("name", ["viewer", "outsider", "elsewhere"])
def test_what_somebody_without_the_right_wrote_is_taken_out_of_the_thread(tx: Tx, placed: Ticket, name: str) -> None:
    assert messages.record_seen(tx, actor(name), seen(1)) is None
    assert contents(tx, "owner", placed) == ["A message"]
    assert work(tx, "message.refused") == [{"discordId": "1"}]


def test_text_that_no_store_holds_is_kept_in_cleaned_form(tx: Tx, placed: Ticket) -> None:
    messages.record_seen(tx, actor("owner"), seen(1, "a\0b\ud800c"))
    assert contents(tx, "owner", placed)[-1] == "a\ufffdb\ufffdc"


def test_an_edit_in_discord_is_followed(tx: Tx, placed: Ticket) -> None:
    messages.record_seen(tx, actor("owner"), seen(1, "yes"))
    messages.record_edit(tx, ORIGIN, 1, "no", LATER)
    last = reading.show(tx, actor("owner"), placed.id).messages[-1]
    assert (last.content, last.edited_at) == ("no", LATER)


def test_a_deletion_in_discord_is_followed_and_not_asked_for_again(tx: Tx, placed: Ticket) -> None:
    messages.record_seen(tx, actor("owner"), seen(1))
    messages.record_removal(tx, ORIGIN, 1)
    assert contents(tx, "owner", placed) == ["A message"]
    assert work(tx, "message.deleted") == []


def test_a_creation_told_after_the_deletion_is_no_news(tx: Tx, placed: Ticket) -> None:
    messages.record_removal(tx, ORIGIN, 1)
    messages.record_seen(tx, actor("owner"), seen(1))
    assert contents(tx, "owner", placed) == ["A message"]


def test_a_message_deleted_by_rest_is_taken_out_of_discord(tx: Tx, placed: Ticket) -> None:
    messages.record_seen(tx, actor("owner"), seen(1))
    kept = reading.show(tx, actor("owner"), placed.id).messages[-1]
    messages.delete_message(tx, actor("responder"), placed.id, kept.id)
    assert work(tx, "message.deleted") == [{"messageId": str(kept.id), "discordId": "1"}]


def test_the_bots_own_copy_is_not_taken_for_an_edit(tx: Tx, placed: Ticket) -> None:
    said = messages.reply(tx, actor("responder"), placed.id, "Hello")
    places.message_shown(tx, said.id, 99)
    assert messages.record_edit(tx, ORIGIN, 99, "**Responder** Hello", LATER) is None
    assert contents(tx, "owner", placed)[-1] == "Hello"


def test_an_edit_of_an_unknown_message_is_nothing(tx: Tx, placed: Ticket) -> None:
    assert messages.record_edit(tx, ORIGIN, 42, "Hm", NOON) is None


def test_who_answers_both_as_owner_and_staff_counts_as_themselves(tx: Tx, ticket: Ticket) -> None:
    said = messages.reply(tx, with_roles(actor("owner"), "responder"), ticket.id, "Solved it myself")
    assert said.author_id == USERS["owner"]
