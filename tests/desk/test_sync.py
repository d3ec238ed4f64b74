"""Where a reader of events stands, and when they are told that what they hold may be wrong."""

from dataclasses import replace

import pytest

from desk import blocks, categories, grants, messages, sync, tickets
from desk.actor import Actor, Grant
from desk.categories import CategoryDraft
from desk.changes import TicketChange
from desk.errors import Invalid
from desk.events import Origin
from desk.exchange import Slice, TicketFilter
from desk.models import Category, Ticket
from desk.places import RolesChanged, roles_changed
from desk.store import Tx
from desk.sync import Reading, position
from tests.people import GUILD, NOON, ROLES, USERS, actor, with_roles

SECRET = b"a secret of the tests"


def begin(tx: Tx, who: Actor) -> str:
    """The position that comes with the first page of that member's list."""
    _, here = sync.listed(tx, who, TicketFilter(), Slice(20), SECRET)
    assert here is not None
    return here


def on(tx: Tx, who: Actor, after: str, limit: int = 100, types: tuple[str, ...] | None = None) -> Reading:
    return sync.read_on(tx, who, position(after), limit, types, SECRET)


def names(found: Reading) -> list[str]:
    return [each.line.type for each in found.told]


def test_what_happened_since_the_list_is_read_once_and_in_order(tx: Tx, ticket: Ticket) -> None:
    who = actor("responder")
    here = begin(tx, who)
    tickets.claim(tx, who, ticket.id)
    tickets.close(tx, who, ticket.id)
    found = on(tx, who, here)
    assert (names(found), found.more, found.reset) == (["ticket.claimed", "ticket.closed"], False, False)
    assert names(on(tx, who, found.following)) == []
    assert [each.position for each in found.told][-1] == found.following


def test_little_by_little_one_reads_the_same(tx: Tx, ticket: Ticket) -> None:
    who = actor("viewer")
    here = begin(tx, who)
    for number in range(7):
        messages.note(tx, actor("responder"), ticket.id, f"Note {number}")
        messages.reply(tx, actor("owner"), ticket.id, f"Words {number}")
    whole, parts = on(tx, who, here), list[int]()
    while (found := on(tx, who, here, limit=2)).more or found.told:
        parts += [each.line.seq for each in found.told]
        here = found.following
    assert parts == [each.line.seq for each in whole.told]
    assert len(parts) == 7


def test_only_what_is_asked_for_is_told_and_the_rest_is_passed(tx: Tx, ticket: Ticket) -> None:
    who = actor("manager")
    here = begin(tx, who)
    messages.reply(tx, actor("owner"), ticket.id, "Words")
    tickets.close(tx, who, ticket.id)
    found = on(tx, who, here, types=("message.created",))
    assert names(found) == ["message.created"]
    assert names(on(tx, who, found.following)) == []


def test_without_a_position_it_begins_now(tx: Tx, ticket: Ticket) -> None:
    who = actor("responder")
    found = sync.read_on(tx, who, None, 100, None, SECRET)
    assert (names(found), found.reset) == ([], False)
    tickets.claim(tx, who, ticket.id)
    assert names(on(tx, who, found.following)) == ["ticket.claimed"]


@pytest.mark.parametrize("name", ["owner", "viewer"])
def test_a_note_moves_no_position_of_who_may_not_see_it(tx: Tx, ticket: Ticket, name: str) -> None:
    who = actor(name)
    here = begin(tx, who)
    messages.note(tx, actor("responder"), ticket.id, "Between us")
    assert begin(tx, who) == here
    assert on(tx, who, here) == replace(on(tx, who, here), told=(), following=here, more=False, reset=False)


@pytest.mark.parametrize("text", ["", "x", "1.", "1.abc", "-1", "1.0123456789abcdef0", "9" * 19, "\uff11"])
def test_what_is_no_position_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        position(text)


def test_a_number_alone_is_read_on_from_and_nothing_is_known_of_the_rights_there(tx: Tx, ticket: Ticket) -> None:
    found = on(tx, actor("owner"), "0")
    assert (names(found)[-1], found.reset) == ("ticket.opened", False)
    assert found.told[-1].line.ticket_id == ticket.id


@pytest.mark.parametrize("gains", [True, False])
def test_who_gains_or_loses_a_role_begins_anew_and_loses_nothing_of_what_is_told(
    tx: Tx, ticket: Ticket, *, gains: bool
) -> None:
    before, after = with_roles(actor("outsider")), with_roles(actor("outsider"), "responder")
    before, after = (before, after) if gains else (after, before)
    here = begin(tx, before)
    tickets.claim(tx, actor("responder"), ticket.id)
    found = on(tx, after, here)
    assert (found.reset, names(found)) == (True, ["ticket.claimed"] if gains else [])
    assert not on(tx, after, found.following).reset


@pytest.mark.usefixtures("ticket")
def test_a_role_of_no_category_makes_nobody_begin_anew(tx: Tx) -> None:
    here = begin(tx, actor("owner"))
    assert not on(tx, with_roles(actor("owner"), "definer", "admin"), here).reset


@pytest.mark.usefixtures("ticket")
def test_who_loses_a_role_and_has_it_back_at_once_begins_anew_all_the_same(tx: Tx) -> None:
    """Pages that were read meanwhile lack what the role shows."""
    who = actor("responder")
    here = begin(tx, who)
    role = frozenset({ROLES["responder"]})
    for lost, gained in ((role, frozenset[int]()), (frozenset[int](), role)):
        roles_changed(tx, Origin(GUILD, NOON), RolesChanged(who.user_id, lost, gained, administered=False))
    found = on(tx, who, here)
    assert found.reset
    assert not on(tx, who, found.following).reset
    assert not on(tx, who, begin(tx, who)).reset
    assert not on(tx, actor("viewer"), here.split(".")[0]).reset


@pytest.mark.usefixtures("ticket")
def test_who_is_concerned_by_a_category_a_grant_or_a_block_begins_anew_once(tx: Tx, category: Category) -> None:
    people = {name: begin(tx, actor(name)) for name in USERS}

    def resets() -> set[str]:
        found = {name: on(tx, actor(name), here) for name, here in people.items()}
        assert not any(on(tx, actor(name), each.following).reset for name, each in found.items())
        assert not any(on(tx, actor(name), begin(tx, actor(name))).reset for name in people)
        people.update({name: each.following for name, each in found.items()})
        return {name for name, each in found.items() if each.reset}

    admin, assignable = actor("admin"), frozenset(ROLES.values())
    categories.edit(tx, admin, category.id, CategoryDraft("open", viewer_role_ids=(ROLES["elsewhere"],)), assignable)
    assert resets() == {"viewer", "elsewhere"}
    categories.edit(tx, admin, category.id, CategoryDraft("renamed"), assignable)
    assert resets() == set()
    categories.delete(tx, admin, category.id)
    assert resets() == {"responder", "elsewhere"}
    grants.grant(tx, admin, ROLES["viewer"], Grant.DEFINE_TICKETS)
    assert resets() == {"viewer"}
    blocks.block(tx, admin, actor("owner"))
    assert resets() == {"owner"}
    blocks.unblock(tx, admin, USERS["owner"])
    assert resets() == {"owner"}


@pytest.mark.usefixtures("ticket")
def test_a_block_that_ends_by_itself_makes_begin_anew(tx: Tx) -> None:
    blocks.block(tx, actor("admin"), actor("responder"), until="2026-01-01T13:00:00.000Z")
    here = begin(tx, actor("responder"))
    found = on(tx, actor("responder", at="2026-01-01T14:00:00.000Z"), here)
    assert found.reset


def test_a_position_of_another_store_or_another_member_makes_begin_anew(tx: Tx, ticket: Ticket) -> None:
    """As after a backup was restored: the numbers are given out again, for other things."""
    who = actor("manager")
    here = begin(tx, who)
    seq, mark = here.split(".")
    assert on(tx, who, f"{int(seq) + 1000}.{mark}").reset
    assert on(tx, actor("admin"), here).reset
    tickets.claim(tx, replace(who, request_id="another past"), ticket.id)
    assert on(tx, who, f"{begin(tx, who).split('.')[0]}.{mark}").reset


def test_a_ticket_moved_back_and_forth_is_told_as_it_is_now(tx: Tx, ticket: Ticket, other: Category) -> None:
    here = begin(tx, actor("viewer"))
    for category_id in (other.id, ticket.category_id):
        tickets.update(tx, actor("manager"), ticket.id, TicketChange(category_id=category_id))
    found = on(tx, actor("viewer"), here)
    assert names(found) == ["ticket.moved", "ticket.moved"]
    assert {each.line.ticket and each.line.ticket.version for each in found.told} == {ticket.version + 2}
