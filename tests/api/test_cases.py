"""What went wrong for users of other programs, tried on the API: each case by its number."""

import json

import pytest

from tests.api.client import Client
from tests.api.world import Desk
from tests.people import GUILD, USERS

JSON = {"Content-Type": "application/json"}
NOBODY = "1234567890123456789"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?staus=open", "staus"),
        ("?opener=1", "opener"),
        ("?status=bogus", "status"),
        ("?status=open&status=closed", "status"),
        ("?pageSize=abc", "pageSize"),
        ("?pageSize=0", "pageSize"),
        ("?pageSize=-1", "pageSize"),
        ("?pageSize=100000", "pageSize"),
        ("?page=0", "page"),
        ("?mine=perhaps", "mine"),
    ],
)
async def test_a_filter_with_a_typo_is_refused_by_name_and_widens_nothing(call: Client, query: str, named: str) -> None:
    """H01: an unknown name or value is 400 naming the parameter, never a wider answer."""
    refused = await call("GET", f"/api/tickets{query}", "manager")
    assert refused.status == 400
    assert named in json.dumps(refused.error)


async def test_a_filter_that_fits_nothing_gives_an_empty_list(call: Client, ticket: str) -> None:
    """H01: nobody's category is an empty list; an empty value is no filter at all."""
    assert (await call.get(f"/api/tickets?categoryId={NOBODY}", "manager"))["tickets"] == []
    assert (await call.get("/api/tickets?categoryId=", "manager"))["total"] == 1


async def test_ids_go_out_as_texts_that_no_reader_can_round(call: Client, ticket: str) -> None:
    """H04: parsed with doubles, as JavaScript does, every id is still the same."""
    await call.put("responder", ticket, claimedByMe=True)
    await call.write("responder", ticket)
    reply = await call("GET", f"/api/tickets?ticketId={ticket}", "manager")
    as_javascript = json.loads(reply.body, parse_int=lambda digits: int(float(digits)))["data"]["ticket"]
    assert as_javascript == reply.data["ticket"]
    assert as_javascript["ownerId"] == str(USERS["owner"])
    assert as_javascript["claimedBy"] == as_javascript["messages"][1]["authorId"] == str(USERS["responder"])


@pytest.mark.parametrize(
    "given", ["910000000000000002", "9.1e17", "910000000000000002.0", '"<@&910000000000000002>"', "0", '"0"', "true"]
)
async def test_a_role_id_that_is_no_exact_text_is_refused_by_its_place(call: Client, given: str) -> None:
    """H04: a number may have lost its last digits on the way; never is another role's meant."""
    body = b'{"name":"A category","responderRoleIds":[' + given.encode() + b"]}"
    refused = await call("POST", "/api/tickets/categories", "definer", data=body, headers=JSON)
    assert refused.faulty == {"responderRoleIds[0]"}


@pytest.mark.parametrize("given", [str(USERS["responder"]), "9.2e17", f"{USERS['responder']}.0"])
async def test_a_members_id_that_is_a_number_is_refused(call: Client, ticket: str, given: str) -> None:
    """H04: the same for a member."""
    body = f'{{"ticketId":"{ticket}","claimedBy":{given}}}'.encode()
    assert (await call("PUT", "/api/tickets", "manager", data=body, headers=JSON)).faulty == {"claimedBy"}


GOOD = b'{"title":"A title","categoryId":"1","message":"A message"}'


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        ("application/json; charset=utf-8", GOOD, 201),
        ("Application/JSON", GOOD, 201),
        ("application/json", GOOD[:-5], 400),
        ("application/json", b"", 400),
        ("application/json", b"[]", 400),
        ("application/json", b"null", 400),
        ("application/json", b'"text"', 400),
        ("application/json", GOOD.replace(b'"A title"', b"7"), 400),
        ("application/json", GOOD.replace(b"A title", b"A \xff title"), 400),
        ("application/json; charset=latin-1", GOOD, 415),
        ("text/plain", GOOD, 415),
        ("application/x-www-form-urlencoded", b"title=A+title", 415),
        ("application/json", b" " * (100 * 1024), 413),
    ],
)
async def test_bad_bodies_are_refused_and_good_ones_are_taken(
    desk: Desk, call: Client, media: str, body: bytes, status: int
) -> None:
    """H05: each in the usual form, nothing written, and never an error of ours."""
    sent = body.replace(b'"1"', f'"{desk.categories["open"]}"'.encode())
    reply = await call("POST", "/api/tickets", "owner", data=sent, headers={"Content-Type": media})
    assert reply.status == status
    assert (await call.get("/api/tickets", "manager"))["total"] == (1 if status == 201 else 0)


@pytest.mark.parametrize("impossible", ["9223372036854775808", "-1", "1e3", "%00", "4" * 40, "%F0%9F%98%80", "1.0"])
async def test_an_id_that_no_store_can_hold_is_no_ticket_and_no_filter(
    call: Client, ticket: str, impossible: str
) -> None:
    """H07: not found (or refused where it holds U+0000), never an error of ours."""
    assert (await call("GET", f"/api/tickets?ticketId={impossible}", "manager")).status in {400, 404}
    assert (await call("DELETE", f"/api/tickets?ticketId={impossible}", "manager")).status in {400, 404}
    filtered = await call("GET", f"/api/tickets?categoryId={impossible}", "manager")
    assert filtered.status == 400 or filtered.data["tickets"] == []


@pytest.mark.parametrize("text", [r"half a pair \ud800 here", r"a zero \u0000 here"])
async def test_a_text_that_cannot_be_kept_whole_is_refused(call: Client, ticket: str, text: str) -> None:
    """H07: and the next one is taken."""
    body = f'{{"ticketId":"{ticket}","content":"{text}"}}'.encode()
    assert (await call("POST", "/api/tickets/messages", "owner", data=body, headers=JSON)).status == 400
    assert (await call.write("owner", ticket, "a" + "\u0301" * 1999)).status == 201


async def test_staff_of_one_team_reads_nothing_of_anothers(desk: Desk, call: Client) -> None:
    """S01: not in lists and counts, and asked for directly it is as if there were none."""
    ours, theirs = await desk.ticket(), await desk.ticket(category="other")
    for ticket in (ours, theirs):
        await call.put("owner", ticket, status="closed")
    listed = await call.get("/api/tickets?status=all", "responder")
    assert ([each["id"] for each in listed["tickets"]], listed["total"]) == ([ours], 1)
    hidden = await call("GET", f"/api/tickets?ticketId={theirs}", "responder")
    absent = await call("GET", "/api/tickets?ticketId=999999", "responder")
    assert hidden.status == 404
    assert hidden.but_for_its_id() == absent.but_for_its_id()
    assert (await call.get(f"/api/tickets?categoryId={desk.categories['other']}", "responder"))["total"] == 0


async def test_the_guild_itself_is_never_a_role_of_a_category(call: Client) -> None:
    """H04, S02: @everyone has the guild's id, and naming it would publish every ticket."""
    sent = {"name": "A category", "viewerRoleIds": [str(GUILD)]}
    refused = await call("POST", "/api/tickets/categories", "definer", json=sent)
    assert refused.faulty == {"viewerRoleIds[0]"}


async def test_where_everybody_is_an_administrator_no_category_is_made(call: Client, desk: Desk) -> None:
    """S02: a category that cannot be made private is refused when it is configured, at this door as well."""
    desk.people.all_administrators = True
    refused = await call("POST", "/api/tickets/categories", "definer", json={"name": "A category"})
    desk.people.all_administrators = False
    assert (refused.status, refused.faulty) == (400, {"responderRoleIds"})
