"""What staff does around a ticket: it is moved, its people, its links, its tags, its duplicates."""

from dataclasses import replace

import pytest

from desk import links, membership, messages, moving, people, reading, snoozing, tags, tickets
from desk.changes import TicketChange
from desk.clock import parse_rfc3339
from desk.errors import (
    Forbidden,
    Invalid,
    NotFound,
    TicketClosed,
)
from desk.events import Origin
from desk.exchange import Slice, TicketFilter
from desk.merging import may_merge, merge
from desk.models import Category, Status, Ticket
from desk.store import Tx
from tests.desk.around import another, events_of, set_up, told
from tests.people import GUILD, NOON, USERS, actor, with_roles


def test_a_moved_ticket_leaves_the_sight_of_the_old_team_and_comes_into_that_of_the_new(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    people.add_person(tx, actor("responder"), ticket.id, USERS["outsider"])
    moved = moving.move(tx, actor("responder"), ticket.id, other.id)
    assert (moved.category_id, moved.category_name, moved.version) == (other.id, "other", ticket.version + 2)
    for name in ("responder", "viewer"):
        with pytest.raises(NotFound):
            reading.show(tx, actor(name), ticket.id)
        assert reading.list_tickets(tx, actor(name), TicketFilter(), Slice(5)).total == 0
    for name in ("owner", "outsider", "elsewhere", "manager"):
        assert reading.show(tx, actor(name), ticket.id).ticket.category_id == other.id
        assert reading.list_tickets(tx, actor(name), TicketFilter(), Slice(5)).total == 1
    assert events_of(tx, ticket.id)[-1].data == {"was": str(ticket.category_id)}


def test_a_claim_goes_along_only_with_who_could_claim_the_ticket_where_it_goes(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    tickets.claim(tx, actor("responder"), ticket.id)
    moved = moving.move(tx, actor("manager"), ticket.id, other.id, holder=actor("responder"))
    assert moved.claimed_by is None
    assert told(tx, ticket.id) == ["ticket.claimed", "ticket.moved", "ticket.released"]
    both = with_roles(actor("elsewhere"), "elsewhere", "responder")
    tickets.claim(tx, both, ticket.id)
    assert moving.move(tx, actor("manager"), ticket.id, category.id, holder=both).claimed_by == both.user_id
    assert moving.move(tx, actor("manager"), ticket.id, other.id).claimed_by is None


def test_a_manager_s_own_claim_goes_along(tx: Tx, ticket: Ticket, other: Category) -> None:
    tickets.claim(tx, actor("manager"), ticket.id)
    assert moving.move(tx, actor("manager"), ticket.id, other.id).claimed_by == USERS["manager"]


def test_the_limit_of_a_category_does_not_bar_what_staff_moves_there(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    tx.categories.save(replace(other, ticket_limit=1))
    another(tx, other)
    assert moving.move(tx, actor("responder"), ticket.id, other.id).category_id == other.id


def test_a_ticket_is_moved_into_no_category_that_is_gone_and_nowhere_when_it_is_there(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    tx.categories.save(replace(other, deleted_at=NOON))
    for missing in (other.id, 10**9):
        with pytest.raises(NotFound) as found:
            moving.move(tx, actor("responder"), ticket.id, missing)
        assert found.value.kind == "category"
    assert moving.move(tx, actor("responder"), ticket.id, category.id).version == ticket.version
    assert [each.id for each in moving.may_move(tx, actor("responder"), ticket.id)] == []


def test_an_answer_is_due_by_the_clock_of_the_category_to_which_a_ticket_goes(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    set_up(tx, other, answer_minutes=30)
    assert moving.move(tx, actor("responder"), ticket.id, other.id).due_at == "2026-01-01T12:30:00.000Z"


def test_a_participant_sees_the_ticket_replies_deletes_what_is_theirs_and_can_do_no_more(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    added = actor("outsider")
    people.add_person(tx, actor("responder"), ticket.id, added.user_id)
    messages.note(tx, actor("responder"), ticket.id, "Hush")
    said = messages.reply(tx, added, ticket.id, "I saw it too")
    assert [each.content for each in reading.show(tx, added, ticket.id).messages] == ["A message", "I saw it too"]
    for forbidden in (
        lambda: messages.note(tx, added, ticket.id, "Mine"),
        lambda: tickets.close(tx, added, ticket.id),
        lambda: tickets.claim(tx, added, ticket.id),
        lambda: tickets.update(tx, added, ticket.id, TicketChange(title="Another title")),
        lambda: moving.move(tx, added, ticket.id, other.id),
        lambda: people.add_person(tx, added, ticket.id, USERS["viewer"]),
        lambda: tickets.delete(tx, added, ticket.id),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    messages.delete_message(tx, added, ticket.id, said.id)
    people.remove_person(tx, actor("responder"), ticket.id, added.user_id)
    with pytest.raises(NotFound):
        reading.show(tx, added, ticket.id)


def test_who_was_added_twice_is_in_it_once_and_the_owner_needs_no_adding(tx: Tx, ticket: Ticket) -> None:
    once = people.add_person(tx, actor("responder"), ticket.id, USERS["outsider"])
    twice = people.add_person(tx, actor("responder"), ticket.id, USERS["outsider"])
    owner = people.add_person(tx, actor("responder"), ticket.id, USERS["owner"])
    assert once.version == twice.version == owner.version
    assert told(tx, ticket.id) == ["participant.added"]


def test_the_people_of_a_ticket_are_as_many_as_a_select_takes(tx: Tx, ticket: Ticket) -> None:
    staff = actor("responder")
    people.set_people(tx, staff, ticket.id, range(1, 21))
    with pytest.raises(Invalid) as found:
        people.add_person(tx, staff, ticket.id, USERS["outsider"])
    assert found.value.fields["participants"].limit == 20
    people.remove_person(tx, staff, ticket.id, 1)
    assert people.people_to_change(tx, staff, ticket.id) == tuple(range(2, 21))


def test_a_participant_who_leaves_the_guild_is_in_no_ticket_any_more_and_nothing_closes(
    tx: Tx, ticket: Ticket, category: Category
) -> None:
    """L03, the participant's part: only the record of the leaver changes."""
    tickets.claim(tx, actor("responder"), ticket.id)
    second = another(tx, category)
    for each in (ticket, second):
        people.add_person(tx, actor("responder"), each.id, USERS["outsider"])
    tickets.close(tx, actor("owner"), second.id)
    membership.member_left(tx, Origin(GUILD, NOON), USERS["outsider"])
    after = reading.show(tx, actor("owner"), ticket.id)
    assert (after.ticket.status, after.ticket.claimed_by, after.participants) == (
        Status.OPEN,
        USERS["responder"],
        (),
    )
    assert told(tx, ticket.id)[-1] == "member.left"
    for each in (ticket, second):
        with pytest.raises(NotFound):
            reading.show(tx, actor("outsider"), each.id)


def test_linked_tickets_show_each_other_to_whoever_sees_them(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    second, hidden = another(tx, category), another(tx, other, "outsider")
    links.link(tx, actor("responder"), ticket.id, second.id)
    links.link(tx, actor("manager"), ticket.id, hidden.id)
    assert [each.id for each in reading.show(tx, actor("responder"), ticket.id).links] == [second.id]
    assert [each.id for each in reading.show(tx, actor("manager"), ticket.id).links] == [second.id, hidden.id]
    assert [each.id for each in reading.show(tx, actor("owner"), second.id).links] == [ticket.id]
    with pytest.raises(NotFound):
        links.link(tx, actor("responder"), second.id, hidden.id)


def test_who_does_not_see_a_linked_ticket_cannot_part_it_by_leaving_it_out(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    hidden = another(tx, other, "outsider")
    links.link(tx, actor("manager"), ticket.id, hidden.id)
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(links=()))
    assert [each.id for each in reading.show(tx, actor("manager"), ticket.id).links] == [hidden.id]
    links.unlink(tx, actor("manager"), ticket.id, hidden.id)
    assert reading.show(tx, actor("manager"), ticket.id).links == ()
    assert told(tx, hidden.id) == ["ticket.linked", "ticket.unlinked"]


def test_a_ticket_is_linked_neither_to_itself_nor_to_more_than_ten(tx: Tx, ticket: Ticket, category: Category) -> None:
    staff = actor("responder")
    with pytest.raises(Invalid):
        links.link(tx, staff, ticket.id, ticket.id)
    for _ in range(10):
        links.link(tx, staff, ticket.id, another(tx, category).id)
    with pytest.raises(Invalid) as found:
        links.link(tx, staff, ticket.id, another(tx, category).id)
    assert found.value.fields["links"].limit == 10


def test_a_duplicate_closes_and_its_people_go_on_in_the_other_ticket(
    tx: Tx, ticket: Ticket, category: Category
) -> None:
    staff, duplicate = actor("responder"), another(tx, category, "outsider")
    people.add_person(tx, staff, duplicate.id, USERS["elsewhere"])
    snoozing.snooze(tx, staff, duplicate.id, snoozing.rest("1h"))
    assert may_merge(tx, staff, duplicate.id, ticket.id).people == (USERS["outsider"], USERS["elsewhere"])
    merge(tx, staff, duplicate.id, ticket.id)
    after = reading.show(tx, actor("outsider"), duplicate.id)
    assert (after.ticket.status, after.ticket.close_reason) == (Status.CLOSED, "merged")
    assert (after.ticket.merged_into, after.ticket.snoozed_until) == (ticket.id, None)
    assert [each.content for each in after.messages] == ["A message"]
    assert [each.id for each in after.links] == [ticket.id]
    assert reading.show(tx, actor("outsider"), ticket.id).participants == (USERS["outsider"], USERS["elsewhere"])
    assert told(tx, duplicate.id)[-2:] == ["ticket.closed", "ticket.merged"]
    assert events_of(tx, ticket.id)[-1].data == {"duplicate": str(duplicate.id)}
    assert tickets.reopen(tx, staff, duplicate.id).merged_into is None


def test_who_has_left_does_not_come_along_and_who_does_not_see_a_ticket_is_not_told_that_theirs_went_there(
    tx: Tx, ticket: Ticket, category: Category
) -> None:
    duplicate = another(tx, category, "outsider")
    membership.member_left(tx, Origin(GUILD, NOON), USERS["outsider"])
    assert merge(tx, actor("responder"), duplicate.id, ticket.id).people == ()
    assert list(tx.participants.of(ticket.id)) == []
    owner = actor("outsider")
    assert reading.show(tx, owner, duplicate.id).ticket.merged_into is None
    [listed] = reading.list_tickets(tx, owner, TicketFilter(), Slice(5)).tickets
    assert (listed.merged_into, listed.close_reason) == (None, "merged")
    assert reading.show(tx, actor("responder"), duplicate.id).ticket.merged_into == ticket.id


def test_a_ticket_is_merged_neither_into_itself_nor_into_a_closed_one_nor_where_one_is_no_staff(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    staff, second, foreign = actor("responder"), another(tx, category), another(tx, other, "responder")
    with pytest.raises(Invalid):
        merge(tx, staff, ticket.id, ticket.id)
    with pytest.raises(Forbidden):
        merge(tx, staff, ticket.id, foreign.id)
    tickets.close(tx, staff, second.id)
    with pytest.raises(TicketClosed):
        merge(tx, staff, ticket.id, second.id)


def test_tags_are_added_and_taken_off_and_offered_by_those_who_see_them(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    staff = actor("responder")
    tags.tag(tx, staff, ticket.id, add=("Refund", "vip", "vip"))
    assert tags.tag(tx, staff, ticket.id, add=("relief",), remove=("VIP", "unknown")).tags == ("refund", "relief")
    hidden = another(tx, other, "outsider")
    tags.tag(tx, actor("elsewhere"), hidden.id, add=("refused", "refund"))
    assert tags.suggest_tags(tx, staff, "RE", 25) == ("refund", "relief")
    assert tags.suggest_tags(tx, actor("manager"), "", 2) == ("refund", "refused")
    assert tags.suggest_tags(tx, actor("definer"), "", 25) == ()
    with pytest.raises(Invalid):
        tags.tag(tx, staff, ticket.id, add=[f"tag {number}" for number in range(9)])
    with pytest.raises(Invalid):
        tags.tag(tx, staff, ticket.id, add=("x" * 33,))


def test_staff_of_one_team_finds_nothing_of_the_other_team_s_tickets(tx: Tx, ticket: Ticket, other: Category) -> None:
    """S01: lists, counts, numbers, tags and links know the same tickets."""
    foreign = another(tx, other)
    for each, who in ((ticket, "responder"), (foreign, "elsewhere")):
        tags.tag(tx, actor(who), each.id, add=(f"of {who}",))
        tickets.close(tx, actor("owner"), each.id)
    staff = actor("responder")
    links.link(tx, actor("manager"), ticket.id, foreign.id)
    assert [each.id for each in reading.list_tickets(tx, staff, TicketFilter(), Slice(9)).tickets] == [ticket.id]
    assert reading.list_tickets(tx, staff, TicketFilter(tags=("of elsewhere",)), Slice(9)).total == 0
    assert tags.suggest_tags(tx, staff, "of", 9) == ("of responder",)
    assert reading.show(tx, staff, ticket.id).links == ()
    for number in (foreign.number, 999):
        with pytest.raises(NotFound) as found:
            reading.show_number(tx, staff, number)
        assert found.value.kind == "ticket"


def test_all_that_a_change_asks_is_done_or_nothing(tx: Tx, ticket: Ticket, other: Category) -> None:
    change = TicketChange(
        title="Another title",
        category_id=other.id,
        participants=(USERS["outsider"],),
        snoozed_until="2026-01-01T13:00:00.000Z",
    )
    with pytest.raises(NotFound):
        tickets.update(tx, actor("responder"), ticket.id, replace(change, links=(10**9,)))
    assert reading.show(tx, actor("owner"), ticket.id).ticket == ticket
    after = tickets.update(tx, actor("responder"), ticket.id, change)
    assert after.version == ticket.version + 1
    assert reading.show(tx, actor("owner"), ticket.id).participants == (USERS["outsider"],)
    assert parse_rfc3339(after.snoozed_until or "") > parse_rfc3339(NOON)
