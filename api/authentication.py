"""Who a request comes from: the API key in one of three headers, or the session in a cookie; never a key in the target.

All is answered from memory, without asking the store.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, Protocol
from urllib.parse import unquote

from aiohttp import web

from api.cookies import session_cookie
from api.errors import (
    CsrfNeeded,
    GuildLeft,
    InsufficientScope,
    KeysConflict,
    SessionNeeded,
    Unauthenticated,
)
from api.origin import Origin
from desk import keys, sessions
from desk.actor import Actor, Directory, KeyIdentity, Member, Scope, SessionIdentity, Via, identify
from desk.store import Store

HEADERS: Final = ("Authorization", "x-api-key", "x-api-token")
"""Where a key may stand, in the order in which the reference prints them."""

CSRF_HEADER: Final = "x-csrf-token"
_UNCHANGING: Final = frozenset({"GET", "HEAD"})

_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)
_TARGET_NAMES = re.compile(
    r"[?&;](?:x[-_])?(?:api[-_]?key|api[-_]?token|access[-_]?token|authorization)=", re.IGNORECASE
)
_DECODINGS = 5
"""How often a target is percent-decoded in search of a key: somebody's proxy may have encoded it again."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session by which a request comes; `csrf_token` is bound to it."""

    identity: SessionIdentity
    csrf_token: str


Credential = tuple[Literal["key", "session"], bytes]
"""By what somebody comes, and a hash of it."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks; `session` is None for who came by an API key."""

    actor: Actor
    credential: Credential
    session: SignedIn | None = None


class Authenticator(Protocol):
    """Tells who a request comes from."""

    def recognise(
        self, request: web.BaseRequest, needed: Scope | None, at: str, request_id: str, *, rightless: bool = False
    ) -> Caller:
        """Who asks, who may use what needs that scope, or a session where it is None.

        `rightless` asks for nobody's roles: the actor has none, and may be in the guild no more. Raises Refused or
        RolesUnknown.
        """


def holds_key(target: str) -> bool:
    """Whether the target of a request holds a key, or a parameter that is made for one."""
    for _ in range(_DECODINGS):
        if _names_key(target):
            return True
        if "%" not in target:
            return False
        target = unquote(target)
    return _names_key(target)


def _names_key(target: str) -> bool:
    return keys.PREFIX in target.lower() or _TARGET_NAMES.search(target) is not None


def key_sent(request: web.BaseRequest) -> str | None:
    """The one key that a request carries, None when it carries nothing at all.

    Raises KeysConflict for several that differ or a header that came twice, Unauthenticated for an Authorization that
    is no Bearer and stands alone; beside another header or a session it is a proxy's and says nothing.
    """
    found: set[str] = set()
    bearer: str | None = None
    for name in HEADERS:
        values = request.headers.getall(name, ())
        if len(values) > 1:
            raise KeysConflict
        if values and name == "Authorization":
            bearer = values[0].strip()
        elif values:
            found.add(values[0].strip())
    if bearer is not None:
        match = _BEARER.fullmatch(bearer)
        if match is not None:
            found.add(match[1])
        elif not found and session_cookie(request) is None:
            raise Unauthenticated(given=True)
    if len(found) > 1:
        raise KeysConflict
    return found.pop() if found else None


def credential_of(request: web.BaseRequest) -> Credential:
    """By what a request comes that carries a key or a session of somebody's: by its key, or else by its session."""
    key = key_sent(request)
    used = (session_cookie(request) or "") if key is None else key
    digest = hashlib.sha256(used.encode("utf-8", "surrogateescape")).digest()
    return "session" if key is None else "key", digest


class LiveAuthenticator:
    """Identifies by API key or session: the member behind it, with the roles that they hold now."""

    def __init__(self, store: Store, directory: Directory, origin: Origin) -> None:
        self._store = store
        self._directory = directory
        self._origin = origin
        self._keys_used: dict[int, str] = {}
        self._sessions_used: dict[int, str] = {}
        self._sessions_seen: dict[int, str] = {}

    def recognise(
        self, request: web.BaseRequest, needed: Scope | None, at: str, request_id: str, *, rightless: bool = False
    ) -> Caller:
        """See Authenticator."""
        sent, cookie = key_sent(request), session_cookie(request)
        key_digest = keys.digest(sent) if sent is not None else None
        key = self._key(key_digest, at) if sent is not None else None
        digest = sessions.digest(cookie) if cookie else b""
        session = self._session(digest, at)
        if key is not None:
            if session is not None and (session.guild_id, session.user_id) != (key.guild_id, key.user_id):
                raise KeysConflict
            return Caller(self._by_key(key, needed, at, request_id), ("key", key_digest or b""))
        if session is None:
            raise Unauthenticated(given=bool(cookie))
        actor = self._by_session(session, at, request_id, rightless=rightless)
        self._sessions_used[session.session_id] = self._sessions_seen[session.session_id] = at
        token = sessions.csrf_token(self._store.identities.secret, digest)
        if request.method not in _UNCHANGING:
            self._demand_own_page(request, token)
        return Caller(actor, ("session", digest), SignedIn(session, token))

    def _by_session(self, session: SessionIdentity, at: str, request_id: str, *, rightless: bool) -> Actor:
        guild_id, user_id = session.guild_id, session.user_id
        if rightless:
            nobody = Member(guild_id, user_id, "", frozenset(), administrator=False)
            return self._actor(guild_id, user_id, at, request_id, nobody)
        member = self._directory.member(guild_id, user_id)
        if member is None and self._directory.guilds_of(user_id):
            raise GuildLeft
        return self._actor(guild_id, user_id, at, request_id, member)

    def _demand_own_page(self, request: web.BaseRequest, token: str) -> None:
        self._origin.demand_same(request)
        sent = request.headers.getall(CSRF_HEADER, ())
        if len(sent) != 1 or not hmac.compare_digest(sent[0].encode("utf-8", "replace"), token.encode()):
            raise CsrfNeeded

    def _key(self, digest: bytes | None, at: str) -> KeyIdentity:
        key = self._store.identities.keys.get(digest) if digest is not None else None
        if key is None or (key.expires_at is not None and key.expires_at <= at):
            raise Unauthenticated(given=True)
        return key

    def _by_key(self, key: KeyIdentity, needed: Scope | None, at: str, request_id: str) -> Actor:
        actor = self._actor(key.guild_id, key.user_id, at, request_id)
        self._keys_used[key.key_id] = at
        if needed is None:
            raise SessionNeeded
        if needed not in key.scopes:
            raise InsufficientScope(needed)
        return actor

    def _session(self, digest: bytes, at: str) -> SessionIdentity | None:
        found = self._store.identities.sessions.get(digest)
        if found is None:
            return None
        used = max(found.last_used_at, self._sessions_seen.get(found.session_id, ""))
        return found if sessions.lives(found, used, at) else None

    def _actor(self, guild_id: int, user_id: int, at: str, request_id: str, known: Member | None = None) -> Actor:
        member = known or self._directory.member(guild_id, user_id)
        if member is None:
            raise Unauthenticated(given=True)
        return identify(member, self._store.identities, via=Via.REST, at=at, request_id=request_id)

    async def write_last_use(self) -> None:
        """Write when which keys and sessions were last used, as collected since the last time. Raises Unavailable."""
        by_key: Mapping[int, str] = self._keys_used
        by_session: Mapping[int, str] = self._sessions_used
        self._keys_used, self._sessions_used = {}, {}
        if by_key:
            await self._store.write(keys.note_use, by_key)
        if by_session:
            await self._store.write(sessions.note_use, by_session)
        live = {each.session_id for each in self._store.identities.sessions.values()}
        self._sessions_seen = {each: at for each, at in self._sessions_seen.items() if each in live}
