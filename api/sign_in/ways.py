"""The paths of a sign-in: out to Discord, back again, and the choice of a guild where there are several."""

import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlencode

from aiohttp import web
from multidict import CIMultiDict

from api.cookies import SESSION, SIGN_IN, SIGN_IN_PATH, cookie, forgotten, held
from api.errors import InNoGuild, SignInOff, SignInRefused, SignInStale
from api.origin import Origin
from api.sign_in.oauth import Discord
from api.sign_in.pages import GUARDED, choice_page
from api.sign_in.pending import SECONDS, Pending, SignIn
from api.sign_in.target import local
from desk import sessions
from desk.actor import Directory, GuildName
from desk.clock import Clock, rfc3339
from desk.store import Store

CALLBACK: Final = f"{SIGN_IN_PATH}/callback"
"""The path to which Discord sends browsers back; its whole address is entered in Discord's developer portal."""

CHOICE: Final = f"{SIGN_IN_PATH}/server"

Way = Callable[[web.BaseRequest], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class Ways:
    """What the paths of a sign-in answer. `discord` is None as long as nobody can sign in."""

    store: Store
    directory: Directory
    clock: Clock
    origin: Origin
    discord: Callable[[], Discord | None]
    pending: Pending

    def all(self) -> Mapping[str, Way]:
        """The answering function of each path."""
        return {SIGN_IN_PATH: self.go_out, CALLBACK: self.come_back, CHOICE: self.choose}

    async def go_out(self, request: web.BaseRequest) -> web.Response:
        """Send the browser to Discord's page. Raises SignInOff."""
        discord = self._discord()
        begun, state = self.pending.begin(local(_asked(request).get("next")))
        kept = held(SIGN_IN, begun.cookie, path=SIGN_IN_PATH, secure=self.origin.secure, seconds=SECONDS)
        return _redirect(discord.page(state, begun.verifier), kept)

    async def come_back(self, request: web.BaseRequest) -> web.Response:
        """Take who comes back from Discord. Raises what a sign-in can end by: see api.errors."""
        discord, asked = self._discord(), _asked(request)
        under_way = self.pending.take(asked.get("state"), cookie(request, SIGN_IN))
        code = asked.get("code")
        if code is None:
            raise SignInRefused
        user_id = await discord.user_of(code, under_way.verifier)
        guilds = self.directory.guilds_of(user_id)
        if not guilds:
            raise InNoGuild
        if len(guilds) == 1:
            return await self._sign_in(request, user_id, guilds[0], under_way)
        state = self.pending.go_on(under_way, user_id)
        doors = [(guild.name, f"{CHOICE}?{urlencode({'state': state, 'server': guild.id})}") for guild in guilds]
        return web.Response(body=choice_page(doors), headers=GUARDED)

    async def choose(self, request: web.BaseRequest) -> web.Response:
        """Sign in to the guild that was chosen. Raises SignInStale, InNoGuild."""
        asked = _asked(request)
        under_way = self.pending.take(asked.get("state"), cookie(request, SIGN_IN))
        if under_way.user_id is None:
            raise SignInStale
        guilds: Sequence[GuildName] = self.directory.guilds_of(under_way.user_id)
        chosen = [guild for guild in guilds if str(guild.id) == asked.get("server")]
        if not chosen:
            raise InNoGuild
        return await self._sign_in(request, under_way.user_id, chosen[0], under_way)

    async def _sign_in(
        self, request: web.BaseRequest, user_id: int, guild: GuildName, under_way: SignIn
    ) -> web.Response:
        """Begin a session, never under what the browser brought along."""
        old = cookie(request, SESSION)
        fresh = sessions.mint(secrets.token_bytes(32))
        instead_of = sessions.digest(old) if old else None
        at = rfc3339(self.clock())
        await self.store.write(sessions.begin, user_id, guild.id, at, sessions.digest(fresh), instead_of)
        secure = self.origin.secure
        return _redirect(
            under_way.target,
            held(SESSION, fresh, path="/", secure=secure, seconds=int(sessions.LASTS.total_seconds())),
            forgotten(SIGN_IN, path=SIGN_IN_PATH, secure=secure),
        )

    def _discord(self) -> Discord:
        discord = self.discord()
        if discord is None:
            raise SignInOff
        return discord


def _asked(request: web.BaseRequest) -> Mapping[str, str]:
    """The parameters that came once; what cannot be read counts as not sent, since a browser is only sent on."""
    given = parse_qs(request.rel_url.raw_query_string, errors="replace")
    return {name: values[0] for name, values in given.items() if len(values) == 1}


def _redirect(target: str, *cookies: str) -> web.Response:
    headers = CIMultiDict({**GUARDED, "Location": target})
    for each in cookies:
        headers.add("Set-Cookie", each)
    return web.Response(status=302, headers=headers)
