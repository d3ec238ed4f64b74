"""Who sees what on a member's card, and who writes and reads notes about members."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from desk import blocks, members, rating, tickets
from desk.actor import Actor
from desk.errors import Forbidden, Invalid, NotFound
from desk.models import Category, Place, PlaceState, Ticket
from desk.store import Tx
from tests.desk.around import another
from tests.people import GUILD, USERS, actor, with_roles

STAFF = ("responder", "elsewhere", "manager", "admin")


def numbers(tx: Tx, who: Actor) -> list[int]:
    """The tickets on the owner's card as that person sees it."""
    return [each.number for each in members.card(tx, who, actor("owner")).page.tickets]


@pytest.mark.parametrize("name", USERS)
def test_the_card_and_the_notes_are_for_responders_of_any_category_and_managers(
    tx: Tx, ticket: Ticket, name: str
) -> None:
    assert ticket.number == 1
    acts: list[Callable[[], object]] = [
        lambda: members.card(tx, actor(name), actor("owner")),
        lambda: members.notes_on(tx, actor(name), USERS["outsider"]),
        lambda: members.add_note(tx, actor(name), USERS["outsider"], "Nice"),
    ]
    for act in acts:
        if name in STAFF:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


def test_s01_the_card_tells_each_team_of_its_own_tickets_and_of_no_others(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    hidden = another(tx, other)
    tickets.close(tx, actor("owner"), hidden.id)
    rating.rate(tx, actor("owner"), hidden.id, 1)
    ours, theirs = actor("responder"), actor("elsewhere")
    assert (numbers(tx, ours), numbers(tx, theirs)) == ([ticket.number], [hidden.number])
    card = members.card(tx, ours, actor("owner"))
    assert (card.page.total, card.open, card.ratings) == (1, 1, ())
    card = members.card(tx, theirs, actor("owner"))
    assert (card.page.total, card.open, card.ratings) == (1, 0, (1,))
    assert sorted(numbers(tx, actor("manager"))) == [1, 2]


def test_a_viewer_s_tickets_stand_on_the_card_without_what_the_owner_said_of_them(
    tx: Tx, ticket: Ticket, other: Category
) -> None:
    assert other.name == "other"
    tickets.close(tx, actor("owner"), ticket.id)
    rating.rate(tx, actor("owner"), ticket.id, 2)
    card = members.card(tx, with_roles(actor("outsider"), "viewer", "elsewhere"), actor("owner"))
    assert ([each.id for each in card.page.tickets], card.ratings) == ([ticket.id], ())


def test_a_block_stands_on_the_card_for_those_who_may_lift_it(tx: Tx, ticket: Ticket) -> None:
    assert ticket.number == 1
    blocks.block(tx, actor("manager"), actor("owner"), None, "Spam")
    block = members.card(tx, actor("manager"), actor("owner")).block
    assert block is not None
    assert block.reason == "Spam"
    assert members.card(tx, actor("responder"), actor("owner")).block is None


def test_notes_about_oneself_are_as_if_they_were_not(tx: Tx, ticket: Ticket) -> None:
    assert ticket.number == 1
    written = members.add_note(tx, actor("manager"), USERS["responder"], "Sleeps a lot")
    assert members.card(tx, actor("responder"), actor("responder")).notes is None
    with pytest.raises(Invalid):
        members.notes_on(tx, actor("responder"), USERS["responder"])
    with pytest.raises(Invalid):
        members.add_note(tx, actor("responder"), USERS["responder"], "I do not")
    for act in (members.note, members.delete_note):
        with pytest.raises(NotFound):
            act(tx, actor("responder"), written.id)
    assert members.delete_note(tx, actor("admin"), written.id) == written


def test_notes_are_checked_and_counted(tx: Tx, category: Category) -> None:
    assert category.name == "open"
    for text, code in (("  ", "blank"), ("x" * 501, "too_long"), ("a\0b", "unstorable")):
        with pytest.raises(Invalid) as refused:
            members.add_note(tx, actor("manager"), USERS["owner"], text)
        assert refused.value.fields["note"].code == code
    for number in range(members.NOTES_AT_MOST):
        members.add_note(tx, actor("manager"), USERS["owner"], f"Note {number}")
    with pytest.raises(Invalid) as refused:
        members.add_note(tx, actor("manager"), USERS["owner"], "One more")
    assert refused.value.fields["note"].code == "too_many_notes"
    assert members.notes_on(tx, actor("manager"), USERS["owner"])[0].content == "Note 49"


def test_notes_of_another_guild_are_not_there(tx: Tx, category: Category) -> None:
    assert category.name == "open"
    written = members.add_note(tx, actor("manager"), USERS["owner"], "Here")
    elsewhere = replace(actor("admin"), guild_id=GUILD + 1)
    assert members.notes_on(tx, elsewhere, USERS["owner"]) == []
    with pytest.raises(NotFound):
        members.delete_note(tx, elsewhere, written.id)


def test_a_ticket_s_place_names_its_owner_to_those_who_see_it_alone(tx: Tx, ticket: Ticket) -> None:
    tx.places.save(ticket.id, Place(PlaceState.MADE, 777))
    assert members.owner_in(tx, actor("responder"), 777) == USERS["owner"]
    for who, channel_id in (("elsewhere", 777), ("responder", 778)):
        with pytest.raises(NotFound) as missing:
            members.owner_in(tx, actor(who), channel_id)
        assert missing.value.kind == "whose"
