"""GET /api/tickets narrowed and ordered: tags, priority, holder, time, words, and the orders that a list can have."""

from urllib.parse import quote

from tests.api.client import Client
from tests.api.test_ticket_list import URL, ids
from tests.api.world import Desk
from tests.people import USERS


async def listed(call: Client, query: str, who: str = "responder") -> list[str]:
    """The ids of that list, whose total says how many there are."""
    data = await call.get(f"{URL}?{query}", who)
    assert data["total"] == len(data["tickets"])
    return ids(data)


async def test_a_list_is_narrowed_by_tags_priority_and_holder(call: Client, desk: Desk) -> None:
    """T8: by all that is given at once."""
    bill, urgent, mine, plain = [await desk.ticket() for _ in range(4)]
    for ticket, changes in (
        (bill, {"tags": ["billing", "a, b"]}),
        (urgent, {"tags": ["billing"], "priority": "urgent"}),
        (mine, {"claimedByMe": True, "priority": "urgent"}),
        (plain, {"claimedByMe": True, "status": "closed"}),
    ):
        assert (await call.put("responder", ticket, **changes)).status == 200
    assert await listed(call, "tags=billing") == [urgent, bill]
    assert await listed(call, "tags=BILLING,%22a,%20b%22") == [bill]
    assert await listed(call, "tags=billing,nothing") == []
    assert await listed(call, "priority=urgent") == [mine, urgent]
    assert await listed(call, "priority=normal") == [plain, bill]
    assert await listed(call, "priority=urgent&tags=billing&status=open") == [urgent]
    assert await listed(call, "claimedBy=me") == [plain, mine]
    assert await listed(call, f"claimedBy={USERS['responder']}&status=open", "owner") == [mine]
    assert await listed(call, "claimedBy=none") == [urgent, bill]
    assert await listed(call, "claimedBy=none&status=claimed") == []
    assert await listed(call, "claimedBy=me", "owner") == await listed(call, "claimedBy=999") == []
    for word in ("nobody", "Me", "null", "\u0661"):
        reply = await call("GET", f"{URL}?claimedBy={word}", "responder")
        assert reply.error["fields"] == {"claimedBy": "must be the id of a member, me, or none for what nobody has"}


async def test_a_list_begins_at_a_time(call: Client, desk: Desk) -> None:
    first, second, third = [await desk.ticket() for _ in range(3)]
    await call.write("owner", first)
    since = (await call.get(f"{URL}?ticketId={third}", "owner"))["ticket"]["updatedAt"]
    assert await listed(call, f"updatedSince={since}") == [first, third]
    assert await listed(call, "updatedSince=2025-12-31T23:59:59%2B01:00") == [first, third, second]


async def test_a_list_holds_the_words_that_are_sought_where_one_may_read_them(call: Client, desk: Desk) -> None:
    """T10, fault 63: what is typed means itself."""
    lamp, note = await desk.ticket(title="A broken lamp"), await desk.ticket()
    await call.write("responder", note, "The lamp is a known fault", kind="note")
    assert await listed(call, "q=lam") == [note, lamp]
    assert await listed(call, "q=lam", "owner") == await listed(call, "q=%22broken%20lamp%22") == [lamp]
    assert await listed(call, "q=lamp&status=closed") == await listed(call, "q=lamp", "outsider") == []
    for typed in ('NEAR(lamp "', "lamp* OR words", "title:lamp", "(" * 100 + "lamp", "lamp' --"):
        assert isinstance(await listed(call, f"q={quote(typed)}"), list)
    assert (await call.get(f"{URL}?q=lamp&page=9", "responder"))["total"] == 2


async def test_a_filter_that_means_nothing_is_named(call: Client) -> None:
    wrong = {
        "tags": "a" * 33,
        "priority": "high,low",
        "claimedBy": "x" * 65,
        "updatedSince": "yesterday",
        "q": "%21%21",
        "sort": "title",
    }
    for name, value in wrong.items():
        assert (await call("GET", f"{URL}?{name}={value}", "owner")).faulty == {name}
    for name in ("tags", "q"):
        assert (await call("GET", f"{URL}?{name}=a&{name}=b", "owner")).faulty == {name}
    assert (await call("GET", f"{URL}?q={'a' * 201}&tags=a,,b", "owner")).faulty == {"q", "tags"}


async def test_every_order_is_walked_by_its_cursor_once_and_whole(call: Client, desk: Desk) -> None:
    """T9: and a cursor belongs to its order and its filters."""
    made = [await desk.ticket() for _ in range(5)]
    await call.write("owner", made[0])
    by_activity = [*made[1:], made[0]]
    for sort, right in (
        ("createdAt", made),
        ("-createdAt", made[::-1]),
        ("updatedAt", by_activity),
        ("-updatedAt", by_activity[::-1]),
    ):
        for narrowed in ("", "&q=message", "&priority=normal&claimedBy=none"):
            walked, target = [], f"{URL}?sort={sort}&pageSize=2{narrowed}"
            while target:
                reply = await call("GET", target, "owner")
                walked += ids(reply.data)
                links = {it.split('rel="')[1][:-1]: it[1 : it.index(">")] for it in reply.headers["Link"].split(", ")}
                target = links.get("next", "")
            assert walked == right, (sort, narrowed)
    cursor = (await call.get(f"{URL}?sort=createdAt&pageSize=2&tags=", "owner"))["nextCursor"]
    for other in ("", "sort=-createdAt", "sort=createdAt&q=message", "sort=createdAt&priority=normal"):
        assert (await call("GET", f"{URL}?{other}&cursor={cursor}", "owner")).faulty == {"cursor"}
    narrowed = f"{URL}?sort=createdAt&tags=x%2C%22y%2C%20z%22&claimedBy=me"
    link = (await call("GET", narrowed, "owner")).headers["Link"]
    assert link == f'<{URL}?tags=x%2C%22y%2C+z%22&claimedBy=me&sort=createdAt>; rel="first"'


async def test_nobody_is_missed_by_a_walk_in_the_order_of_opening_while_others_change(call: Client, desk: Desk) -> None:
    made = [await desk.ticket() for _ in range(6)]
    data = await call.get(f"{URL}?sort=createdAt&pageSize=3", "owner")
    for ticket in made:
        await call.write("owner", ticket)
    rest = await call.get(f"{URL}?sort=createdAt&pageSize=3&cursor={data['nextCursor']}", "owner")
    assert ids(data) + ids(rest) == made
