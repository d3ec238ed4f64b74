"""Search: what was typed is found in every language and taken for itself, and only in what one sees."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk import messages, reading, search, tickets
from desk.asking import what_is_visible
from desk.changes import TicketChange
from desk.errors import Invalid
from desk.exchange import NewTicket, Slice, Term, TicketFilter
from desk.models import Category, Field, QuestionKind, Status, Ticket
from desk.search import excerpt, place, terms_of
from desk.store import Tx
from tests.people import GUILD, actor

NAMES = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")
ALL, EVERY = Slice(50), TicketFilter()


def found(tx: Tx, query: str, by: str = "admin", wanted: TicketFilter = EVERY) -> list[int]:
    return sorted(match.ticket.number for match in search.search(tx, actor(by), query, wanted, ALL).matches)


def opened(tx: Tx, category: Category, title: str, message: str = "Please help.", by: str = "owner") -> Ticket:
    return tickets.open_ticket(tx, actor(by), tickets.TicketDraft(category.id, title, message))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("My payments fail", "payment"),
        ("Ärger mit der Überweisung", "ÜBERWEIS"),
        ("Ärger mit der Überweisung", "arger"),
        ("El código no llegó", "codigo"),
        ("請問怎麼退款呢", "退款"),
        ("ログインに失敗しました", "失敗"),
        ("결제가 안 돼요", "결제"),
        ("ลืมรหัสผ่าน", "รหัส"),
        ("iPhone退款了", "iPhone退款"),
        ("Заявка №7: вход закрыт", "вход"),
        ("لا أستطيع الدخول", "الدخول"),
        ("Error E-4012 on start", "E-4012"),
        ("Error E-4012 on start", '"error e 4012"'),
        ("naïve café", "cafe naive"),
    ],
)
def test_words_of_every_language_are_found(tx: Tx, category: Category, text: str, query: str) -> None:
    opened(tx, category, "Something else entirely")
    assert found(tx, query) == []
    opened(tx, category, text)
    opened(tx, category, "Another one", f"Hello. {text}")
    assert found(tx, query) == [2, 3]


def test_words_may_stand_in_different_parts_of_a_ticket(tx: Tx, category: Category) -> None:
    ticket = opened(tx, category, "Refund of an order", "I am Anna.")
    messages.reply(tx, actor("responder"), ticket.id, "Which invoice?")
    tickets.update(tx, actor("responder"), ticket.id, TicketChange(tags=("billing",)))
    assert found(tx, "anna refund invoice bill") == [1]
    assert found(tx, "anna refund invoice shoe") == []


def test_the_answers_of_a_form_are_found_and_shown(tx: Tx, category: Category) -> None:
    field = Field("Order number", QuestionKind.SHORT, ("A-77 of May",))
    new = NewTicket(GUILD, category.id, 1, "o", "A title", actor("owner").via, actor("owner").at, fields=(field,))
    tx.tickets.insert(new)
    [match] = search.search(tx, actor("admin"), "a-77", EVERY, ALL).matches
    assert (match.message, match.excerpt) == (None, "A-77 of May")


def test_what_was_changed_is_found_as_it_is_now(tx: Tx, category: Category) -> None:
    ticket = opened(tx, category, "The printer is broken")
    tickets.update(tx, actor("owner"), ticket.id, TicketChange(title="The scanner is broken"))
    message = messages.reply(tx, actor("owner"), ticket.id, "It smokes")
    tx.messages.edit(message.id, "It burns", actor("owner").at)
    assert [found(tx, query) for query in ("printer", "scanner", "smokes", "burns")] == [[], [1], [], [1]]
    tx.messages.delete(message.id)
    assert found(tx, "burns") == []
    tickets.delete(tx, actor("admin"), ticket.id)
    assert found(tx, "scanner") == []


@pytest.mark.parametrize("name", NAMES)
def test_notes_are_searched_for_the_staff_of_their_ticket_alone(
    tx: Tx, category: Category, other: Category, name: str
) -> None:
    for each, staff in ((category, "responder"), (other, "elsewhere")):
        ticket = opened(tx, each, "A ticket", by="responder")
        messages.note(tx, actor(staff), ticket.id, "Suspicious customer")
    staffed = {"responder": [1], "elsewhere": [2], "manager": [1, 2], "admin": [1, 2]}
    assert found(tx, "suspicious", name) == staffed.get(name, [])


def test_a_note_is_never_the_excerpt_of_who_may_not_read_it(tx: Tx, category: Category) -> None:
    ticket = opened(tx, category, "A refund", "Where is my refund?")
    messages.note(tx, actor("responder"), ticket.id, "No refund for this one")
    said = {name: search.search(tx, actor(name), "refund", EVERY, ALL).matches[0].excerpt for name in NAMES[:4:3]}
    assert said == {"owner": "Where is my refund?", "responder": "No refund for this one"}


def test_search_is_narrowed_by_status_owner_and_category_and_has_pages(
    tx: Tx, category: Category, other: Category
) -> None:
    for number in range(5):
        opened(tx, (category, other)[number % 2], f"Printer {number}", by=("owner", "outsider")[number == 2])
    tickets.close(tx, actor("admin"), 1)
    assert found(tx, "printer", wanted=TicketFilter(status=Status.CLOSED)) == [1]
    assert found(tx, "printer", wanted=TicketFilter(category_id=other.id)) == [2, 4]
    assert found(tx, "printer", wanted=TicketFilter(owner_id=actor("outsider").user_id)) == [3]
    pages = [search.search(tx, actor("admin"), "printer", EVERY, Slice(2, start)) for start in (0, 2, 4, 6)]
    assert [len(page.matches) for page in pages] == [2, 2, 1, 0]
    assert {page.total for page in pages[:3]} == {5}


WORDS = st.sampled_from(["refund", "rückgabe", "退款", "error", "invoice"])
TICKETS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["owner", "outsider", "viewer", "responder"]), WORDS, WORDS), max_size=6
)


@given(rows=TICKETS, query=WORDS, added=st.sets(st.integers(0, 5), max_size=2))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everybody_finds_exactly_what_they_see_of_what_has_the_word(
    tx: Tx, category: Category, other: Category, rows: list[tuple[bool, str, str, str]], query: str, added: set[int]
) -> None:
    """S01: one rule serves search and lists."""
    for old in tx.tickets.page(what_is_visible(tx, actor("admin")), EVERY, Slice(100)):
        tx.tickets.delete(old.id)
    made = []
    for elsewhere, by, title, said in rows:
        ticket = opened(tx, other if elsewhere else category, f"About {title}", f"Hello, {said} please.", by)
        made.append((ticket, query in {title, said}))
    for place_of in added & set(range(len(made))):
        tx.participants.add(GUILD, made[place_of][0].id, actor("outsider").user_id, actor("outsider").at)
    for name in NAMES:
        seen = reading.list_tickets(tx, actor(name), EVERY, Slice(100)).tickets
        expected = sorted(ticket.number for ticket, has in made if has and ticket.id in {it.id for it in seen})
        assert found(tx, query, name) == expected


HOSTILE = """
"; drop table ticket; --|NEAR(a b)|a OR b|a AND NOT b|words:help|*|^help|-help|a*b|"|help*|""|(help|{help}|%|'|help\\
"""


@pytest.mark.parametrize(
    "query", [*HOSTILE.strip().split("|"), "🔥", "\u202ehelp", "a" * 200, "é" * 100, "\uff0e", "\ue000", "|", '"help']
)
def test_no_sign_has_a_meaning_of_its_own_or_breaks_the_search(tx: Tx, category: Category, query: str) -> None:
    opened(tx, category, f"Title {query}"[:120], "Nothing.")
    assert refused_or_found(tx, query) <= {1}
    assert found(tx, "title") == [1]


@given(st.text(max_size=60))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_finds_or_is_refused(tx: Tx, category: Category, text: str) -> None:
    assert refused_or_found(tx, text) == set()


def refused_or_found(tx: Tx, query: str) -> set[int]:
    """What is found; nothing when the query is refused, which must be for its own sake."""
    try:
        return set(found(tx, query))
    except Invalid as refused:
        return set() if set(refused.fields) == {"query"} else {-1}


def test_a_title_is_found_by_each_of_its_words_as_they_stand(tx: Tx, category: Category) -> None:
    opened(tx, category, "a OR b NOT c-d")
    assert found(tx, "a OR b NOT c-d") == [1]
    assert found(tx, '"or b not"') == [1]
    assert found(tx, '"b or"') == []


@pytest.mark.parametrize(
    ("query", "code"), [("", "blank"), ("   ", "blank"), ("🔥!", "no_words"), ("a" * 201, "too_long")]
)
def test_a_query_without_a_word_is_refused(query: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        terms_of(query)
    assert refused.value.fields["query"].code == code


def test_terms_are_words_and_what_stands_in_quotes() -> None:
    terms = (Term("refund"), Term("of may", whole=True), Term("anna"))
    assert terms_of('refund "of may" anna refund') == terms
    assert terms_of('open"end') == (Term("open"), Term("end"))


def test_an_excerpt_is_the_part_around_the_word_and_no_longer_than_its_room() -> None:
    text = "Lorem ipsum dolor sit amet. " * 20 + "Meine ÜBERWEISUNG fehlt. " + "Lorem ipsum dolor. " * 20
    said = excerpt(text, (Term("uberweis"),), 100)
    assert "ÜBERWEISUNG fehlt" in said
    assert len(said) <= 100
    assert said.startswith("…")
    assert said.endswith("…")
    assert excerpt("short\n text", (Term("x"),), 100) == "short text"
    assert excerpt("x" * 300, (Term("y"),), 100) == "x" * 99 + "…"
    end = excerpt("word " * 100 + "end", (Term("end"),), 50)
    assert end.endswith("word end")
    assert len(end) <= 50


def test_a_word_is_placed_whatever_its_case_and_accents() -> None:
    assert place("Der ﬁnale CAFÉ", (Term("cafe"),)) == 10
    assert place("退款", (Term("款"),)) == 1
    assert place("nothing", (replace(Term("z"), whole=True),)) is None
