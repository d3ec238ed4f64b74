"""Discord's OAuth 2: the page to which a browser is sent, and the two requests that tell who came back."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import aiohttp
from oauthlib.oauth2 import WebApplicationClient

from api.body import JsonObject
from api.errors import SignInRefused, SignInUnavailable
from api.identifiers import NOTHING, to_id

SCOPE: Final = "identify"
_SECONDS: Final = 10.0
_ANSWER_BYTES: Final = 64 * 1024
_SERVER_ERROR: Final = 500
_TOKEN: Final = re.compile(r"[\x21-\x7e]{1,1000}", re.ASCII)
_UNAUTHORIZED: Final = 401

_log = logging.getLogger(__name__)


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
        user = await self._ask("GET", self._endpoints.user, {"Authorization": f"Bearer {_token_of(told)}"}, None)
        return _id_of(user)

    async def _ask(self, method: str, url: str, headers: dict[str, str], body: str | None) -> JsonObject:
        timeout = aiohttp.ClientTimeout(total=_SECONDS)
        try:
            async with self._session.request(
                method, url, headers=headers, data=body, timeout=timeout, allow_redirects=False
            ) as answer:
                told = await _all_of(answer.content)
        except (aiohttp.ClientError, TimeoutError):
            raise SignInUnavailable from None
        if answer.status >= _SERVER_ERROR or answer.status == 429:
            raise SignInUnavailable
        if answer.status == _UNAUTHORIZED:
            _log.warning("Discord knows no application with this secret: see DESK_CLIENT_SECRET")
        if answer.status != 200:
            raise SignInRefused
        return _object_of(told)


async def _all_of(content: aiohttp.StreamReader) -> bytes:
    told = bytearray()
    async for part in content.iter_any():
        told += part
        if len(told) > _ANSWER_BYTES:
            raise SignInUnavailable
    return bytes(told)


def _object_of(told: bytes) -> JsonObject:
    """What Discord said. A page of some proxy in its place says that Discord is not well."""
    try:
        parsed = json.loads(told)
    except (ValueError, RecursionError):
        raise SignInUnavailable from None
    if not isinstance(parsed, dict):
        raise SignInUnavailable
    return parsed


def _token_of(told: JsonObject) -> str:
    token = told.get("access_token")
    if not isinstance(token, str) or _TOKEN.fullmatch(token) is None:
        raise SignInUnavailable
    return token


def _id_of(user: JsonObject) -> int:
    told = user.get("id")
    if not isinstance(told, str) or to_id(told) == NOTHING:
        raise SignInUnavailable
    return to_id(told)
