"""Ready replies: who keeps them, where they serve, what is filled in, and that one preview sends one reply."""

from collections.abc import Callable

import pytest

from desk import canned, reading, tickets
from desk.answers import Once
from desk.canned import ReplyDraft, Surroundings
from desk.errors import ClaimerAnswers, Forbidden, Invalid, KeyReused, NotFound, TicketClosed
from desk.models import Category, ClaimMode, Ticket
from desk.store import Tx
from tests.desk.around import events_of, set_up
from tests.people import GUILD, USERS, actor, with_roles

AROUND = Surroundings("House", "Support team")
KEEPERS = {"manager", "definer", "admin"}


def names(tx: Tx, ticket: Ticket, typed: str = "", who: str = "responder") -> list[str]:
    return [each.name for each in canned.fitting(tx, actor(who), ticket.id, typed, 25)]


def text(tx: Tx, ticket: Ticket, content: str) -> str:
    """What that ready reply says in the ticket."""
    made = canned.add(tx, actor("manager"), ReplyDraft("hello", content))
    return canned.preview(tx, actor("responder"), ticket.id, str(made.id), AROUND).text


@pytest.mark.parametrize("name", USERS)
def test_those_who_manage_tickets_or_define_categories_keep_them(tx: Tx, name: str) -> None:
    made = canned.add(tx, actor("admin"), ReplyDraft("hello", "Hi"))
    acts: list[Callable[[], object]] = [
        lambda: canned.kept(tx, actor(name)),
        lambda: canned.add(tx, actor(name), ReplyDraft("bye", "Bye")),
        lambda: canned.edit(tx, actor(name), made.id, ReplyDraft("hello", "Hello")),
        lambda: canned.remove(tx, actor(name), made.id),
    ]
    for act in acts:
        if name in KEEPERS:
            act()
        else:
            with pytest.raises(Forbidden):
                act()


def test_those_of_the_category_come_first_and_those_of_others_not_at_all(
    tx: Tx, ticket: Ticket, category: Category, other: Category
) -> None:
    places = {"a for all": None, "b here": category.id, "c there": other.id, "D here": category.id}
    for name, category_id in places.items():
        canned.add(tx, actor("definer"), ReplyDraft(name, "Hi", category_id))
    assert names(tx, ticket) == ["b here", "D here", "a for all"]
    assert names(tx, ticket, " HERE") == ["b here", "D here"]
    with pytest.raises(NotFound):
        canned.preview(tx, actor("responder"), ticket.id, "c there", AROUND)


@pytest.mark.parametrize(("name", "error"), [("owner", Forbidden), ("viewer", Forbidden), ("elsewhere", NotFound)])
def test_only_staff_of_the_ticket_is_offered_any(tx: Tx, ticket: Ticket, name: str, error: type[Exception]) -> None:
    canned.add(tx, actor("manager"), ReplyDraft("hello", "Hi"))
    with pytest.raises(error):
        names(tx, ticket, who=name)
    with pytest.raises(error):
        canned.preview(tx, actor(name), ticket.id, "hello", AROUND)
    with pytest.raises(error):
        canned.send(tx, actor(name), Once("1", "ready", b""), ticket.id, "Hi")


def test_every_variable_is_filled_in_and_other_braces_stay(tx: Tx, ticket: Ticket) -> None:
    """Fault 35: no name leads on into what the process holds."""
    said = text(
        tx, ticket, "{member} {ticket} {category} {staff} {server} {nobody} {} {0} {server._state.http.token} {{staff}}"
    )
    assert said == "Owner #1 A title open Responder House {nobody} {} {0} {server._state.http.token} {Responder}"


def test_what_a_value_says_in_braces_is_not_filled_in(tx: Tx, category: Category) -> None:
    """C10, fault 35: a title that looks like a variable is shown as it was typed."""
    draft = tickets.TicketDraft(category.id, "{staff} {server}", "A message")
    ticket = tickets.open_ticket(tx, actor("owner"), draft)
    assert text(tx, ticket, "About {ticket}") == "About #1 {staff} {server}"


def test_what_is_too_long_once_it_is_filled_in_is_refused(tx: Tx, ticket: Ticket) -> None:
    with pytest.raises(Invalid) as invalid:
        text(tx, ticket, "{ticket}" + "a" * 1992)
    assert invalid.value.fields["content"].limit == 2000


def test_where_staff_shows_no_names_none_is_filled_in(tx: Tx, ticket: Ticket, category: Category) -> None:
    set_up(tx, category, anonymous=True)
    assert text(tx, ticket, "Yours, {staff}") == "Yours, Support team"


def test_a_preview_says_at_once_when_the_reply_could_not_be_sent(tx: Tx, ticket: Ticket, category: Category) -> None:
    canned.add(tx, actor("manager"), ReplyDraft("hello", "Hi"))
    set_up(tx, category, claim_mode=ClaimMode.CLAIMER)
    tickets.claim(tx, with_roles(actor("outsider"), "responder"), ticket.id)
    with pytest.raises(ClaimerAnswers):
        canned.preview(tx, actor("responder"), ticket.id, "hello", AROUND)
    tickets.close(tx, actor("owner"), ticket.id)
    with pytest.raises(TicketClosed):
        canned.preview(tx, actor("responder"), ticket.id, "hello", AROUND)


def test_one_preview_sends_one_reply(tx: Tx, ticket: Ticket) -> None:
    for _ in range(3):
        canned.send(tx, actor("responder"), Once("1", "ready", b"x"), ticket.id, "Hi")
    with pytest.raises(KeyReused):
        canned.send(tx, actor("responder"), Once("1", "ready", b"y"), ticket.id, "Bye")
    assert [each.content for each in reading.show(tx, actor("owner"), ticket.id).messages] == ["A message", "Hi"]


def test_faults_are_named_field_by_field(tx: Tx, category: Category) -> None:
    with pytest.raises(Invalid) as invalid:
        canned.add(tx, actor("manager"), ReplyDraft("n" * 33, " "))
    assert {name: fault.code for name, fault in invalid.value.fields.items()} == {
        "name": "too_long",
        "content": "blank",
    }
    with pytest.raises(NotFound):
        canned.add(tx, actor("manager"), ReplyDraft("hello", "Hi", 999))
    assert category.id != 999


def test_a_name_serves_once_in_each_category_and_once_for_all(tx: Tx, category: Category) -> None:
    first = canned.add(tx, actor("manager"), ReplyDraft("Hello", "Hi"))
    canned.add(tx, actor("manager"), ReplyDraft("hello", "Hi", category.id))
    with pytest.raises(Invalid) as invalid:
        canned.add(tx, actor("manager"), ReplyDraft("HELLO", "Hi"))
    assert invalid.value.fields["name"].code == "taken"
    assert canned.edit(tx, actor("manager"), first.id, ReplyDraft("HELLO", "Hi")).name == "HELLO"


def test_there_are_200_at_most(tx: Tx) -> None:
    for number in range(canned.AT_MOST):
        canned.add(tx, actor("manager"), ReplyDraft(f"reply {number}", "Hi"))
    with pytest.raises(Invalid) as invalid:
        canned.add(tx, actor("manager"), ReplyDraft("one more", "Hi"))
    assert (invalid.value.fields["name"].code, invalid.value.fields["name"].limit) == ("too_many_replies", 200)


def test_what_is_kept_is_told_without_its_words(tx: Tx, ticket: Ticket) -> None:
    made = canned.add(tx, actor("manager"), ReplyDraft("hello", "Hi"))
    canned.edit(tx, actor("manager"), made.id, ReplyDraft("hello", "Hi"))
    canned.remove(tx, actor("manager"), made.id)
    told = [event for event in tx.events.after(GUILD, 0, 1000) if event not in events_of(tx, ticket.id)][-2:]
    assert [(event.type, dict(event.data)) for event in told] == [
        ("reply.saved", {"replyId": str(made.id)}),
        ("reply.removed", {"replyId": str(made.id)}),
    ]
