"""Discord's OAuth 2: the page to which a browser is sent, and the two requests that tell who came back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from api.errors import SignInRefused, SignInUnavailable

SCOPE: Final = "identify"
_SECONDS: Final = 10.0
_ANSWER_BYTES: Final = 64 * 1024
_SERVER_ERROR: Final = 500


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where Discord answers; another server can stand in for it."""

    authorize: str = "https://discord.com/oauth2/authorize"
    token: str = "https://discord.com/api/v10/oauth2/token"  # noqa: S105 -- an address
    user: str = "https://discord.com/api/v10/users/@me"


@dataclass(frozen=True, slots=True)
class Registration:
    """The bot's application as Discord knows it. Its id is None until the bot has signed in itself."""

    client_id: Callable[[], int | None]
    client_secret: str = field(repr=False)
    endpoints: Endpoints = Endpoints()


class Discord:
    """Asks Discord, on the way of one sign-in. What Discord says of it is in no error and no log."""

    def __init__(
        self, session: aiohttp.ClientSession, registration: Registration, client_id: int, redirect_uri: str
    ) -> None:
        self._session = session
        self._endpoints = registration.endpoints
        self._secret = registration.client_secret
        self._redirect_uri = redirect_uri
        self._client = WebApplicationClient(str(client_id))

    def new_verifier(self) -> str:
        """A new secret of PKCE, for one sign-in."""
        made: str = self._client.create_code_verifier(64)
        return made

    def page(self, state: str, verifier: str) -> str:
        """The address of Discord's page on which somebody agrees to sign in."""
        # oauthlib makes no address that is not https; the server that stands in for Discord on loopback has no other.
        scheme, _, rest = self._endpoints.authorize.partition("://")
        address: str = self._client.prepare_request_uri(
            f"https://{rest}",
            redirect_uri=self._redirect_uri,
            scope=[SCOPE],
            state=state,
            code_challenge=self._client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            prompt="none",
        )
        return f"{scheme}://{address.partition('://')[2]}"

    async def user_of(self, code: str, verifier: str) -> int:
        """The id of who agreed. Raises SignInRefused for a code that is no good, SignInUnavailable without Discord."""
        body = self._client.prepare_request_body(
            code=code,
            redirect_uri=self._redirect_uri,
            client_secret=self._secret,
            include_client_id=True,
            code_verifier=verifier,
        )
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        told = await self._ask("POST", self._endpoints.token, form, body)
        try:
            token = self._client.parse_request_body_response(told)["access_token"]
        except (OAuth2Error, KeyError, ValueError, Warning):
            raise SignInRefused from None
        user = await self._ask("GET", self._endpoints.user, {"Authorization": f"Bearer {token}"}, None)
        return _id_of(json.loads(user))

    async def _ask(self, method: str, url: str, headers: dict[str, str], body: str | None) -> str:
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        try:
            async with self._session.request(
                method, url, headers=headers, data=body, timeout=timeout, allow_redirects=False
            ) as answer:
                told = await answer.content.read(_ANSWER_BYTES)
        except (aiohttp.ClientError, TimeoutError):
            raise SignInUnavailable from None
        if answer.status >= _SERVER_ERROR or answer.status == 429:
            raise SignInUnavailable
        if answer.status != 200:
            raise SignInRefused
        return told.decode("utf-8", "replace")


def _id_of(user: Any) -> int:
    told = user.get("id") if isinstance(user, dict) else None
    if not isinstance(told, str) or not told.isascii() or not told.isdigit():
        raise SignInUnavailable
    return int(told)
