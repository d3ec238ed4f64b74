"""What opening, changing, listing and deleting tickets does."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk import blocks, categories, messages, reading, tickets
from desk.actor import Via
from desk.changes import TicketChange
from desk.errors import AlreadyClaimed, Blocked, Forbidden, Invalid, NotFound, StaleVersion, TicketClosed, TicketLimit
from desk.exchange import Slice, TicketFilter
from desk.models import Category, Place, PlaceState, Priority, Status, Ticket
from desk.store import Tx
from desk.text import BadText, tag
from desk.tickets import TicketDraft
from tests.desk.conftest import ASSIGNABLE
from tests.people import GUILD, NOON, USERS, actor, with_roles

LATER = "2026-01-01T13:00:00.000Z"


def events_of(tx: Tx) -> list[str]:
    return [event.type for event in tx.events.after(GUILD, 0, 1000)]


def test_an_opened_ticket_is_open_unclaimed_and_its_owners(tx: Tx, ticket: Ticket) -> None:
    assert (ticket.status, ticket.claimed_by, ticket.owner_id) == (Status.OPEN, None, USERS["owner"])
    assert [message.content for message in reading.show(tx, actor("owner"), ticket.id).messages] == ["A message"]


def test_titles_are_one_trimmed_line(tx: Tx, category: Category) -> None:
    made = tickets.open_ticket(tx, actor("owner"), TicketDraft(category.id, "  Two\nlines ", "A message"))
    assert made.title == "Two lines"


@pytest.mark.parametrize(
    ("title", "message", "faulty"),
    [
        ("ab", "A message", {"title": "too_short"}),
        ("a" * 121, "A message", {"title": "too_long"}),
        ("   ", "A message", {"title": "blank"}),
        ("\u200b\u200b\u200b", "\u3164\u2800\u200d\u202e\u3164", {"title": "blank", "message": "blank"}),
        ("A title", "1234", {"message": "too_short"}),
        ("A title", "a" * 2001, {"message": "too_long"}),
        ("A\0title", "A \ud800 message", {"title": "unstorable", "message": "unstorable"}),
    ],
)
def test_every_faulty_field_is_named_at_once(
    tx: Tx, category: Category, title: str, message: str, faulty: dict[str, str]
) -> None:
    with pytest.raises(Invalid) as refused:
        tickets.open_ticket(tx, actor("owner"), TicketDraft(category.id, title, message))
    assert {field: fault.code for field, fault in refused.value.fields.items()} == faulty


@pytest.mark.parametrize("title", ["abc", "a" * 120, "👩‍👩‍👧‍👦" * 17])
def test_titles_are_counted_in_code_points(tx: Tx, category: Category, title: str) -> None:
    assert tickets.open_ticket(tx, actor("owner"), TicketDraft(category.id, title, "A message")).title == title


def test_a_number_is_never_used_again(tx: Tx, ticket: Ticket) -> None:
    tickets.delete(tx, actor("manager"), ticket.id)
    again = tickets.open_ticket(tx, actor("owner"), TicketDraft(ticket.category_id, "A title", "A message"))
    assert again.number == ticket.number + 1


def test_a_full_limit_names_the_open_ticket_and_closing_makes_room(tx: Tx, category: Category) -> None:
    categories.edit(tx, actor("admin"), category.id, categories.CategoryDraft("open", ticket_limit=1), ASSIGNABLE)
    draft = TicketDraft(category.id, "A title", "A message")
    first = tickets.open_ticket(tx, actor("owner"), draft)
    with pytest.raises(TicketLimit) as refused:
        tickets.open_ticket(tx, actor("owner", via=Via.DISCORD), draft)
    assert (refused.value.number, refused.value.limit) == (first.number, 1)
    assert tickets.open_ticket(tx, actor("outsider"), draft).number == first.number + 1
    tickets.close(tx, actor("owner"), first.id)
    assert tickets.open_ticket(tx, actor("owner"), draft).number == first.number + 2


def test_reopening_counts_toward_the_limit_too(tx: Tx, category: Category) -> None:
    categories.edit(tx, actor("admin"), category.id, categories.CategoryDraft("open", ticket_limit=1), ASSIGNABLE)
    draft = TicketDraft(category.id, "A title", "A message")
    first = tickets.open_ticket(tx, actor("owner"), draft)
    tickets.close(tx, actor("owner"), first.id)
    second = tickets.open_ticket(tx, actor("owner"), draft)
    with pytest.raises(TicketLimit) as refused:
        tickets.reopen(tx, actor("owner"), first.id)
    assert refused.value.number == second.number


def test_a_ticket_without_a_place_counts_toward_no_limit(tx: Tx, category: Category) -> None:
    categories.edit(tx, actor("admin"), category.id, categories.CategoryDraft("open", ticket_limit=1), ASSIGNABLE)
    draft = TicketDraft(category.id, "A title", "A message")
    lost = tickets.open_ticket(tx, actor("owner", via=Via.DISCORD), draft)
    closed = tickets.close_without_place(tx, GUILD, lost.id, NOON)
    assert closed is not None
    assert (closed.status, closed.close_reason) == (Status.CLOSED, "no_place")
    tickets.open_ticket(tx, actor("owner"), draft)


def test_a_ticket_opened_by_rest_stays_open_without_a_place(tx: Tx, ticket: Ticket) -> None:
    assert tickets.close_without_place(tx, GUILD, ticket.id, NOON) == ticket


def test_a_blocked_member_sees_and_closes_and_does_no_more(tx: Tx, ticket: Ticket) -> None:
    owner = actor("owner")
    blocks.block(tx, actor("manager"), owner, until=LATER)
    for act in (
        lambda: tickets.open_ticket(tx, owner, TicketDraft(ticket.category_id, "A title", "A message")),
        lambda: messages.reply(tx, owner, ticket.id, "Hello"),
        lambda: tickets.reopen(tx, owner, ticket.id),
    ):
        with pytest.raises(Blocked) as refused:
            act()
        assert refused.value.until == LATER
    assert tickets.close(tx, owner, ticket.id).status is Status.CLOSED
    assert tickets.reopen(tx, replace(owner, at=LATER), ticket.id).status is Status.OPEN


def test_a_blocked_member_hears_of_the_block_before_anything_is_looked_up(tx: Tx, ticket: Ticket) -> None:
    """B5: blocked comes before not found, so that neither tells anything of the ticket."""
    blocks.block(tx, actor("manager"), actor("outsider"))
    outsider = actor("outsider")
    acts: tuple[Callable[[int], object], ...] = (
        lambda it: tickets.reopen(tx, outsider, it),
        lambda it: tickets.update(tx, outsider, it, TicketChange(status=Status.CLOSED, title="Another")),
        lambda it: tickets.claim(tx, outsider, it),
        lambda it: tickets.delete(tx, outsider, it),
        lambda it: messages.reply(tx, outsider, it, "Words"),
        lambda it: messages.note(tx, outsider, it, "Words"),
        lambda it: messages.delete_by_id(tx, outsider, it),
    )
    for ticket_id in (ticket.id, 999):
        for act in acts:
            with pytest.raises(Blocked):
                act(ticket_id)
        with pytest.raises(NotFound):
            tickets.close(tx, outsider, ticket_id)


def test_who_may_change_nothing_is_refused_even_a_change_of_nothing(tx: Tx, ticket: Ticket) -> None:
    """B6, U10."""
    with pytest.raises(Forbidden):
        tickets.update(tx, actor("viewer"), ticket.id, TicketChange())
    blocks.block(tx, actor("manager"), actor("owner"))
    for name in ("owner", "responder", "manager"):
        assert tickets.update(tx, actor(name), ticket.id, TicketChange()) == ticket


def test_mine_and_closed_may_be_asked_for_again(tx: Tx, ticket: Ticket) -> None:
    """U5, K5: what is so already is no error, while a closed ticket is not claimed anew."""
    change = TicketChange(status=Status.CLOSED, claimed_by_me=True)
    closed = tickets.update(tx, actor("responder"), ticket.id, change)
    assert tickets.update(tx, actor("responder", at=LATER), ticket.id, change) == closed
    with pytest.raises(AlreadyClaimed):
        tickets.update(tx, actor("manager"), ticket.id, change)


def test_a_clock_that_goes_back_takes_no_activity_back(tx: Tx, ticket: Ticket) -> None:
    closed = tickets.close(tx, actor("owner", at=LATER), ticket.id)
    assert tickets.reopen(tx, actor("owner"), ticket.id).updated_at == closed.updated_at == LATER


def test_of_two_claimers_exactly_one_wins_and_the_other_hears_who(tx: Tx, ticket: Ticket) -> None:
    tickets.claim(tx, actor("responder"), ticket.id)
    with pytest.raises(AlreadyClaimed) as refused:
        tickets.claim(tx, actor("manager"), ticket.id)
    assert refused.value.holder_id == USERS["responder"]


def test_repeating_ones_own_claim_or_state_changes_nothing(tx: Tx, ticket: Ticket) -> None:
    claimed = tickets.claim(tx, actor("responder"), ticket.id)
    told = events_of(tx)
    assert tickets.claim(tx, actor("responder", at=LATER), ticket.id) == claimed
    assert tickets.reopen(tx, actor("owner", at=LATER), ticket.id) == claimed
    assert events_of(tx) == told


def test_not_mine_leaves_anothers_claim_alone(tx: Tx, ticket: Ticket) -> None:
    claimed = tickets.claim(tx, actor("responder"), ticket.id)
    assert tickets.update(tx, actor("manager"), ticket.id, TicketChange(claimed_by_me=False)) == claimed


def test_a_closed_ticket_is_not_claimed(tx: Tx, ticket: Ticket) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    with pytest.raises(TicketClosed):
        tickets.claim(tx, actor("responder"), ticket.id)


def test_claimed_and_closed_in_one_change_claims_first(tx: Tx, ticket: Ticket) -> None:
    change = TicketChange(status=Status.CLOSED, claimed_by_me=True, close_reason="Solved")
    after = tickets.update(tx, actor("responder"), ticket.id, change)
    assert (after.status, after.claimed_by, after.close_reason) == (Status.CLOSED, USERS["responder"], "Solved")
    assert events_of(tx)[-2:] == ["ticket.claimed", "ticket.closed"]
    assert after.version == ticket.version + 1


def test_open_and_mine_on_a_closed_ticket_reopens_first(tx: Tx, ticket: Ticket) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    change = TicketChange(status=Status.OPEN, claimed_by_me=True)
    after = tickets.update(tx, actor("responder"), ticket.id, change)
    assert (after.status, after.claimed_by, after.closed_at) == (Status.OPEN, USERS["responder"], None)


def test_one_missing_right_stops_the_whole_change(tx: Tx, ticket: Ticket) -> None:
    with pytest.raises(Forbidden):
        tickets.update(tx, actor("owner"), ticket.id, TicketChange(title="Mine now", claimed_by_me=True))
    assert tx.tickets.get(GUILD, ticket.id) == ticket


def test_a_stale_version_is_told_the_present_one(tx: Tx, ticket: Ticket) -> None:
    tickets.claim(tx, actor("responder"), ticket.id)
    with pytest.raises(StaleVersion) as refused:
        tickets.update(tx, actor("responder"), ticket.id, TicketChange(title="Old news", version=ticket.version))
    assert refused.value.current == ticket.version + 1


def test_only_who_could_claim_is_assigned(tx: Tx, ticket: Ticket) -> None:
    for name in ("owner", "viewer", "elsewhere", "definer"):
        with pytest.raises(Invalid) as refused:
            tickets.assign(tx, actor("manager"), ticket.id, actor(name))
        assert refused.value.fields["claimedBy"].code == "not_a_responder"
    assert tickets.assign(tx, actor("manager"), ticket.id, actor("responder")).claimed_by == USERS["responder"]


def test_a_manager_clears_anothers_claim_and_a_responder_does_not(tx: Tx, ticket: Ticket) -> None:
    tickets.claim(tx, with_roles(actor("outsider"), "responder"), ticket.id)
    with pytest.raises(Forbidden):
        tickets.release(tx, actor("responder"), ticket.id)
    assert tickets.release(tx, actor("manager"), ticket.id).claimed_by is None


def test_a_reason_without_a_close_is_refused(tx: Tx, ticket: Ticket) -> None:
    with pytest.raises(Invalid):
        tickets.update(tx, actor("owner"), ticket.id, TicketChange(close_reason="Because"))


def test_a_reason_can_be_mended_after_closing_without_closing_again(tx: Tx, ticket: Ticket) -> None:
    tickets.close(tx, actor("owner"), ticket.id, "Slved")
    after = tickets.update(tx, actor("owner", at=LATER), ticket.id, TicketChange(close_reason="Solved"))
    assert (after.close_reason, after.closed_at) == ("Solved", NOON)
    assert events_of(tx)[-1] == "ticket.reason_changed"


def test_priority_and_tags_are_sorted_by_staff(tx: Tx, ticket: Ticket) -> None:
    change = TicketChange(priority=Priority.URGENT, tags=("billing", "vip"))
    after = tickets.update(tx, actor("responder"), ticket.id, change)
    assert (after.priority, after.tags) == (Priority.URGENT, ("billing", "vip"))
    assert tx.tickets.get(GUILD, ticket.id) == after


def test_a_tag_is_counted_as_it_is_kept() -> None:
    """E6: a letter can become two in lower case."""
    assert tag(" \u0130 ") == "i\u0307"
    with pytest.raises(BadText):
        tag("\u0130" * 20)


def test_a_deleted_ticket_is_gone_with_its_content(tx: Tx, ticket: Ticket) -> None:
    said = messages.reply(tx, actor("owner"), ticket.id, "Hello")
    tickets.delete(tx, actor("manager"), ticket.id)
    with pytest.raises(NotFound):
        reading.show(tx, actor("manager"), ticket.id)
    assert tx.messages.get(said.id) is None
    assert reading.list_tickets(tx, actor("manager"), TicketFilter(), Slice(20)).total == 0


def test_what_tells_of_a_deleted_ticket_holds_nothing_that_people_wrote(tx: Tx, ticket: Ticket) -> None:
    messages.reply(tx, actor("owner"), ticket.id, "A secret reply")
    tickets.update(tx, actor("owner"), ticket.id, TicketChange(title="A secret title"))
    tickets.delete(tx, actor("manager"), ticket.id)
    assert "secret" not in str(tx.events.after(GUILD, 0, 1000))


def test_a_deleted_ticket_tells_the_relay_which_place_goes(tx: Tx, ticket: Ticket) -> None:
    tx.places.save(ticket.id, Place(PlaceState.MADE, channel_id=77, card_id=78))
    tickets.delete(tx, actor("manager"), ticket.id)
    last = tx.events.after(GUILD, 0, 1000)[-1]
    assert (last.type, last.data["channelId"]) == ("ticket.deleted", "77")


def test_another_guilds_manager_finds_nothing(tx: Tx, ticket: Ticket) -> None:
    stranger = replace(actor("admin"), guild_id=GUILD + 1)
    with pytest.raises(NotFound):
        reading.show(tx, stranger, ticket.id)
    wanted = TicketFilter(category_id=ticket.category_id)
    assert reading.list_tickets(tx, stranger, wanted, Slice(20)).total == 0
    assert reading.count_open(tx, stranger) == 0


def test_lists_come_newest_activity_first(tx: Tx, ticket: Ticket) -> None:
    second = tickets.open_ticket(tx, actor("owner", at=LATER), TicketDraft(ticket.category_id, "Second", "A message"))
    listed = reading.list_tickets(tx, actor("owner"), TicketFilter(), Slice(20)).tickets
    assert [each.id for each in listed] == [second.id, ticket.id]
    messages.reply(tx, actor("owner", at="2026-01-01T14:00:00.000Z"), ticket.id, "Anyone?")
    listed = reading.list_tickets(tx, actor("owner"), TicketFilter(), Slice(20)).tickets
    assert [each.id for each in listed] == [ticket.id, second.id]
