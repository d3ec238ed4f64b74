"""A server on loopback that plays Discord's part of a sign-in: one click on a person's name, and they have agreed.

It checks what Discord checks: the application and its secret, the exact address to return to, PKCE by S256, and that a
code is used once. `failing` has it answer as Discord does when it is not well.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import parse_qs, urlencode

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.sign_in.oauth import Endpoints
from bot.demo.page import HEADERS, HERE

CLIENT_SECRET: Final = "the-demos-own-client-secret"  # noqa: S105 -- of an application that exists on loopback alone
_HTML: Final = {**HEADERS, "Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to; whoever brings the code and the verifier is told who it was."""

    user_id: int
    client_id: str
    redirect_uri: str
    challenge: str


class SimulatedOAuth:
    """Serves on 127.0.0.1 from `async with` to its end. `people` are the ids of who can sign in, by name."""

    def __init__(self, client_secret: str = CLIENT_SECRET) -> None:
        self.people: dict[str, int] = {}
        self.failing = False
        self._client_secret = client_secret
        self._codes: dict[str, Agreed] = {}
        self._tokens: dict[str, int] = {}
        loader = FileSystemLoader(HERE)
        self._pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
        app = web.Application()
        app.router.add_get("/oauth2/authorize", self._ask)
        app.router.add_get("/oauth2/agree", self._agree)
        app.router.add_post("/api/oauth2/token", self._token)
        app.router.add_get("/api/users/@me", self._user)
        app.router.add_get("/page.css", self._style)
        self._runner = web.AppRunner(app, access_log=None)
        self.url = ""

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def endpoints(self) -> Endpoints:
        """Where the desk finds it."""
        return Endpoints(f"{self.url}/oauth2/authorize", f"{self.url}/api/oauth2/token", f"{self.url}/api/users/@me")

    async def _ask(self, request: web.Request) -> web.Response:
        asked = request.query
        wanted = {"response_type": "code", "code_challenge_method": "S256", "scope": "identify"}
        if any(asked.get(name) != value for name, value in wanted.items()) or not asked.get("state"):
            return web.Response(status=400, text="This is not how a sign-in is asked for.")
        kept = {name: asked[name] for name in ("client_id", "redirect_uri", "state", "code_challenge")}
        doors = {name: f"/oauth2/agree?{urlencode({**kept, 'as': name})}" for name in self.people}
        back = f"{kept['redirect_uri']}?{urlencode({'error': 'access_denied', 'state': kept['state']})}"
        page = self._pages.get_template("oauth.html").render(doors=doors, back=back)
        return web.Response(text=page, headers=_HTML)

    async def _style(self, _request: web.Request) -> web.FileResponse:
        return web.FileResponse(HERE / "page.css", headers=HEADERS)

    async def _agree(self, request: web.Request) -> web.Response:
        asked = request.query
        code = secrets.token_urlsafe(16)
        self._codes[code] = Agreed(
            self.people[asked["as"]], asked["client_id"], asked["redirect_uri"], asked["code_challenge"]
        )
        raise web.HTTPFound(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def _token(self, request: web.Request) -> web.Response:
        if self.failing:
            return web.Response(status=500, text="upstream connect error")
        form = {name: values[0] for name, values in parse_qs(await request.text()).items()}
        agreed = self._codes.pop(form.get("code", ""), None)
        if agreed is None or not self._fits(agreed, form):
            return web.json_response({"error": "invalid_grant"}, status=400)
        token = secrets.token_urlsafe(16)
        self._tokens[token] = agreed.user_id
        return web.json_response(
            {"access_token": token, "token_type": "Bearer", "expires_in": 604800, "scope": "identify"}
        )

    def _fits(self, agreed: Agreed, form: Mapping[str, str]) -> bool:
        hashed = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        return (
            form.get("grant_type") == "authorization_code"
            and form.get("client_id") == agreed.client_id
            and form.get("client_secret") == self._client_secret
            and form.get("redirect_uri") == agreed.redirect_uri
            and base64.urlsafe_b64encode(hashed).decode().rstrip("=") == agreed.challenge
        )

    async def _user(self, request: web.Request) -> web.Response:
        user_id = self._tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if user_id is None:
            return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        name = next(name for name, each in self.people.items() if each == user_id)
        return web.json_response({"id": str(user_id), "username": name, "discriminator": "0"})
