"""Who may open a ticket where, for whom, how soon, and when staff is here."""

from dataclasses import replace

import pytest

from desk import blocks, categories, drafts, entrance, reading, tickets
from desk.actor import Grant
from desk.drafts import Sheet
from desk.errors import Blocked, Forbidden, Invalid, NotFound, TicketLimit, TooSoon
from desk.hours import back
from desk.models import Category, CategorySettings, Waiting, WorkingHours
from desk.permissions import Action
from desk.store import Tx
from desk.tickets import TicketDraft
from tests.desk.conftest import ASSIGNABLE
from tests.people import GUILD, ROLES, USERS, actor, with_roles

OFFICE = ("09:00", "17:00")
BERLIN = WorkingHours("Europe/Berlin", (OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, None, None))


def settled(tx: Tx, category: Category, settings: CategorySettings) -> None:
    """Give the category those settings."""
    tx.categories.save(replace(category, settings=settings))


def said(category: Category, title: str = "A title") -> TicketDraft:
    return TicketDraft(category.id, title, "A message")


def test_where_roles_are_named_only_they_staff_and_managers_open(tx: Tx, category: Category) -> None:
    settled(tx, category, CategorySettings(opener_role_ids=frozenset({ROLES["viewer"]})))
    for name in ("viewer", "responder", "manager"):
        assert tickets.open_ticket(tx, actor(name), said(category)).owner_id == USERS[name]
    with pytest.raises(Forbidden) as refused:
        tickets.open_ticket(tx, actor("owner"), said(category))
    assert refused.value.action == Action.OPEN_IN


def test_a_member_is_offered_the_categories_that_are_open_to_them(tx: Tx, category: Category, other: Category) -> None:
    settled(tx, category, CategorySettings(opener_role_ids=frozenset({ROLES["viewer"]})))
    assert [it.name for it in entrance.categories_open_to(tx, actor("owner"))] == ["other"]
    assert [it.name for it in entrance.categories_open_to(tx, actor("viewer"))] == ["open", "other"]
    shown = categories.list_categories(tx, actor("owner"))
    assert (shown.open_in, [it.id for it in shown.categories]) == (frozenset({other.id}), [category.id, other.id])


def test_two_tickets_of_one_member_need_the_pause_that_the_category_wants(tx: Tx, category: Category) -> None:
    settled(tx, category, CategorySettings(cooldown_minutes=10))
    tickets.open_ticket(tx, actor("owner"), said(category))
    with pytest.raises(TooSoon) as refused:
        tickets.open_ticket(tx, actor("owner", at="2026-01-01T12:09:30.000Z"), said(category))
    assert (refused.value.at, refused.value.seconds) == ("2026-01-01T12:10:00.000Z", 31)
    assert tickets.open_ticket(tx, actor("owner", at="2026-01-01T12:10:00.000Z"), said(category)).number == 2
    assert tickets.open_ticket(tx, actor("outsider"), said(category)).number == 3


def test_staff_and_a_ticket_that_got_no_place_wait_for_nothing(tx: Tx, category: Category) -> None:
    settled(tx, category, CategorySettings(cooldown_minutes=10))
    for name in ("responder", "manager"):
        for _ in range(2):
            tickets.open_ticket(tx, actor(name), said(category))
    refused = tickets.open_ticket(tx, actor("owner"), said(category))
    tx.tickets.save(replace(refused, close_reason="no_place", version=2), expected_version=1)
    assert tickets.open_ticket(tx, actor("owner"), said(category)).owner_id == USERS["owner"]


def test_staff_opens_a_ticket_for_a_member_and_it_is_the_members(tx: Tx, category: Category) -> None:
    made = tickets.open_ticket(tx, actor("responder"), said(category), actor("outsider"))
    assert (made.owner_id, made.owner_name) == (USERS["outsider"], "Outsider")
    assert (made.waiting, made.due_at, made.first_reply_at) == (Waiting.MEMBER, None, None)
    (message,) = reading.show(tx, actor("outsider"), made.id).messages
    assert message.author_id == USERS["responder"]
    event = tx.events.after(GUILD, 0, 1000)[-1]
    assert (event.type, event.actor_id) == ("ticket.opened", USERS["responder"])
    assert event.data["ownerId"] == str(USERS["outsider"])


@pytest.mark.parametrize("name", ["owner", "viewer", "elsewhere", "definer"])
def test_nobody_else_opens_tickets_for_others(tx: Tx, category: Category, name: str) -> None:
    with pytest.raises(Forbidden) as refused:
        tickets.open_ticket(tx, actor(name), said(category), actor("outsider"))
    assert refused.value.action == Action.OPEN_FOR


def test_staff_is_offered_its_own_categories_and_managers_all(tx: Tx, category: Category, other: Category) -> None:
    assert [it.id for it in entrance.categories_of_staff(tx, actor("elsewhere"))] == [other.id]
    assert [it.id for it in entrance.categories_of_staff(tx, actor("manager"))] == [category.id, other.id]
    with pytest.raises(Forbidden):
        entrance.categories_of_staff(tx, actor("owner"))


def test_the_members_block_and_limit_hold_whoever_opens(tx: Tx, category: Category) -> None:
    limited = categories.CategoryDraft("open", ticket_limit=1)
    categories.edit(tx, actor("admin"), category.id, limited, ASSIGNABLE)
    first = tickets.open_ticket(tx, actor("outsider"), said(category))
    with pytest.raises(TicketLimit) as full:
        tickets.open_ticket(tx, actor("responder"), said(category), actor("outsider"))
    assert (full.value.ticket_id, full.value.owner_id) == (first.id, USERS["outsider"])
    blocks.block(tx, actor("manager"), actor("owner"), None, None)
    with pytest.raises(Invalid) as refused:
        tickets.open_ticket(tx, actor("responder"), said(category), actor("owner"))
    assert refused.value.fields["member"].code == "blocked"


def test_a_blocked_responder_opens_for_nobody(tx: Tx, category: Category) -> None:
    blocks.block(tx, actor("manager"), actor("responder"), None, None)
    with pytest.raises(Blocked):
        tickets.open_ticket(tx, actor("responder"), said(category), actor("outsider"))


def test_a_form_that_comes_back_to_a_deleted_category_finds_none(tx: Tx, category: Category) -> None:
    categories.delete(tx, actor("definer"), category.id)
    with pytest.raises(NotFound):
        drafts.hand_in(tx, actor("owner"), Sheet(category.id, "1", title="Printer", message="It burns."))


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("2026-01-01T12:00:00.000Z", None),
        ("2026-01-01T07:59:59.000Z", "2026-01-01T08:00:00.000Z"),
        ("2026-01-01T16:00:00.000Z", "2026-01-02T08:00:00.000Z"),
        ("2026-01-02T16:00:00.000Z", "2026-01-05T08:00:00.000Z"),
        ("2026-07-01T07:00:00.000Z", None),
        ("2026-03-27T16:00:00.000Z", "2026-03-30T07:00:00.000Z"),
    ],
)
def test_outside_working_hours_it_is_known_when_staff_is_back(at: str, again: str | None) -> None:
    assert back(BERLIN, at) == again


def test_a_shift_over_midnight_ends_on_the_next_day() -> None:
    night = WorkingHours("UTC", (("22:00", "06:00"), None, None, None, None, None, None))
    assert back(night, "2026-01-06T05:59:00.000Z") is None
    assert back(night, "2026-01-06T06:00:00.000Z") == "2026-01-12T22:00:00.000Z"


def test_without_hours_staff_is_always_here() -> None:
    assert back(None, "2026-01-03T03:00:00.000Z") is None
    assert back(WorkingHours("UTC", (None,) * 7), "2026-01-03T03:00:00.000Z") is None


def test_a_manager_of_tickets_needs_no_opener_role(tx: Tx, category: Category) -> None:
    settled(tx, category, CategorySettings(opener_role_ids=frozenset({ROLES["viewer"]})))
    nobody = replace(with_roles(actor("manager")), grants=frozenset({Grant.MANAGE_TICKETS}))
    assert entrance.entrance(tx, nobody, category.id).id == category.id
