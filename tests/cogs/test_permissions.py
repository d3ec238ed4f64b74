"""The permission table cell by cell, as each person meets it in Discord."""

from collections.abc import Awaitable, Callable

import pytest

from desk.clock import rfc3339
from desk.errors import NotFound
from desk.messages import SeenMessage, record_seen
from desk.models import Priority, Status
from tests.cogs.world import World, buttons, said, shown
from tests.town import NAMES

Cell = Callable[[World, str], Awaitable[tuple[str, bool]]]
"""Lets one person try; gives what they read and whether it was done."""

STAFF = {"responder", "manager", "admin"}
SEES = STAFF | {"owner", "viewer"}
WAYS_ON = ("Ask a responder", "Use `/ticket reply`", "Only responders", "/desk grant", "Only ")
NO_TICKET = "There is no such ticket, or you cannot see it."


async def _see(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket show", ticket=1))
    return answer, "It burns" in answer


async def _reply(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket reply", ticket=1, message="a reply"))
    return answer, "a reply" in [it.content for it in (await world.detail(1)).messages]


async def _note(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket note", ticket=1, message="a note"))
    return answer, "a note" in [it.content for it in (await world.detail(1)).messages]


async def _claim(world: World, name: str) -> tuple[str, bool]:
    ticket = await world.seen(1)
    answer = said(await world.members[name].click(world.card(ticket), label="Claim"))
    return answer, (await world.seen(1)).claimed_by == world.members[name].id


async def _take_over(world: World, name: str) -> tuple[str, bool]:
    holder = "manager" if name != "manager" else "admin"
    await world.use(holder, "ticket claim", ticket=1)
    answer = said(await world.use(name, "ticket assign", ticket=1, member=world.members["responder"]))
    return answer, (await world.seen(1)).claimed_by == world.members["responder"].id


async def _close(world: World, name: str) -> tuple[str, bool]:
    ticket = await world.seen(1)
    answer = said(await world.members[name].click(world.card(ticket), label="Close"))
    return answer, (await world.seen(1)).status is Status.CLOSED


async def _reopen(world: World, name: str) -> tuple[str, bool]:
    await world.use("admin", "ticket close", ticket=1)
    answer = said(await world.use(name, "ticket reopen", ticket=1))
    return answer, (await world.seen(1)).status is Status.OPEN


async def _rename(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket rename", ticket=1, title="Another title"))
    return answer, (await world.seen(1)).title == "Another title"


async def _sort(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket priority", ticket=1, level="high"))
    return answer, (await world.seen(1)).priority is Priority.HIGH


async def _move(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket move", ticket=1, category="other"))
    return answer, (await world.seen(1)).category_name == "other"


async def _add(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket add", ticket=1, member=world.members["definer"]))
    return answer, world.members["definer"].id in (await world.detail(1)).participants


async def _let_rest(world: World, name: str) -> tuple[str, bool]:
    answer = said(await world.use(name, "ticket snooze", ticket=1, until="1h"))
    return answer, (await world.seen(1)).snoozed_until is not None


async def _rate(world: World, name: str) -> tuple[str, bool]:
    await world.use("admin", "ticket close", ticket=1)
    answer = said(await world.use(name, "ticket rate", ticket=1, stars=5))
    return answer, (await world.seen(1)).rating == 5


async def _delete(world: World, name: str) -> tuple[str, bool]:
    asked = await world.use(name, "ticket delete", ticket=1)
    if buttons(asked):
        asked = await world.members[name].click(shown(asked), label="Delete for good")
    try:
        await world.seen(1)
    except NotFound:
        return said(asked), True
    return said(asked), False


async def _delete_message_of(world: World, name: str, author: str) -> tuple[str, bool]:
    ticket = await world.seen(1)
    thread = world.thread(ticket)
    message = await world.members[author].send(thread, "in the thread")
    seen = SeenMessage(thread.id, message.id, "in the thread", (), rfc3339(world.now))
    assert await world.store.write(record_seen, world.actor(author), seen) is not None
    result = await world.members[name].context_menu(thread, "Delete from ticket", message)
    return said(result), "in the thread" not in [it.content for it in (await world.detail(1)).messages]


async def _delete_the_owner_s_message(world: World, name: str) -> tuple[str, bool]:
    return await _delete_message_of(world, name, "owner")


async def _delete_the_responder_s_message(world: World, name: str) -> tuple[str, bool]:
    return await _delete_message_of(world, name, "responder")


async def _edit_category(world: World, name: str) -> tuple[str, bool]:
    result = await world.use(name, "category edit", category="open")
    if "Appearance" in buttons(result):
        form = await world.members[name].click(shown(result), label="Appearance")
        await world.members[name].submit_modal(form, {"name": "renamed"})
    return said(result), "renamed" in [it.name for it in await world.live()]


TABLE: dict[str, tuple[Cell, set[str]]] = {
    "see": (_see, SEES),
    "reply": (_reply, STAFF | {"owner"}),
    "note": (_note, STAFF),
    "claim": (_claim, STAFF),
    "take over": (_take_over, {"manager", "admin"}),
    "close": (_close, STAFF | {"owner"}),
    "reopen": (_reopen, STAFF | {"owner"}),
    "rename": (_rename, STAFF | {"owner"}),
    "sort": (_sort, STAFF),
    "move": (_move, STAFF),
    "add": (_add, STAFF),
    "let rest": (_let_rest, STAFF),
    "rate": (_rate, {"owner"}),
    "delete": (_delete, {"manager", "admin"}),
    "delete the owner's message": (_delete_the_owner_s_message, STAFF | {"owner"}),
    "delete the responder's message": (_delete_the_responder_s_message, STAFF),
    "edit category": (_edit_category, {"definer", "admin"}),
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("action", TABLE)
async def test_each_person_may_do_what_the_table_says_and_reads_why_not(world: World, action: str, name: str) -> None:
    await world.ticket()
    cell, allowed = TABLE[action]
    answer, done = await cell(world, name)
    assert done == (name in allowed)
    if action != "edit category" and name not in SEES:
        assert answer.startswith(NO_TICKET)
    elif not done:
        assert not answer.startswith(NO_TICKET)
        assert any(hint in answer for hint in WAYS_ON)


@pytest.mark.parametrize("action", TABLE.keys() - {"edit category"})
async def test_who_was_added_sees_replies_and_can_do_no_more(world: World, action: str) -> None:
    await world.ticket()
    await world.use("admin", "ticket add", ticket=1, member=world.members["outsider"])
    cell, _ = TABLE[action]
    answer, done = await cell(world, "outsider")
    assert done == (action in {"see", "reply"})
    assert done or any(hint in answer for hint in WAYS_ON)
