"""The permission table, cell by cell: as the documents print it, and as every use case keeps it."""

from collections.abc import Callable

import pytest

from desk import categories, messages, moving, people, rating, reading, snoozing, tickets
from desk.actor import Actor
from desk.changes import TicketChange
from desk.errors import Forbidden, NotFound
from desk.exchange import Slice, TicketFilter
from desk.models import Category, Priority, Status, Ticket
from desk.permissions import TABLE, Action, Visibility, Who, allowed, visibility
from desk.store import Tx
from tests.desk.conftest import ASSIGNABLE
from tests.people import GUILD, ROLES, USERS, actor, with_roles

# owner, participant, viewer, responder, manage_tickets: as the design prints it.
PRINTED = {
    Action.SEE: "yes yes yes yes yes",
    Action.SEE_NOTES: "no no no yes yes",
    Action.REPLY: "yes yes no yes yes",
    Action.NOTE: "no no no yes yes",
    Action.SEND_READY_REPLY: "no no no yes yes",
    Action.EDIT_TITLE: "yes no no yes yes",
    Action.CLOSE: "yes no no yes yes",
    Action.REOPEN: "yes no no yes yes",
    Action.CLAIM: "no no no yes yes",
    Action.TAKE_OVER: "no no no no yes",
    Action.SORT: "no no no yes yes",
    Action.RATE: "yes no no no no",
    Action.SEE_RATING: "yes no no yes yes",
    Action.DELETE_OWN_MESSAGE: "yes yes yes yes yes",
    Action.DELETE_ANY_MESSAGE: "no no no yes yes",
    Action.DELETE_TICKET: "no no no no yes",
}
COLUMNS = (Who.OWNER, Who.PARTICIPANT, Who.VIEWER, Who.RESPONDER, Who.MANAGER)

Act = Callable[[Tx, Actor, Ticket], object]


def _see(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return reading.show(tx, who, ticket.id)


def _reply(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return messages.reply(tx, who, ticket.id, "Hello")


def _note(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return messages.note(tx, who, ticket.id, "Hush")


def _rename(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.update(tx, who, ticket.id, TicketChange(title="Another title"))


def _close(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.close(tx, who, ticket.id)


def _reopen(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.reopen(tx, who, ticket.id)


def _claim(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.claim(tx, who, ticket.id)


def _take_over(tx: Tx, who: Actor, ticket: Ticket) -> object:
    tickets.claim(tx, with_roles(actor("outsider"), "responder"), ticket.id)
    return tickets.assign(tx, who, ticket.id, actor("responder"))


def _clear_anothers(tx: Tx, who: Actor, ticket: Ticket) -> object:
    tickets.claim(tx, with_roles(actor("outsider"), "responder"), ticket.id)
    return tickets.release(tx, who, ticket.id)


def _sort(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.update(tx, who, ticket.id, TicketChange(priority=Priority.HIGH))


def _move(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return moving.move(tx, who, ticket.id, tx.categories.live(GUILD)[1].id)


def _add(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return people.add_person(tx, who, ticket.id, USERS["definer"])


def _link(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.update(tx, who, ticket.id, TicketChange(links=()))


def _let_rest(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return snoozing.snooze(tx, who, ticket.id, snoozing.MESSAGE)


def _rate(tx: Tx, who: Actor, ticket: Ticket) -> object:
    tickets.close(tx, actor("admin"), ticket.id)
    return rating.rate(tx, who, ticket.id, 5)


def _delete(tx: Tx, who: Actor, ticket: Ticket) -> object:
    return tickets.delete(tx, who, ticket.id)


def _delete_anothers_message(tx: Tx, who: Actor, ticket: Ticket) -> object:
    said = messages.reply(tx, with_roles(actor("outsider"), "responder"), ticket.id, "Mine")
    return messages.delete_message(tx, who, ticket.id, said.id)


# Who may: everyone else who sees the ticket is Forbidden, everyone who does not see it finds nothing.
STAFF = {"responder", "manager", "admin"}
CELLS: dict[str, tuple[Act, set[str]]] = {
    "see": (_see, {"owner", "viewer", *STAFF}),
    "reply": (_reply, {"owner", *STAFF}),
    "note": (_note, STAFF),
    "rename": (_rename, {"owner", *STAFF}),
    "close": (_close, {"owner", *STAFF}),
    "reopen": (_reopen, {"owner", *STAFF}),
    "claim": (_claim, STAFF),
    "take over": (_take_over, {"manager", "admin"}),
    "clear another's claim": (_clear_anothers, {"manager", "admin"}),
    "sort": (_sort, STAFF),
    "move": (_move, STAFF),
    "add": (_add, STAFF),
    "link": (_link, STAFF),
    "let rest": (_let_rest, STAFF),
    "rate": (_rate, {"owner"}),
    "delete": (_delete, {"manager", "admin"}),
    "delete another's message": (_delete_anothers_message, STAFF),
}
SEERS = {"owner", "viewer", *STAFF}


@pytest.mark.parametrize("action", PRINTED)
def test_the_table_says_in_each_cell_what_the_design_prints(action: Action) -> None:
    answers = ["yes" if allowed(action, frozenset({who})) else "no" for who in COLUMNS]
    assert " ".join(answers) == PRINTED[action]


def test_every_action_stands_in_the_table_and_an_unknown_one_is_refused() -> None:
    assert set(TABLE) == set(Action)
    assert not allowed("rule the world", frozenset(Who))  # type: ignore[arg-type]  # what a typo would do


@pytest.mark.parametrize("name", USERS)
@pytest.mark.parametrize("cell", CELLS)
def test_each_person_may_do_to_a_ticket_just_what_the_table_says(tx: Tx, ticket: Ticket, cell: str, name: str) -> None:
    act, who_may = CELLS[cell]
    if name in who_may:
        act(tx, actor(name), ticket)
    else:
        with pytest.raises(Forbidden if name in SEERS else NotFound):
            act(tx, actor(name), ticket)


@pytest.mark.parametrize("name", USERS)
def test_categories_are_edited_with_define_tickets_alone(tx: Tx, category: Category, name: str) -> None:
    edit = categories.CategoryDraft("renamed")
    if name in {"definer", "admin"}:
        assert categories.edit(tx, actor(name), category.id, edit, ASSIGNABLE).name == "renamed"
    else:
        with pytest.raises(Forbidden):
            categories.edit(tx, actor(name), category.id, edit, ASSIGNABLE)


@pytest.mark.parametrize("name", ["owner", "viewer", "responder", "manager"])
def test_everyone_who_may_write_deletes_their_own_message(tx: Tx, ticket: Ticket, name: str) -> None:
    writer = with_roles(actor(name), "responder") if name == "viewer" else actor(name)
    said = messages.reply(tx, writer, ticket.id, "Mine")
    messages.delete_message(tx, actor(name), ticket.id, said.id)
    assert tx.messages.get(said.id) is None


def test_rights_add_up_when_one_person_is_several(tx: Tx, ticket: Ticket) -> None:
    both = with_roles(actor("owner"), "responder")
    assert reading.show(tx, both, ticket.id).with_notes
    assert tickets.claim(tx, both, ticket.id).claimed_by == both.user_id


def test_list_detail_and_count_agree_for_every_person(tx: Tx, ticket: Ticket, other: Category) -> None:
    tickets.open_ticket(tx, actor("outsider"), tickets.TicketDraft(other.id, "Elsewhere", "A message"))
    both = (ticket.id, ticket.id + 1)
    for name in USERS:
        listed = reading.list_tickets(tx, actor(name), TicketFilter(), Slice(50))
        seen = set()
        for ticket_id in both:
            try:
                seen.add(reading.show(tx, actor(name), ticket_id).ticket.id)
            except NotFound:
                continue
        assert {each.id for each in listed.tickets} == seen, name
        assert listed.total == len(seen) == reading.count_open(tx, actor(name)), name


def test_visibility_of_a_blocked_responder_is_their_own_tickets_alone(category: Category) -> None:
    blocked = visibility(actor("responder"), frozenset({Who.MEMBER, Who.BLOCKED}), [category])
    assert blocked == Visibility(GUILD, USERS["responder"], everything=False, category_ids=())


def test_who_was_added_to_a_ticket_sees_it_replies_and_can_do_no_more(tx: Tx, ticket: Ticket) -> None:
    added = actor("elsewhere")
    tx.participants.add(GUILD, ticket.id, added.user_id, added.at)
    said = messages.reply(tx, added, ticket.id, "I saw it too")
    messages.delete_message(tx, added, ticket.id, said.id)
    listed = reading.list_tickets(tx, added, TicketFilter(), Slice(50))
    assert ([each.id for each in listed.tickets], listed.total) == ([ticket.id], 1)
    assert not reading.show(tx, added, ticket.id).with_notes
    for cell in CELLS.keys() - {"see", "reply", "rate"}:
        with pytest.raises(Forbidden):
            CELLS[cell][0](tx, added, ticket)


def test_a_role_named_on_both_lists_answers(tx: Tx) -> None:
    roles = (ROLES["responder"],)
    draft = categories.CategoryDraft("both", responder_role_ids=roles, viewer_role_ids=roles)
    made = categories.create(tx, actor("definer"), draft, ASSIGNABLE)
    assert (made.responder_role_ids, made.viewer_role_ids) == (frozenset(roles), frozenset())


def test_closing_keeps_who_held_the_claim_and_reopening_gives_it_back(tx: Tx, ticket: Ticket) -> None:
    tickets.claim(tx, actor("responder"), ticket.id)
    closed = tickets.close(tx, actor("owner"), ticket.id)
    reopened = tickets.reopen(tx, actor("owner"), ticket.id)
    assert (closed.status, closed.claimed_by) == (Status.CLOSED, USERS["responder"])
    assert (reopened.status, reopened.claimed_by) == (Status.OPEN, USERS["responder"])
