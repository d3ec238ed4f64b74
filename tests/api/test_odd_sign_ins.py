"""What strangers and servers send around a session that is no cookie, no origin, no id and no JSON: never a 500."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from api.errors import SignInUnavailable
from api.sign_in.oauth import Discord, Endpoints, Registration
from bot.demo.oauth import CLIENT_SECRET
from tests.api.raw import exchange
from tests.api.site import Browser, Site, asked_of, open_site
from tests.people import USERS


async def told(site: Site, method: str, path: str, *headers: bytes, body: bytes = b"") -> tuple[int, str]:
    """The status and the code of what is answered to these bytes."""
    head = f"{method} {path} HTTP/1.1\r\nHost: {site.desk.url.partition('://')[2]}\r\n".encode()
    lines = b"".join(line + b"\r\n" for line in (*headers, b"Content-Length: %d" % len(body)))
    status, got, answer = await exchange(site.desk.port, head + lines + b"\r\n" + body)
    return status, json.loads(answer)["error"]["code"] if "json" in got.get("content-type", "") else ""


def page(browser: Browser) -> tuple[bytes, bytes, bytes]:
    """The headers of a change by a page of the desk, but for its origin."""
    cookie, token = browser.cookies["session"].encode(), browser.csrf.encode()
    return b"Cookie: session=" + cookie, b"x-csrf-token: " + token, b"Content-Type: application/json"


async def test_bytes_that_are_no_text_sign_nobody_in_and_break_nothing(tmp_path: Path) -> None:
    """Fault 33, in a cookie, a token, an origin and an id."""
    async with open_site(tmp_path) as site:
        assert await told(site, "GET", "/api/tickets", b"Cookie: session=a\xff") == (401, "unauthenticated")
        browser = site.browser()
        back = (await browser.agree(await browser.to_discord(), "owner")).removeprefix(site.desk.url)
        kept = b"Cookie: session=a\xff; sign-in=" + browser.cookies["sign-in"].encode()
        assert await told(site, "GET", back, b"Cookie: sign-in=a\xff") == (400, "")
        assert await told(site, "GET", back, kept) == (302, "")

        await browser.sign_in("admin")
        cookie, token, kind = page(browser)
        for origin in (b"http://[", b"http://\xe2\x84\x80.x", b"\xff", b"", b"null", b"http://127.0.0.1:99999"):
            sent = (cookie, token, kind, b"Origin: " + origin)
            found = await told(site, "POST", "/api/tickets/categories", *sent, body=b'{"name": "x"}')
            assert found == (403, "foreign_origin"), origin
        assert await told(site, "DELETE", "/api/session", cookie, b"x-csrf-token: \xff") == (403, "csrf")
        for guild in ("\u00b2", "\uff11", "-1", "9" * 64):
            body = json.dumps({"guildId": guild}).encode()
            assert await told(site, "PUT", "/api/session", cookie, token, kind, body=body) == (400, "invalid"), guild


async def test_a_host_is_the_same_however_it_is_written(tmp_path: Path) -> None:
    async with open_site(tmp_path, "https://desk.example") as site:
        for host, status in (("desk.example:443", 200), ("DESK.example", 200), ("desk.example:80", 400)):
            async with site.session.get(f"{site.desk.url}/healthz", headers={"Host": host}) as answer:
                assert answer.status == status, host


async def test_whoever_is_signed_in_can_sign_out_whatever_is_known_of_them(tmp_path: Path) -> None:
    async with open_site(tmp_path) as site:
        away, gone = site.browser(), site.browser()
        await away.sign_in("viewer")
        await gone.sign_in("owner")
        kept = away.cookies["session"]
        site.desk.people.leave("owner")
        assert (await gone("GET", "/api/session")).status == 401
        assert (await gone("DELETE", "/api/session")).status == 200
        site.desk.people.unknown = True
        assert (await away("GET", "/api/session")).status == 503
        assert (await away("DELETE", "/api/session?everywhere=true", x_csrf_token="")).status == 403
        assert (await away("DELETE", "/api/session?everywhere=true")).status == 200
        site.desk.people.unknown = False
        away.cookies["session"] = kept
        assert (await away("GET", "/api/session")).status == 401


async def test_a_page_about_trouble_tells_the_id_that_stands_in_the_log(tmp_path: Path) -> None:
    async with open_site(tmp_path) as site:
        answer = await site.browser().go("/sign-in/callback")
        assert answer.headers["X-Request-Id"] in await answer.text()


async def test_nothing_by_which_somebody_could_pass_for_another_is_in_a_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Faults 19 and 37: code, state, cookies, token and client secret, at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    async with open_site(tmp_path) as site:
        browser = site.browser()
        back = await browser.agree(await browser.to_discord(), "owner")
        secrets = [*asked_of(back).values(), *browser.cookies.values(), CLIENT_SECRET]
        await browser.go(back)
        await browser.go(back)
        browser.csrf = (await browser.read())["csrfToken"]
        made = await browser("POST", "/api/keys", json={"name": "x", "scopes": ["tickets:read"]})
        secrets += [*browser.cookies.values(), browser.csrf, made.data["secret"]]
        assert (await browser("DELETE", "/api/session")).status == 200
    assert "GET /sign-in/callback 302" in caplog.text
    assert len(secrets) == 7
    assert [each for each in secrets if each in caplog.text] == []


GOOD = {"access_token": "a-token", "token_type": "Bearer", "expires_in": 604800, "scope": "identify"}
ME = {"id": str(USERS["owner"]), "username": "owner"}


@asynccontextmanager
async def discord_that_says(token: bytes, user: bytes, piece: int = 1 << 20) -> AsyncIterator[Discord]:
    """Discord, asked by the real client, with these answers, in pieces of so many bytes."""

    async def say(request: web.BaseRequest) -> web.StreamResponse:
        told = token if request.path == "/token" else user
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        for at in range(0, len(told), piece):
            await response.write(told[at : at + piece])
            await asyncio.sleep(0)
        return response

    runner = web.ServerRunner(web.Server(say))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with aiohttp.ClientSession() as session:
            endpoints = Endpoints(f"{url}/authorize", f"{url}/token", f"{url}/user")
            yield Discord(
                session, Registration(lambda: 1, "a-secret", endpoints), 1, "http://127.0.0.1/sign-in/callback"
            )
    finally:
        await runner.cleanup()


async def test_an_answer_of_discord_is_read_whole_in_however_many_pieces_it_comes() -> None:
    async with discord_that_says(json.dumps(GOOD).encode(), json.dumps(ME).encode(), piece=7) as discord:
        assert await discord.user_of("a-code", "a-verifier") == USERS["owner"]


async def test_what_is_no_answer_of_discord_counts_as_discord_being_away() -> None:
    """Fault 19: a page of a proxy, a broken answer, one without end."""
    good, me = json.dumps(GOOD).encode(), json.dumps(ME).encode()
    odd = (b"", b"<html>", b"[]", b'"x"', b"\xff", b"[" * 60_000, b"{}", b" " * 70_000)
    tokens = (b'{"access_token": 5}', b'{"access_token": "a\\r\\nX: y"}', b'{"access_token": ""}')
    users = (b'{"id": 5}', b'{"id": "' + b"9" * 5000 + b'"}', b'{"id": "\xc2\xb2"}')
    for token, user in (*((each, me) for each in odd + tokens), *((good, each) for each in odd + users)):
        async with discord_that_says(token, user) as discord:
            with pytest.raises(SignInUnavailable):
                await discord.user_of("a-code", "a-verifier")
