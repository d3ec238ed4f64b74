"""The events as members are told of them: by the rights of the moment, under the names that are for outside."""

from dataclasses import replace

import pytest

from desk import categories, messages, rating, tickets
from desk.actor import Actor
from desk.categories import CategoryDraft
from desk.changes import TicketChange
from desk.events import EventType, Origin, record
from desk.membership import member_left
from desk.models import Category, Ticket
from desk.onlooker import Line, Onlooker
from desk.store import Tx
from desk.stream import FACTS, INSIDE, NAMES, PUBLIC
from desk.veil import HIDDEN
from tests.desk.around import set_up
from tests.people import GUILD, NOON, ROLES, USERS, actor

EVERYBODY = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")
SEERS = ("owner", "viewer", "responder", "manager", "admin")


def lines(tx: Tx, who: Actor, after: int = 0) -> list[Line]:
    """What that member is told of everything since."""
    onlooker = Onlooker(tx, who)
    found = (onlooker.line(event) for event in tx.events.after(GUILD, after, 1000))
    return [line for line in found if line is not None]


def last(tx: Tx) -> int:
    return tx.events.last(GUILD)


def told(tx: Tx, after: int, *names: str) -> dict[str, list[str]]:
    """By person, the names of the events that they are told of."""
    return {name: [line.type for line in lines(tx, actor(name), after)] for name in names or EVERYBODY}


def test_every_type_of_event_is_told_outside_or_has_a_reason_to_stay_inside() -> None:
    assert PUBLIC.keys() | INSIDE.keys() == set(EventType)
    assert not PUBLIC.keys() & INSIDE.keys()
    assert all(INSIDE.values())
    assert FACTS.keys() <= PUBLIC.keys()
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("kind", sorted(INSIDE))
def test_what_stays_inside_is_told_to_nobody(tx: Tx, ticket: Ticket, kind: EventType) -> None:
    here = last(tx)
    record(tx, actor("admin"), kind, ticket=ticket, userId=str(USERS["owner"]), roleId=str(ROLES["viewer"]))
    assert told(tx, here) == {name: [] for name in EVERYBODY}


def test_who_sees_the_ticket_is_told_of_it_and_nobody_else(tx: Tx, ticket: Ticket) -> None:
    here = last(tx)
    tickets.claim(tx, actor("responder"), ticket.id)
    messages.reply(tx, actor("owner"), ticket.id, "Some words")
    seen = ["ticket.claimed", "message.created"]
    assert told(tx, here) == {name: seen if name in SEERS else [] for name in EVERYBODY}
    claimed, said = lines(tx, actor("viewer"), here)
    assert (claimed.data, claimed.actor_id) == ({"claimedBy": str(USERS["responder"])}, USERS["responder"])
    assert claimed.ticket == said.ticket == tx.tickets.get(GUILD, ticket.id)
    assert said.message is not None
    assert said.message.content == "Some words"


def test_nobody_is_told_of_another_guild(tx: Tx, ticket: Ticket) -> None:
    stranger = replace(actor("manager"), guild_id=GUILD + 1)
    onlooker = Onlooker(tx, stranger)
    assert [onlooker.line(event) for event in tx.events.after(GUILD, 0, 100)] == [None] * last(tx)
    assert ticket.guild_id == GUILD


def test_notes_are_told_to_staff_alone(tx: Tx, ticket: Ticket) -> None:
    here = last(tx)
    note = messages.note(tx, actor("responder"), ticket.id, "Between us")
    messages.delete_message(tx, actor("responder"), ticket.id, note.id)
    staff = ("responder", "manager", "admin")
    assert told(tx, here) == {name: ["note.created", "note.deleted"] if name in staff else [] for name in EVERYBODY}


def test_what_is_staffs_matter_shows_to_others_as_a_change_alone(tx: Tx, ticket: Ticket, category: Category) -> None:
    second = tickets.open_ticket(tx, actor("viewer"), tickets.TicketDraft(category.id, "Another", "A message"))
    here = last(tx)
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(snoozed_until="2026-02-01T12:00:00.000Z"))
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(links=(second.id,)))
    by_name = ["ticket.snoozed", "ticket.linked", "ticket.linked"]
    hidden = ["ticket.changed"] * 3
    found = told(tx, here, *SEERS)
    assert found == {
        "owner": hidden[:2],
        "viewer": hidden,
        "responder": by_name,
        "manager": by_name,
        "admin": by_name,
    }
    [snoozed, linked] = lines(tx, actor("owner"), here)
    assert (snoozed.data, snoozed.actor_id, linked.data) == ({}, None, {})
    assert snoozed.ticket is not None


def test_a_rating_is_told_to_the_owner_and_to_staff(tx: Tx, ticket: Ticket) -> None:
    tickets.close(tx, actor("owner"), ticket.id)
    here = last(tx)
    rating.rate(tx, actor("owner"), ticket.id, 5)
    assert told(tx, here, "owner", "responder", "viewer") == {
        "owner": ["ticket.rated"],
        "responder": ["ticket.rated"],
        "viewer": ["ticket.changed"],
    }


def test_who_loses_a_ticket_by_a_move_is_told_so_and_who_never_saw_it_is_not(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    here = last(tx)
    tickets.update(tx, actor("manager"), ticket.id, TicketChange(category_id=other.id))
    assert told(tx, here, "viewer", "responder", "elsewhere", "owner", "outsider", "manager") == {
        "viewer": ["ticket.hidden"],
        "responder": ["ticket.hidden"],
        "elsewhere": ["ticket.moved"],
        "owner": ["ticket.moved"],
        "outsider": [],
        "manager": ["ticket.moved"],
    }
    [gone] = lines(tx, actor("viewer"), here)
    assert (gone.ticket_id, gone.category_id, gone.actor_id, gone.data, gone.ticket) == (
        ticket.id,
        None,
        None,
        {},
        None,
    )


def test_what_happened_before_a_move_is_not_told_to_who_lost_the_ticket(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    here = last(tx)
    messages.reply(tx, actor("owner"), ticket.id, "A secret")
    tickets.update(tx, actor("manager"), ticket.id, TicketChange(category_id=other.id))
    messages.reply(tx, actor("owner"), ticket.id, "Another")
    assert told(tx, here, "viewer") == {"viewer": ["ticket.hidden"]}


def test_who_is_taken_out_of_a_ticket_is_told_that_it_is_gone(tx: Tx, ticket: Ticket) -> None:
    here = last(tx)
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(participants=(USERS["outsider"],)))
    assert told(tx, here, "outsider") == {"outsider": ["participant.added"]}
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(participants=()))
    assert told(tx, here, "outsider", "elsewhere") == {"outsider": ["ticket.hidden"], "elsewhere": []}


@pytest.mark.parametrize("closed", [False, True])
def test_who_left_the_guild_and_came_back_is_told_that_what_they_were_added_to_is_gone(
    tx: Tx, ticket: Ticket, *, closed: bool
) -> None:
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(participants=(USERS["outsider"],)))
    if closed:
        tickets.close(tx, actor("owner"), ticket.id)
    here = last(tx)
    member_left(tx, Origin(GUILD, NOON), USERS["outsider"])
    assert told(tx, here, "outsider") == {"outsider": ["ticket.hidden"]}


def test_a_deleted_ticket_is_told_to_who_could_see_it_with_nothing_of_what_was_in_it(tx: Tx, ticket: Ticket) -> None:
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(participants=(USERS["outsider"],)))
    messages.reply(tx, actor("owner"), ticket.id, "A secret")
    tickets.delete(tx, actor("manager"), ticket.id)
    seers = {*SEERS, "outsider"}
    found = {name: [line for line in lines(tx, actor(name)) if line.ticket_id] for name in EVERYBODY}
    assert {name for name, seen in found.items() if seen} == seers
    for name in seers:
        [gone] = found[name]
        assert (gone.type, gone.data, gone.ticket, gone.actor_id) == ("ticket.deleted", {"number": 1}, None, None)


def test_staff_without_names_is_named_to_nobody_else(tx: Tx, ticket: Ticket, category: Category) -> None:
    set_up(tx, category, anonymous=True)
    here = last(tx)
    tickets.claim(tx, actor("responder"), ticket.id)
    messages.reply(tx, actor("responder"), ticket.id, "Try water")
    messages.reply(tx, actor("owner"), ticket.id, "Thank you")
    tickets.release(tx, actor("responder"), ticket.id)
    tickets.claim(tx, actor("responder"), ticket.id)
    for name in ("owner", "viewer"):
        seen = lines(tx, actor(name), here)
        assert [line.actor_id for line in seen] == [HIDDEN, HIDDEN, USERS["owner"], HIDDEN, HIDDEN]
        assert [line.data.get("claimedBy", line.data.get("was")) for line in seen if "messageId" not in line.data] == [
            None
        ] * 3
        assert str(USERS["responder"]) not in str(seen)
    assert [line.actor_id for line in lines(tx, actor("manager"), here)][:2] == [USERS["responder"]] * 2


def test_who_wrote_without_a_name_stays_unknown_when_the_message_is_gone_or_the_ticket_moved(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    set_up(tx, category, anonymous=True)
    here = last(tx)
    said = messages.reply(tx, actor("responder"), ticket.id, "Try water")
    tickets.claim(tx, actor("responder"), ticket.id)
    messages.delete_message(tx, actor("manager"), ticket.id, said.id)
    tickets.update(tx, actor("manager"), ticket.id, TicketChange(category_id=other.id))
    seen = lines(tx, actor("owner"), here)
    assert [line.type for line in seen] == [
        "message.created",
        "ticket.claimed",
        "message.deleted",
        "ticket.moved",
        "ticket.released",
    ]
    assert [line.actor_id for line in seen] == [HIDDEN] * 5
    assert [line.data for line in seen[3:]] == [{"was": str(category.id)}, {"was": None}]


def test_every_member_is_told_of_categories_and_few_of_their_roles(tx: Tx, category: Category) -> None:
    here = last(tx)
    draft = CategoryDraft("Billing", responder_role_ids=(ROLES["responder"],))
    categories.edit(tx, actor("definer"), category.id, draft, frozenset(ROLES.values()))
    categories.delete(tx, actor("definer"), category.id)
    assert told(tx, here) == {name: ["category.updated", "category.deleted"] for name in EVERYBODY}
    found = {name: lines(tx, actor(name), here)[0].category for name in EVERYBODY}
    assert {name for name, seen in found.items() if seen and seen.with_roles} == {"manager", "definer", "admin"}


def test_a_ticket_that_is_linked_or_merged_is_named_to_who_sees_it(tx: Tx, ticket: Ticket, other: Category) -> None:
    hidden = tickets.open_ticket(tx, actor("outsider"), tickets.TicketDraft(other.id, "Another", "A message"))
    here = last(tx)
    tickets.update(tx, actor("manager"), ticket.id, TicketChange(links=(hidden.id,)))
    [linked] = lines(tx, actor("responder"), here)
    assert (linked.type, linked.data) == ("ticket.linked", {"otherId": None})
    assert {(line.ticket_id, line.data["otherId"]) for line in lines(tx, actor("manager"), here)} == {
        (ticket.id, str(hidden.id)),
        (hidden.id, str(ticket.id)),
    }
