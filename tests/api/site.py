"""A desk at which people can sign in, the server that plays Discord's part of it, and browsers that keep cookies."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from api.sign_in.oauth import Registration
from bot.demo.oauth import CLIENT_SECRET, SimulatedOAuth
from tests.api.client import Client, Reply
from tests.api.world import Desk, running_desk
from tests.people import USERS

CLIENT_ID = 930000000000000077


@dataclass
class Site:
    """The desk and the server beside it."""

    desk: Desk
    oauth: SimulatedOAuth
    session: aiohttp.ClientSession

    def browser(self) -> "Browser":
        """A browser without a cookie."""
        return Browser(self)


@dataclass
class Browser:
    """Keeps the cookies that the desk sets, and sends what a browser sends."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: str = ""
    set: dict[str, SimpleCookie] = field(default_factory=dict)

    async def go(self, url: str, method: str = "GET", **headers: str) -> aiohttp.ClientResponse:
        """Ask for one page, without following where it leads."""
        url = url if url.startswith("http") else self.site.desk.url + url
        own = url.startswith(self.site.desk.url)
        if own and self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        async with self.site.session.request(method, url, headers=headers, allow_redirects=False) as answer:
            await answer.read()
        for each in answer.headers.getall("Set-Cookie", ()) if own else ():
            self._keep(each)
        return answer

    def _keep(self, header: str) -> None:
        (name, morsel), *_ = SimpleCookie(header).items()
        self.set[name] = SimpleCookie(header)
        if morsel["max-age"] == "0":
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = morsel.value

    async def to_discord(self, next_page: str | None = None) -> str:
        """Begin to sign in; returns the address of Discord's page."""
        answer = await self.go("/sign-in" + (f"?next={next_page}" if next_page is not None else ""))
        assert answer.status == 302, await answer.text()
        return answer.headers["Location"]

    async def agree(self, page: str, who: str) -> str:
        """Click on who one is; returns the address to which Discord sends the browser back."""
        shown = await self.go(page)
        assert shown.status == 200, await shown.text()
        door = next(it for it in re.findall(r'href="(/oauth2/agree[^"]*)"', await shown.text()) if f"as={who}" in it)
        back = await self.go(self.site.oauth.url + door.replace("&amp;", "&"))
        return back.headers["Location"]

    async def sign_in(self, who: str, next_page: str | None = None) -> aiohttp.ClientResponse:
        """The whole way; returns the answer that ends it."""
        ended = await self.go(await self.agree(await self.to_discord(next_page), who))
        if ended.status == 302:
            self.csrf = (await self.read())["csrfToken"]
        return ended

    async def read(self) -> dict[str, Any]:
        """What GET /api/session tells."""
        session: dict[str, Any] = (await self("GET", "/api/session")).data["session"]
        return session

    async def __call__(self, method: str, path: str, *, json: object = None, **headers: str) -> Reply:
        """One call of the API by a page of the desk; `headers` are sent beside or instead of those of such a page."""
        call = Client(self.site.desk, self.site.session)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method != "GET":
            sent |= {"Origin": self.site.desk.url, "Sec-Fetch-Site": "same-origin", "x-csrf-token": self.csrf}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        reply = await call(method, path, json=json, headers={**sent, **named})
        if "Set-Cookie" in reply.headers:
            self._keep(reply.headers["Set-Cookie"])
        return reply


def asked_of(url: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


@asynccontextmanager
async def open_site(folder: Path, public_url: str | None = None) -> AsyncIterator[Site]:
    """A desk with sign-in."""
    async with SimulatedOAuth() as oauth, aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        oauth.people.update(USERS)
        registration = Registration(lambda: CLIENT_ID, CLIENT_SECRET, oauth.endpoints)
        async with running_desk(folder, public_url=public_url, registration=registration) as desk:
            yield Site(desk, oauth, session)
