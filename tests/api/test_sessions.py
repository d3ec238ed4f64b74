"""Sessions: all that a key can do, from a page of the desk alone, and for no longer than they last."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from api.operations import OPERATIONS
from desk import sessions
from desk.actor import Scope
from desk.sessions import IDLE, LASTS
from storage.desk_store import open_desk
from tests.api.site import Site, open_site
from tests.api.world import OTHER_GUILD
from tests.people import GUILD, USERS, member


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(tmp_path) as running:
        yield running


async def test_a_session_opens_claims_answers_and_closes_a_ticket(site: Site) -> None:
    """G5, B3: and defines categories with no second sign-in, by the grant alone."""
    owner, responder, definer = site.browser(), site.browser(), site.browser()
    await owner.sign_in("owner")
    await responder.sign_in("responder")
    draft = {"title": "By session", "categoryId": site.desk.categories["open"], "message": "Hello there"}
    ticket = (await owner("POST", "/api/tickets", json=draft)).data["ticket"]["id"]
    claimed = await responder("PUT", "/api/tickets", json={"ticketId": ticket, "claimedByMe": True})
    assert claimed.data["ticket"]["claimedBy"] == str(USERS["responder"])
    said = await responder("POST", "/api/tickets/messages", json={"ticketId": ticket, "content": "Hello"})
    assert said.status == 201
    assert (await owner("PUT", "/api/tickets", json={"ticketId": ticket, "status": "closed"})).status == 200
    assert (await owner("GET", f"/api/tickets?ticketId={ticket}")).data["ticket"]["status"] == "closed"
    await definer.sign_in("definer")
    made = [await each("POST", "/api/tickets/categories", json={"name": "new"}) for each in (definer, responder)]
    assert [reply.status for reply in made] == [201, 403]


async def test_every_change_by_a_session_needs_its_own_token(site: Site) -> None:
    """Fault 23, G7: without, wrong, another session's."""
    browser, other = site.browser(), site.browser()
    await browser.sign_in("admin")
    await other.sign_in("admin")
    assert other.csrf != browser.csrf
    for operation in OPERATIONS:
        if operation.method == "GET":
            continue
        for token in ("", "wrong", other.csrf, browser.csrf[:-1], "é"):
            reply = await browser(operation.method, operation.path, json={}, x_csrf_token=token)
            assert (reply.status, reply.error["code"]) == (403, "csrf"), operation.name
    assert (await browser("GET", "/api/tickets")).data["total"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
async def test_a_page_of_another_site_changes_nothing_with_the_browsers_session(
    site: Site, headers: dict[str, str]
) -> None:
    """Fault 23."""
    browser = site.browser()
    await browser.sign_in("admin")
    reply = await browser("POST", "/api/tickets/categories", json={"name": "Planted"}, **headers)
    assert (reply.status, reply.error["code"]) == (403, "foreign_origin")
    names = [it["name"] for it in (await browser("GET", "/api/tickets/categories")).data["categories"]]
    assert "Planted" not in names


async def test_no_other_site_may_read_an_answer(site: Site) -> None:
    """Fault 29."""
    browser = site.browser()
    await browser.sign_in("admin")
    for method in ("GET", "OPTIONS"):
        answer = await browser.go("/api/tickets", method, Origin="https://evil.example")
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


async def test_signing_out_ends_the_session_for_good(site: Site) -> None:
    """Fault 21."""
    browser = site.browser()
    await browser.sign_in("owner")
    kept = browser.cookies["session"]
    assert (await browser("DELETE", "/api/session")).data == {"session": None}
    assert "session" not in browser.cookies
    browser.cookies["session"] = kept
    assert (await browser("GET", "/api/tickets")).status == 401


async def test_signing_out_everywhere_ends_every_session_of_that_person_and_of_no_other(site: Site) -> None:
    here, there, other = site.browser(), site.browser(), site.browser()
    await here.sign_in("owner")
    await there.sign_in("owner")
    await other.sign_in("viewer")
    assert (await here("DELETE", "/api/session?everywhere=true")).status == 200
    assert (await there("GET", "/api/session")).status == 401
    assert (await other("GET", "/api/session")).status == 200


async def test_a_session_ends_when_it_is_old_and_when_it_is_left_alone(site: Site) -> None:
    """Fault 21: absolute and idle limit."""
    used, idle = site.browser(), site.browser()
    await used.sign_in("owner")
    await idle.sign_in("owner")
    step = IDLE - timedelta(hours=1)
    steps = int(LASTS / step)
    for number in range(1, steps + 1):
        site.desk.time.now += step
        assert (await used("GET", "/api/session")).status == 200
        if number == 2:
            assert (await idle("GET", "/api/session")).status == 401
    site.desk.time.now += step
    assert (await used("GET", "/api/session")).status == 401


@pytest.mark.parametrize(
    "cookies", [["session=a; session=b"], ["session=a", "other=b"], ["session=a; x=1; session=a"]], ids=str
)
async def test_two_cookies_that_could_be_the_session_are_refused(site: Site, cookies: list[str]) -> None:
    """Fault 22."""
    headers = [("Cookie", each) for each in cookies]
    async with site.session.get(f"{site.desk.url}/api/session", headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, "invalid_request")


async def test_what_stands_beside_a_session_decides_or_is_refused(site: Site) -> None:
    """B2: same member, the key's scopes hold; another member 400; a bad key 401; a dead cookie does not matter.

    What a proxy asked of the browser for itself is no key.
    """
    browser = site.browser()
    await browser.sign_in("owner")
    ticket = {"title": "A title", "categoryId": site.desk.categories["open"], "message": "A message"}
    own, read_only, other = (site.desk.keys[it] for it in ("owner", "readonly", "viewer"))
    assert (await browser("POST", "/api/tickets", json=ticket, x_api_key=own, x_csrf_token="")).status == 201
    narrow = await browser("POST", "/api/tickets", json=ticket, x_api_key=read_only)
    assert narrow.error["code"] == "insufficient_scope"
    assert (await browser("GET", "/api/tickets", x_api_key=other)).status == 400
    assert (await browser("GET", "/api/tickets", x_api_key="prapi_bad")).status == 401
    assert (await browser("GET", "/api/tickets", Authorization="Basic eDp5")).status == 200
    browser.cookies["session"] = "dead"
    assert (await browser("GET", "/api/tickets", x_api_key=own)).status == 200
    assert (await browser("GET", "/api/tickets")).status == 401


async def test_a_role_taken_away_and_a_guild_left_count_from_the_next_request(site: Site) -> None:
    """Faults 13, 14, B3: what a session may do is decided as it is for a key."""
    browser = site.browser()
    await browser.sign_in("manager")
    await site.desk.ticket()
    assert (await browser("GET", "/api/tickets")).data["total"] == 1
    site.desk.people.give("manager")
    assert (await browser("GET", "/api/tickets")).data["total"] == 0
    site.desk.people.leave("manager")
    assert (await browser("GET", "/api/tickets")).status == 401


async def test_an_api_key_does_nothing_that_only_who_is_signed_in_may_do(site: Site) -> None:
    """Fault 34."""
    for operation in OPERATIONS:
        if operation.scope is None:
            async with site.session.request(
                operation.method,
                site.desk.url + operation.path,
                headers={"x-api-key": site.desk.keys["admin"]},
                json={},
            ) as answer:
                told = await answer.json()
            assert (answer.status, told["error"]["code"]) == (403, "session_needed"), operation.name
    assert {it.scope for it in OPERATIONS} == {Scope.READ, Scope.WRITE, None}


async def test_who_has_left_the_server_of_their_session_chooses_another_in_which_they_are(site: Site) -> None:
    """Q4: they are not thrown out, and where they act is not guessed."""
    browser, people = site.browser(), site.desk.people
    await browser.sign_in("manager")
    people.members[OTHER_GUILD, USERS["manager"]] = replace(member("manager"), guild_id=OTHER_GUILD, name="Elsewhere")
    people.leave("manager")
    there = {"id": str(OTHER_GUILD), "name": "Other guild"}
    session = await browser.read()
    assert (session["guild"], session["guilds"], session["user"]["name"]) == (None, [there], "Elsewhere")
    assert (session["access"], session["permissions"]) == (False, None)
    refused = await browser("GET", "/api/tickets")
    assert (refused.status, refused.error["code"]) == (403, "guild_left")
    assert (await browser("PUT", "/api/session", json={"guildId": str(GUILD)})).faulty == {"guildId"}
    chosen = await browser("PUT", "/api/session", json={"guildId": there["id"]})
    assert (chosen.data["session"]["guild"], chosen.data["session"]["access"]) == (there, True)
    assert (await browser("GET", "/api/tickets")).data["total"] == 0
    del people.members[OTHER_GUILD, USERS["manager"]]
    assert [(await browser(*it)).status for it in (("GET", "/api/session"), ("GET", "/api/tickets"))] == [401, 401]
    assert (await browser("PUT", "/api/session", json={"guildId": there["id"]})).status == 401


def all_bytes(folder: Path) -> bytes:
    """What the files of a folder hold."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def test_a_session_is_good_after_a_restart_and_in_no_copy_of_the_store(tmp_path: Path) -> None:
    async with open_site(tmp_path) as site:
        browser = site.browser()
        await browser.sign_in("owner")
        cookie = browser.cookies["session"]
        assert cookie.encode() not in await asyncio.to_thread(all_bytes, tmp_path)
    async with open_desk(tmp_path / "desk.db") as store:
        (kept,) = store.identities.sessions.values()
        assert (kept.user_id, kept.guild_id) == (USERS["owner"], GUILD)
        assert sessions.digest(cookie) in store.identities.sessions


@pytest.mark.parametrize("host", ["evil.example", "desk.example.evil.example", "desk.example:81"])
async def test_a_request_for_another_host_is_refused(tmp_path: Path, host: str) -> None:
    """Fault 27."""
    async with open_site(tmp_path, "https://desk.example") as site:
        for path in ("/api/tickets", "/sign-in", "/docs"):
            async with site.session.get(site.desk.url + path, headers={"Host": host}) as answer:
                assert answer.status == 400
        key = {"x-api-key": site.desk.keys["owner"]}
        for good in ("desk.example", "127.0.0.1:8080", "localhost", "[::1]:1"):
            async with site.session.get(f"{site.desk.url}/api/tickets", headers={"Host": good, **key}) as answer:
                assert answer.status == 200, good


async def test_signing_out_ends_the_streams_of_the_session_within_a_second(site: Site) -> None:
    """Fault 13."""
    browser = site.browser()
    await browser.sign_in("owner")
    headers = {"Accept": "text/event-stream", "Cookie": f"session={browser.cookies['session']}"}
    async with site.session.get(site.desk.url + "/api/events", headers=headers) as stream:
        assert await stream.content.readuntil(b"\n\n")
        async with asyncio.timeout(1):
            assert (await browser("DELETE", "/api/session")).status == 200
            assert await stream.content.read() == b""
