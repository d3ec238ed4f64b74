"""The permission table at the HTTP door, cell by cell: eight people do each thing to a ticket of the owner."""

from collections.abc import Awaitable, Callable

import pytest

from tests.api.client import Client, Reply
from tests.api.world import Desk
from tests.people import USERS

STAFF = {"responder", "manager", "admin"}
MANAGERS = {"manager", "admin"}
SEERS = {"owner", "viewer", *STAFF}

Act = Callable[[Client, str, str], Awaitable[Reply]]


async def see(call: Client, who: str, ticket: str) -> Reply:
    return await call("GET", f"/api/tickets?ticketId={ticket}", who)


async def read_messages(call: Client, who: str, ticket: str) -> Reply:
    return await call("GET", f"/api/tickets/messages?ticketId={ticket}", who)


async def reply(call: Client, who: str, ticket: str) -> Reply:
    return await call.write(who, ticket)


async def note(call: Client, who: str, ticket: str) -> Reply:
    return await call.write(who, ticket, kind="note")


async def rename(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, title="Another title")


async def close(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, status="closed")


async def reopen(call: Client, who: str, ticket: str) -> Reply:
    await call.put("owner", ticket, status="closed")
    return await call.put(who, ticket, status="open")


async def claim(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, claimedByMe=True)


async def take_over(call: Client, who: str, ticket: str) -> Reply:
    await call.put("admin", ticket, claimedByMe=True)
    return await call.put(who, ticket, claimedBy=str(USERS["responder"]))


async def clear_anothers_claim(call: Client, who: str, ticket: str) -> Reply:
    holder = "admin" if who != "admin" else "responder"
    await call.put(holder, ticket, claimedByMe=True)
    return await call.put(who, ticket, claimedBy=None)


async def sort(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, priority="high", tags=["a tag"])


async def move(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, categoryId=call.desk.categories["other"])


async def add_people(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, participants=[str(USERS["definer"])])


async def link(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, links=[])


async def let_rest(call: Client, who: str, ticket: str) -> Reply:
    return await call.put(who, ticket, snoozedUntil="2026-06-01T12:00:00Z")


async def delete(call: Client, who: str, ticket: str) -> Reply:
    return await call("DELETE", f"/api/tickets?ticketId={ticket}", who)


async def delete_anothers_message(call: Client, who: str, ticket: str) -> Reply:
    author = "admin" if who != "admin" else "responder"
    said = (await call.write(author, ticket)).data["message"]["id"]
    return await call("DELETE", f"/api/tickets/messages?messageId={said}", who)


CELLS: dict[Act, set[str]] = {
    see: SEERS,
    read_messages: SEERS,
    reply: {"owner", *STAFF},
    note: STAFF,
    rename: {"owner", *STAFF},
    close: {"owner", *STAFF},
    reopen: {"owner", *STAFF},
    claim: STAFF,
    take_over: MANAGERS,
    clear_anothers_claim: MANAGERS,
    sort: STAFF,
    move: STAFF,
    add_people: STAFF,
    link: STAFF,
    let_rest: STAFF,
    delete: MANAGERS,
    delete_anothers_message: STAFF,
}


@pytest.mark.parametrize("act", CELLS, ids=lambda act: act.__name__)
async def test_each_person_gets_what_the_table_says_and_no_more(desk: Desk, call: Client, act: Act) -> None:
    for who in USERS:
        status = (await act(call, who, await desk.ticket())).status
        refused = 403 if who in SEERS else 404
        assert status in ({200, 201} if who in CELLS[act] else {refused}), (act.__name__, who)


@pytest.mark.parametrize("act", CELLS, ids=lambda act: act.__name__)
async def test_who_was_added_sees_replies_and_gets_no_more(desk: Desk, call: Client, act: Act) -> None:
    ticket = await desk.ticket()
    await call.put("admin", ticket, participants=[str(USERS["outsider"])])
    status = (await act(call, "outsider", ticket)).status
    assert status in ({200, 201} if act in {see, read_messages, reply} else {403})


@pytest.mark.parametrize("who", USERS)
async def test_each_person_changes_categories_only_with_define_tickets(desk: Desk, call: Client, who: str) -> None:
    may = who in {"definer", "admin"}
    made = await call("POST", "/api/tickets/categories", who, json={"name": "new"})
    edited = await call(
        "PUT", "/api/tickets/categories", who, json={"categoryId": desk.categories["open"], "name": "a"}
    )
    deleted = await call("DELETE", f"/api/tickets/categories?categoryId={desk.categories['other']}", who)
    statuses = [made.status, edited.status, deleted.status]
    assert statuses == ([201, 200, 200] if may else [403, 403, 403])


@pytest.mark.parametrize("who", ["owner", "responder", "manager", "admin", "outsider"])
async def test_whoever_wrote_a_message_deletes_it(call: Client, ticket: str, who: str) -> None:
    await call.put("admin", ticket, participants=[str(USERS["outsider"])])
    said = (await call.write(who, ticket)).data["message"]["id"]
    assert (await call("DELETE", f"/api/tickets/messages?messageId={said}", who)).status == 200
