"""Signing in with Discord: who gets a session, who does not, and what a browser can be made to do on the way."""

import base64
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.errors import SignInStale
from api.sign_in.pages import choice_page
from api.sign_in.pending import SECONDS, Pending
from tests.api.client import Client
from tests.api.site import CLIENT_ID, Browser, Site, asked_of, open_site
from tests.api.world import OTHER_GUILD, Desk
from tests.people import GUILD, USERS, member


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    async with open_site(tmp_path) as running:
        yield running


async def refused(browser: Browser, address: str, status: int, words: str) -> None:
    """That address shows a page with those words, and nobody is signed in."""
    answer = await browser.go(address)
    assert (answer.status, answer.content_type) == (status, "text/html")
    assert words in await answer.text()
    assert "session" not in browser.cookies


async def test_whoever_agrees_at_discord_is_signed_in_and_comes_back_to_where_they_were(site: Site) -> None:
    browser = site.browser()
    ended = await browser.sign_in("responder", "/docs%23put-api-tickets")
    assert ended.headers["Location"] == "/docs#put-api-tickets"
    session = await browser.read()
    assert session["user"] == {"id": str(USERS["responder"]), "name": member("responder").name}
    assert session["guild"] == {"id": str(GUILD), "name": "Guild"}
    assert session["permissions"]["responderCategoryIds"] == [site.desk.categories["open"]]
    assert "sign-in" not in browser.cookies


async def test_discord_is_asked_with_pkce_a_state_and_the_one_address_to_return_to(site: Site) -> None:
    """RFC 9700."""
    asked = asked_of(await site.browser().to_discord())
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) == 43
    assert asked["redirect_uri"] == f"{site.desk.url}/sign-in/callback"
    assert (asked["client_id"], asked["scope"]) == (str(CLIENT_ID), "identify")


@pytest.mark.parametrize("wrong", ["", "state=", "state=x", "code=x"])
async def test_a_callback_that_nobody_began_signs_nobody_in(site: Site, wrong: str) -> None:
    """Fault 18."""
    browser = site.browser()
    await browser.to_discord()
    await refused(browser, f"/sign-in/callback?code=abc&{wrong}" if wrong else "/sign-in/callback", 400, "Begin anew")


async def test_a_state_is_good_once_and_in_its_own_browser_alone(site: Site) -> None:
    """Fault 18."""
    victim, attacker = site.browser(), site.browser()
    back = await attacker.agree(await attacker.to_discord(), "owner")
    await victim.to_discord()
    await refused(victim, back, 400, "another browser began it")
    assert (await attacker.go(back)).status == 302
    again = site.browser()
    again.cookies = {**attacker.cookies}
    del again.cookies["session"]
    await refused(again, back, 400, "Begin anew")


def test_a_state_that_was_begun_too_long_ago_is_good_for_nothing() -> None:
    """Fault 18."""
    now = [0.0]
    pending = Pending(lambda: now[0])
    (first, early), (second, late) = pending.begin("/docs"), pending.begin("/docs")
    now[0] = SECONDS - 1.0
    assert pending.take(early, first.cookie) == first
    chosen = pending.go_on(first, 7)
    now[0] = float(SECONDS)
    with pytest.raises(SignInStale):
        pending.take(late, second.cookie)
    assert pending.take(chosen, first.cookie).user_id == 7


def test_what_a_browser_holds_of_its_sign_in_is_believed_only_as_it_was_begun() -> None:
    """Faults 18 and 26: neither its end, its time, its step nor who it is can be made up, and it is good once."""
    pending = Pending(lambda: 0.0)
    begun, state = pending.begin("/docs")
    secret, until, _ = begun.cookie.split(".")
    evil = base64.urlsafe_b64encode(b"//evil.example").decode()
    chosen = pending.go_on(begun, 7)
    user, later, seal = chosen.split(".")
    for sent, cookie in (
        (state, f"{secret}.{until}.{evil}"),
        (state, f"{secret}.9{until}.{begun.cookie.split('.')[2]}"),
        (f"8.{later}.{seal}", begun.cookie),
        (f"{user}.9{later}.{seal}", begun.cookie),
        (f"{user}.{later}.{state}", begun.cookie),
        (seal, begun.cookie),
        ("\ud800", "\ud800.\ud800.\ud800"),
        ("", ""),
        (state, None),
    ):
        with pytest.raises(SignInStale):
            pending.take(sent, cookie)
    for sent in (state, chosen):
        assert pending.take(sent, begun.cookie).target == "/docs"
    for sent in (state, chosen, f"0{chosen}"):
        with pytest.raises(SignInStale):
            pending.take(sent, begun.cookie)


async def test_a_code_cannot_be_used_with_another_sign_in(site: Site) -> None:
    """Fault 19: the verifier is not that of the code."""
    browser = site.browser()
    first = asked_of(await browser.agree(await browser.to_discord(), "owner"))
    second = asked_of(await browser.to_discord())
    await refused(browser, f"/sign-in/callback?code={first['code']}&state={second['state']}", 400, "not signed in")


async def test_whoever_says_no_at_discord_is_told_how_to_go_on(site: Site) -> None:
    """Fault 19."""
    browser = site.browser()
    state = asked_of(await browser.to_discord())["state"]
    await refused(browser, f"/sign-in/callback?error=access_denied&state={state}", 400, "Sign in again")


async def test_while_discord_is_not_well_nobody_signs_in_and_nothing_is_told_of_it(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    """Fault 19: neither code nor token is in a log."""
    browser = site.browser()
    back = await browser.agree(await browser.to_discord(), "owner")
    site.oauth.failing = True
    await refused(browser, back, 503, "try again")
    assert asked_of(back)["code"] not in caplog.text
    assert asked_of(back)["state"] not in caplog.text


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "/%5Cevil.example",
        "https:evil.example",
        "/%09/evil.example",
        "javascript:alert(1)",
    ],
)
async def test_a_sign_in_ends_on_a_page_of_the_desk_whatever_was_asked(site: Site, evil: str) -> None:
    """Fault 26."""
    browser = site.browser()
    ended = await browser.sign_in("owner", evil)
    assert ended.headers["Location"] == "/"
    home = await browser.go("/")
    assert (home.status, home.headers["Location"]) == (302, "/docs")
    assert ended.headers["X-Request-Id"] != home.headers["X-Request-Id"]


async def test_what_a_browser_brings_along_as_its_session_never_becomes_one(site: Site) -> None:
    """Fault 20: a new id at login, and the old one is dead."""
    browser = site.browser()
    browser.cookies["session"] = "planted-by-somebody"
    await browser.sign_in("owner")
    first = browser.cookies["session"]
    assert first != "planted-by-somebody"
    await browser.sign_in("owner")
    assert browser.cookies["session"] != first
    old = site.browser()
    old.cookies["session"] = first
    assert (await old("GET", "/api/session")).status == 401


async def test_the_cookie_is_kept_from_scripts_and_other_sites(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Fault 22, Q2."""
    browser = site.browser()
    await browser.sign_in("owner")
    morsel = browser.set["session"]["session"]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Lax", "/", "")
    assert morsel["secure"] == ""
    async with open_site(tmp_path_factory.mktemp("public"), "https://desk.example") as public:
        asked = await public.session.get(
            public.desk.url + "/sign-in", headers={"Host": "desk.example"}, allow_redirects=False
        )
        assert "Secure" in asked.headers["Set-Cookie"]
        assert asked_of(asked.headers["Location"])["redirect_uri"] == "https://desk.example/sign-in/callback"


async def test_who_is_in_no_server_of_the_desk_is_not_signed_in(site: Site) -> None:
    site.desk.people.leave("outsider")
    browser = site.browser()
    await refused(browser, await browser.agree(await browser.to_discord(), "outsider"), 403, "Join one first")


async def test_who_is_in_several_servers_chooses_one_and_can_change(site: Site) -> None:
    """Q4."""
    site.desk.people.members[OTHER_GUILD, USERS["owner"]] = replace(member("owner"), guild_id=OTHER_GUILD)
    browser = site.browser()
    page = await browser.go(await browser.agree(await browser.to_discord(), "owner"))
    text = await page.text()
    assert "Other guild" in text
    door = next(part for part in text.split('"') if f"server={OTHER_GUILD}" in part).replace("&amp;", "&")
    await refused(site.browser(), door, 400, "another browser")
    assert (await browser.go(door.replace(str(OTHER_GUILD), "1"))).status == 403
    page = await browser.go(await browser.agree(await browser.to_discord(), "owner"))
    door = next(part for part in (await page.text()).split('"') if f"server={OTHER_GUILD}" in part)
    assert (await browser.go(door.replace("&amp;", "&"))).status == 302
    session = await browser.read()
    assert (session["guild"]["id"], len(session["guilds"])) == (str(OTHER_GUILD), 2)
    browser.csrf = session["csrfToken"]
    changed = await browser("PUT", "/api/session", json={"guildId": str(GUILD)})
    assert changed.data["session"]["guild"]["id"] == str(GUILD)
    assert (await browser("PUT", "/api/session", json={"guildId": "123456789012345678"})).faulty == {"guildId"}


def test_a_choice_of_servers_shows_each_by_the_name_it_has_and_runs_none() -> None:
    """Fault 38."""
    name = "</a><script>alert(1)</script>"
    page = choice_page([(name, "/first"), (name, "/second")]).decode()
    assert "<script" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert 'href="/first"' in page
    assert 'href="/second"' in page


async def test_without_a_client_secret_the_desk_says_that_nobody_can_sign_in(desk: Desk, call: Client) -> None:
    async with call.session.get(f"{desk.url}/sign-in") as answer:
        assert (answer.status, answer.content_type) == (404, "text/html")
        assert "Nobody can sign in here yet" in await answer.text()
    assert (await call("GET", "/api/session")).status == 401


async def test_a_sign_in_changes_nothing_by_another_method_and_names_no_version(site: Site) -> None:
    assert (await site.browser().go("/sign-in", "POST")).status == 405
    assert (await site.browser().go("/sign-in")).headers["Server"] == "support-desk"
