"""Where staff answers without names, the API tells nobody else who of the staff it is, however one asks."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desk import closing, merging, messages, moving, people, tickets
from desk.actor import Actor
from desk.clock import rfc3339
from tests.api.client import Client
from tests.api.world import Desk
from tests.people import GUILD, USERS, actor

STAFF = ("responder", "manager", "admin", "elsewhere")


def at_now(desk: Desk, name: str) -> Actor:
    return replace(actor(name), at=rfc3339(desk.time()))


async def work(desk: Desk) -> list[str]:
    """Tickets on which staff did all that it can do, the last of them moved to where names are shown."""
    category_id = int(desk.categories["open"])
    category = await desk.store.read(lambda tx: tx.categories.get(GUILD, category_id))
    assert category is not None
    hidden = replace(category, settings=replace(category.settings, anonymous=True))
    await desk.store.write(lambda tx: tx.categories.save(hidden))
    worked, duplicate, closed, moved = [int(await desk.ticket(title=f"A title {each}")) for each in range(4)]

    async def act(use_case: Callable[..., Any], ticket: int, *more: Any, by: str = "responder") -> Any:
        return await desk.store.write(use_case, at_now(desk, by), ticket, *more)

    for ticket in (worked, closed, moved):
        await act(tickets.claim, ticket)
        await act(messages.reply, ticket, "the word to search for")
    await act(messages.note, worked, "for staff alone")
    await act(people.add_person, worked, USERS["outsider"])
    await act(closing.plan, worked, "4h")
    await act(closing.keep_open, worked)
    await act(tickets.assign, worked, at_now(desk, "manager"), by="admin")
    await act(merging.merge, duplicate, worked)
    gone = await act(messages.reply, worked, "to be deleted")
    await act(messages.delete_message, worked, gone.id)
    await act(tickets.close, closed, "done")
    await act(moving.move, moved, int(desk.categories["other"]), by="manager")
    return [str(each) for each in (worked, duplicate, closed, moved)]


async def test_no_answer_names_staff_to_owner_viewer_or_who_was_added(call: Client, desk: Desk) -> None:
    readers = ("owner", "viewer", "outsider", "manager")
    before = {who: (await call.get("/api/events", who))["next"] for who in readers}
    those = await work(desk)
    paths = ["/api/tickets", "/api/search?q=word", "/api/tickets/open-count", "/api/tickets/categories"]
    paths += [f"/api/tickets?claimedBy={USERS[name]}" for name in STAFF]
    for ticket in those:
        paths += [f"/api/tickets?ticketId={ticket}", f"/api/tickets/messages?ticketId={ticket}"]
        paths += [f"/api/tickets/transcript?ticketId={ticket}&format={kind}" for kind in ("json", "html", "txt")]
    names = {str(USERS[name]) for name in STAFF} | {"Responder", "Manager", "Elsewhere"}
    seen = 0
    for who in ("owner", "viewer", "outsider"):
        for path in [*paths, f"/api/events?after={before[who]}"]:
            reply = await call("GET", path, who)
            assert reply.status in {200, 404}, path
            assert [name for name in names if name in reply.body.decode()] == [], (who, path)
            seen += reply.status == 200
        for name in STAFF:
            found = await call.get(f"/api/tickets?claimedBy={USERS[name]}", who)
            assert found["tickets"] == []
        holders = [USERS["manager"], USERS["responder"]]
        wished = [{"ticketId": those[0], "claimedBy": str(holder)} for holder in holders]
        said = [(await call("PUT", "/api/tickets", who, json=body)).but_for_its_id() for body in wished]
        assert said[0] == said[1]
    assert seen > 50
    assert str(USERS["responder"]) in str(await call.get(f"/api/events?after={before['manager']}", "manager"))
