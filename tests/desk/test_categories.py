"""What creating, editing, deleting and listing categories does, and what it does to tickets."""

import pytest

from desk import categories, reading, tickets
from desk.categories import CategoryDraft
from desk.errors import Invalid, MissingGrant, NotFound
from desk.models import Category, Ticket
from desk.store import Tx
from tests.desk.conftest import ASSIGNABLE
from tests.people import GUILD, ROLES, actor


def faults(error: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {field: fault.code for field, fault in error.value.fields.items()}


@pytest.mark.parametrize(
    ("given", "kept"), [("#AbCdEf", "#abcdef"), ("abc", "#aabbcc"), ("#000", "#000000"), ("123456", "#123456")]
)
def test_a_color_is_kept_as_six_small_hex_digits(tx: Tx, given: str, kept: str) -> None:
    assert categories.create(tx, actor("definer"), CategoryDraft("c", color=given), ASSIGNABLE).color == kept


@pytest.mark.parametrize("given", ["example-color", "red", "0x123456", "#12345", "#12345678", "\uff11\uff12\uff13"])
def test_what_is_no_hex_color_is_refused_by_name(tx: Tx, given: str) -> None:
    with pytest.raises(Invalid) as refused:
        categories.create(tx, actor("definer"), CategoryDraft("c", color=given), ASSIGNABLE)
    assert faults(refused) == {"color": "bad_color"}


def test_an_edit_leaves_what_it_does_not_name_and_clears_what_it_empties(tx: Tx, category: Category) -> None:
    same = categories.edit(tx, actor("definer"), category.id, CategoryDraft("open"), ASSIGNABLE)
    assert same == category
    cleared = categories.edit(
        tx, actor("definer"), category.id, CategoryDraft("open", color="", viewer_role_ids=()), ASSIGNABLE
    )
    assert (cleared.color, cleared.viewer_role_ids) == (None, frozenset())
    assert cleared.responder_role_ids == category.responder_role_ids


@pytest.mark.parametrize("role", [GUILD, 12345])
def test_a_role_that_a_category_may_not_name_is_refused_by_its_place(tx: Tx, role: int) -> None:
    draft = CategoryDraft("c", responder_role_ids=(ROLES["viewer"], role), viewer_role_ids=(role,))
    with pytest.raises(Invalid) as refused:
        categories.create(tx, actor("definer"), draft, ASSIGNABLE)
    assert faults(refused) == {"responderRoleIds[1]": "unknown_role", "viewerRoleIds[0]": "unknown_role"}


def test_manage_tickets_alone_defines_nothing(tx: Tx) -> None:
    with pytest.raises(MissingGrant) as refused:
        categories.create(tx, actor("manager"), CategoryDraft("c"), ASSIGNABLE)
    assert refused.value.grant == "define_tickets"


def test_changed_roles_count_at_once_for_old_tickets(tx: Tx, ticket: Ticket) -> None:
    draft = CategoryDraft("open", responder_role_ids=(ROLES["elsewhere"],))
    categories.edit(tx, actor("definer"), ticket.category_id, draft, ASSIGNABLE)
    assert reading.show(tx, actor("elsewhere"), ticket.id).ticket == tx.tickets.get(GUILD, ticket.id)
    with pytest.raises(NotFound):
        reading.show(tx, actor("responder"), ticket.id)


def test_a_deleted_category_keeps_its_tickets_for_owner_and_managers(tx: Tx, ticket: Ticket) -> None:
    categories.delete(tx, actor("definer"), ticket.category_id)
    for name in ("owner", "manager"):
        shown = reading.show(tx, actor(name), ticket.id).ticket
        assert shown.category_deleted
        assert reading.count_open(tx, actor(name)) == 1
    for name in ("responder", "viewer"):
        with pytest.raises(NotFound):
            reading.show(tx, actor(name), ticket.id)
        assert reading.count_open(tx, actor(name)) == 0


def test_a_deleted_category_takes_no_tickets_and_is_deleted_once(tx: Tx, category: Category) -> None:
    categories.delete(tx, actor("definer"), category.id)
    with pytest.raises(NotFound):
        tickets.open_ticket(tx, actor("owner"), tickets.TicketDraft(category.id, "A title", "A message"))
    with pytest.raises(NotFound):
        categories.delete(tx, actor("definer"), category.id)
    assert categories.list_categories(tx, actor("owner")).categories == ()


def test_only_who_manages_or_defines_sees_the_roles(tx: Tx, category: Category) -> None:
    with_roles = {
        name
        for name in ("owner", "viewer", "responder", "manager", "definer", "admin")
        if categories.list_categories(tx, actor(name)).with_roles
    }
    assert with_roles == {"manager", "definer", "admin"}


def test_two_categories_may_have_one_name(tx: Tx) -> None:
    made = [categories.create(tx, actor("definer"), CategoryDraft("Same"), ASSIGNABLE) for _ in range(3)]
    assert len({each.id for each in made}) == 3


def test_a_panel_without_any_category_is_refused(tx: Tx) -> None:
    with pytest.raises(NotFound):
        categories.post_panel(tx, actor("definer"), 1)
