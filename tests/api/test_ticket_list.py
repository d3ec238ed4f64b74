"""GET /api/tickets: lists, filters, pages and cursors, point by point of the contract."""

from typing import Any

import pytest

from tests.api.client import Client
from tests.api.world import Desk
from tests.people import USERS

URL = "/api/tickets"


def ids(data: dict[str, Any]) -> list[str]:
    """The ids of a list, in its order."""
    return [it["id"] for it in data["tickets"]]


async def test_an_empty_list_is_an_empty_array(call: Client) -> None:
    """T1."""
    data = await call.get(URL, "owner")
    assert data.pop("syncToken")
    assert data == {"tickets": [], "total": 0, "page": 1, "pageSize": 20, "nextCursor": None}


async def test_a_list_holds_what_one_owns_answers_or_views(call: Client, desk: Desk) -> None:
    """T2, fault 8."""
    mine, other = await desk.ticket("owner", "open"), await desk.ticket("outsider", "other")
    seen = {who: set(ids(await call.get(URL, who))) for who in USERS}
    assert seen == {
        "owner": {mine},
        "outsider": {other},
        "viewer": {mine},
        "responder": {mine},
        "elsewhere": {other},
        "manager": {mine, other},
        "definer": set(),
        "admin": {mine, other},
    }


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "abc", "1e2", "\uff11\uff12", "1_0", "%205", "+3", "1" * 30])
async def test_a_page_that_is_no_number_is_named(call: Client, value: str) -> None:
    """T3, fault 55."""
    value = value.replace("+", "%2B")
    assert (await call("GET", f"{URL}?page={value}", "owner")).faulty == {"page"}
    assert (await call("GET", f"{URL}?pageSize={value}", "owner")).faulty == {"pageSize"}


async def test_a_page_has_one_to_a_hundred_tickets_and_says_how_many(call: Client) -> None:
    """T3, X5, fault 64."""
    for size in (1, 100):
        assert (await call.get(f"{URL}?pageSize={size}", "owner"))["pageSize"] == size
    for size in (101, 1_000_000_000):
        assert (await call("GET", f"{URL}?pageSize={size}", "owner")).faulty == {"pageSize"}


async def test_a_page_past_the_end_is_empty_and_keeps_the_total(call: Client, desk: Desk) -> None:
    """T3."""
    await desk.ticket()
    data = await call.get(f"{URL}?page=999999999&pageSize=100", "owner")
    assert (data["tickets"], data["total"], data["page"]) == ([], 1, 999_999_999)


async def test_a_page_too_deep_in_the_list_points_to_the_cursor(
    call: Client, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T3, fault 64."""
    monkeypatch.setattr("desk.reading.WALKED_AT_MOST", 2)
    for _ in range(3):
        await desk.ticket()
    assert (await call("GET", f"{URL}?page=2&pageSize=1", "owner")).status == 200
    reply = await call("GET", f"{URL}?page=3&pageSize=1", "owner")
    assert reply.faulty == {"page"}
    assert "cursor" in reply.error["message"]


async def test_status_filters_and_claimed_is_a_part_of_open(call: Client, desk: Desk) -> None:
    """T4, K2, K7."""
    closed, claimed, fresh = [await desk.ticket() for _ in range(3)]
    await call.put("responder", claimed, claimedByMe=True)
    await call.put("responder", closed, status="closed", claimedByMe=True)
    found = {
        status: set(ids(await call.get(f"{URL}?status={status}", "owner")))
        for status in ("open", "closed", "claimed", "all", "")
    }
    assert found == {
        "open": {claimed, fresh},
        "closed": {closed},
        "claimed": {claimed},
        "all": {closed, claimed, fresh},
        "": {closed, claimed, fresh},
    }
    assert (await call("GET", f"{URL}?status=Open", "owner")).faulty == {"status"}
    shown = (await call.get(f"{URL}?ticketId={claimed}", "owner"))["ticket"]
    assert (shown["status"], shown["claimedBy"]) == ("open", str(USERS["responder"]))


async def test_a_category_filters_and_never_widens(call: Client, desk: Desk) -> None:
    """T5, I2, I4."""
    mine, other = await desk.ticket("owner", "open"), await desk.ticket("outsider", "other")
    for who, category, expected in (
        ("owner", "open", [mine]),
        ("owner", "other", []),
        ("responder", "other", []),
        ("manager", "other", [other]),
    ):
        assert ids(await call.get(f"{URL}?categoryId={desk.categories[category]}", who)) == expected
    for strange in ("999", "no-id", "-1", "\uff11", "9" * 19, "9" * 20):
        assert (await call.get(f"{URL}?categoryId={strange}", "manager"))["total"] == 0


@pytest.mark.parametrize("value", ["True", "true", "1", "TRUE"])
async def test_mine_is_what_the_caller_opened_for_managers_too(call: Client, desk: Desk, value: str) -> None:
    """T6, K8."""
    await desk.ticket("owner")
    own = await desk.ticket("manager")
    assert ids(await call.get(f"{URL}?mine={value}", "manager")) == [own]
    assert (await call.get(f"{URL}?mine=False", "manager"))["total"] == 2
    assert (await call("GET", f"{URL}?mine=yes", "manager")).faulty == {"mine"}


async def test_an_id_shows_one_ticket_with_its_messages(call: Client, ticket: str) -> None:
    """T7, S1, S2."""
    data = await call.get(f"{URL}?ticketId={ticket}", "owner")
    assert list(data) == ["ticket"]
    assert data["ticket"]["id"] == ticket
    assert [it["content"] for it in data["ticket"]["messages"]] == ["A message"]
    assert data["ticket"]["messagesCursor"] is None


async def test_an_id_wins_over_well_formed_filters(call: Client, ticket: str) -> None:
    """S3, E1."""
    path = f"{URL}?ticketId={ticket}&page=3&pageSize=20&status=closed&categoryId=&mine="
    assert (await call.get(path, "owner"))["ticket"]["id"] == ticket
    assert (await call("GET", f"{URL}?ticketId={ticket}&page=x", "owner")).faulty == {"page"}


async def test_filters_hold_together_and_the_total_counts_the_same(call: Client, desk: Desk) -> None:
    """T8."""
    await desk.ticket("owner", "other")
    closed, still_open = await desk.ticket("owner"), await desk.ticket("owner")
    await desk.ticket("viewer", "open")
    await call.put("owner", closed, status="closed")
    data = await call.get(f"{URL}?mine=1&status=open&categoryId={desk.categories['open']}&pageSize=1", "owner")
    assert (ids(data), data["total"]) == ([still_open], 1)


async def test_the_newest_activity_comes_first(call: Client, desk: Desk) -> None:
    """T9."""
    first, second, third = [await desk.ticket() for _ in range(3)]
    assert ids(await call.get(URL, "owner")) == [third, second, first]
    await call.write("owner", first)
    assert ids(await call.get(URL, "owner")) == [first, third, second]


async def test_a_note_shows_in_nothing_that_owner_and_viewer_see(call: Client, desk: Desk, ticket: str) -> None:
    """T10, fault 5."""
    await desk.ticket()
    paths = (URL, f"{URL}?ticketId={ticket}", f"{URL}/messages?ticketId={ticket}", f"{URL}/open-count")
    before = [(await call("GET", path, who)).body for path in paths for who in ("owner", "viewer")]
    listed = await call.get(URL, "responder")
    assert (await call.write("responder", ticket, "For staff", kind="note")).status == 201
    assert [(await call("GET", path, who)).body for path in paths for who in ("owner", "viewer")] == before
    assert await call.get(URL, "responder") == listed
    shown = (await call.get(f"{URL}?ticketId={ticket}", "manager"))["ticket"]
    assert [it["kind"] for it in shown["messages"]] == ["reply", "note"]


async def test_a_cursor_walks_the_whole_list_once(call: Client, desk: Desk) -> None:
    """X5, G14: and page one hands it out."""
    expected = [await desk.ticket() for _ in range(5)][::-1]
    walked, cursor = ids(data := await call.get(f"{URL}?pageSize=2", "owner")), data["nextCursor"]
    while cursor:
        data = await call.get(f"{URL}?pageSize=2&cursor={cursor}", "owner")
        walked, cursor = walked + ids(data), data["nextCursor"]
        assert (data["page"], data["total"]) == (None, 5)
    assert walked == expected
    assert (await call("GET", f"{URL}?page=1&cursor=x", "owner")).faulty == {"page"}


async def test_a_cursor_of_another_list_member_or_making_is_refused(call: Client, desk: Desk) -> None:
    """Fault 12."""
    for _ in range(2):
        await desk.ticket()
    cursor = (await call.get(f"{URL}?pageSize=1", "owner"))["nextCursor"]
    wrong = [
        ("manager", f"cursor={cursor}"),
        ("owner", f"cursor={cursor}&status=open"),
        ("owner", f"cursor={cursor}&mine=1"),
        ("owner", f"cursor={cursor[:-4]}AAAA"),
        ("owner", f"cursor={cursor[4:]}"),
        ("owner", "cursor=x"),
        ("owner", "cursor=%C3%A4"),
        ("owner", "cursor=" + "A" * 5000),
    ]
    for who, query in wrong:
        assert (await call("GET", f"{URL}?{query}", who)).faulty == {"cursor"}, query


async def test_links_lead_on_and_back_with_the_same_filters(call: Client, desk: Desk) -> None:
    """X5: RFC 8288."""
    for _ in range(3):
        await desk.ticket()
    reply = await call("GET", f"{URL}?pageSize=1&page=2&status=open&mine=true", "owner")
    links = {part.split('rel="')[1][:-1]: part[1 : part.index(">")] for part in reply.headers["Link"].split(", ")}
    assert links["first"] == f"{URL}?pageSize=1&status=open&mine=true"
    assert links["prev"] == f"{URL}?pageSize=1&status=open&mine=true&page=1"
    past = await call("GET", f"{URL}?pageSize=2&page=900", "owner")
    assert past.headers["Link"].endswith(f'<{URL}?pageSize=2&page=2>; rel="prev"')
    third = await call.get(links["next"], "owner")
    assert ids(third) == ids(await call.get(f"{URL}?pageSize=1&page=3&status=open&mine=true", "owner"))
