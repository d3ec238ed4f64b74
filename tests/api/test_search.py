"""Search by programs: the same sight, notes for staff alone, and every sign for itself."""

from urllib.parse import quote

import pytest

from tests.api.client import Client
from tests.api.world import Desk

URL = "/api/search"
PEOPLE = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")


async def numbers(call: Client, who: str, words: str) -> list[int]:
    found = await call.get(f"{URL}?q={quote(words, safe='()')}", who)
    assert found["total"] == len(found["matches"])
    return [each["ticket"]["number"] for each in found["matches"]]


async def test_a_ticket_is_found_by_who_sees_it_with_the_place_where_the_words_stand(
    call: Client, desk: Desk, ticket: str
) -> None:
    await desk.ticket("outsider", "other", "The printer burns")
    await call.write("owner", ticket, "My printer burns since this morning")
    assert {who: await numbers(call, who, "printer BURN") for who in PEOPLE} == {
        "owner": [1],
        "outsider": [2],
        "viewer": [1],
        "responder": [1],
        "elsewhere": [2],
        "manager": [1, 2],
        "definer": [],
        "admin": [1, 2],
    }
    [found] = (await call.get(f"{URL}?q=burns&status=open&categoryId={desk.categories['open']}", "manager"))["matches"]
    assert found["ticket"]["id"] == ticket
    assert found["message"]["content"] == found["excerpt"] == "My printer burns since this morning"


async def test_notes_are_looked_through_for_staff_alone(call: Client, ticket: str) -> None:
    """T10, fault 5."""
    await call.write("responder", ticket, "Knows the zyzzyva", kind="note")
    found = {who: await numbers(call, who, "zyzzyva") for who in PEOPLE}
    assert {who for who, tickets in found.items() if tickets} == {"responder", "manager", "admin"}


async def test_no_sign_has_a_meaning_of_its_own(call: Client, ticket: str) -> None:
    """Fault 63."""
    assert ticket
    nothing = ('"', '""', "'", "*", "-- ;", "%", "_", "\\", "??", "🔥", "(" * 5000, '"' * 2500)
    other = ("NEAR(title, 5)", "col:x", "title NOT x", "a AND", "title OR message")
    for words in (*nothing, *other):
        assert await numbers(call, "owner", words) == [], words
    for words in ("title:", "^title", "{title}", '"title', "(" * 5000 + "title" + ")" * 2000, '"A title" (message)'):
        assert await numbers(call, "owner", words) == [1], words


@pytest.mark.parametrize(
    ("query", "field"),
    [("", "q"), ("q=", "q"), (f"q={'word+' * 60}", "q"), ("q=a&page=0", "page"), ("q=a&cursor=x", "cursor")],
)
async def test_what_cannot_be_looked_for_is_named(call: Client, query: str, field: str) -> None:
    assert (await call("GET", f"{URL}?{query}", "owner")).faulty == {field}


async def test_it_comes_in_pages_newest_first(call: Client, desk: Desk) -> None:
    for number in range(5):
        await desk.ticket(title=f"Printer {number}")
    pages = [await call.get(f"{URL}?q=printer&pageSize=2&page={page}", "owner") for page in (1, 2, 3, 4)]
    assert [[each["ticket"]["title"][-1] for each in page["matches"]] for page in pages] == [
        ["4", "3"],
        ["2", "1"],
        ["0"],
        [],
    ]
    assert {page["total"] for page in pages[:3]} == {5}
