"""Who a request comes from: the API key in one of three headers, and never one in the target.

All is answered from memory, without asking the store. Another way to sign in is another Authenticator beside this one.
"""

import hashlib
import re
from collections.abc import Mapping
from typing import Final, Literal, Protocol
from urllib.parse import unquote

from aiohttp import web

from api.errors import InsufficientScope, KeysConflict, Unauthenticated
from desk import keys
from desk.actor import Actor, Directory, Scope, Via, identify
from desk.store import Store

HEADERS: Final = ("Authorization", "x-api-key", "x-api-token")
"""Where a key may stand, in the order in which the reference prints them."""

_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)
_TARGET_NAMES = re.compile(
    r"[?&;](?:x[-_])?(?:api[-_]?key|api[-_]?token|access[-_]?token|authorization)=", re.IGNORECASE
)
_DECODINGS = 5
"""How often a target is percent-decoded in search of a key: somebody's proxy may have encoded it again."""


class Authenticator(Protocol):
    """Tells who a request comes from."""

    def identify(self, request: web.BaseRequest, needed: Scope, at: str, request_id: str) -> Actor:
        """The actor, who may use what needs that scope. Raises Refused or RolesUnknown."""


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
    is no Bearer and stands alone; beside another header it is a proxy's and says nothing.
    """
    sent = [request.headers.getall(name, ()) for name in HEADERS]
    if any(len(values) > 1 for values in sent):
        raise KeysConflict
    bearer, *plain = (values[0].strip() if values else None for values in sent)
    found = {value for value in plain if value is not None}
    if bearer is not None:
        match = _BEARER.fullmatch(bearer)
        if match is not None:
            found.add(match[1])
        elif not found:
            raise Unauthenticated(given=True)
    if len(found) > 1:
        raise KeysConflict
    return found.pop() if found else None


def credential_of(request: web.BaseRequest) -> tuple[Literal["key", "session"], bytes]:
    """By what a request comes that was let in, and a hash of it: by its key, or else by its session."""
    key = key_sent(request)
    used = request.headers.get("Cookie", "") if key is None else key
    digest = hashlib.sha256(used.encode("utf-8", "surrogateescape")).digest()
    return "session" if key is None else "key", digest


class KeyAuthenticator:
    """Identifies by API key: the member whom the key is linked to, with the roles that they hold now."""

    def __init__(self, store: Store, directory: Directory) -> None:
        self._store = store
        self._directory = directory
        self._last_used: dict[int, str] = {}

    def identify(self, request: web.BaseRequest, needed: Scope, at: str, request_id: str) -> Actor:
        """See Authenticator."""
        sent = key_sent(request)
        if sent is None:
            raise Unauthenticated(given=False)
        digest = keys.digest(sent)
        identities = self._store.identities
        key = identities.keys.get(digest) if digest is not None else None
        if key is None or (key.expires_at is not None and key.expires_at <= at):
            raise Unauthenticated(given=True)
        member = self._directory.member(key.guild_id, key.user_id)
        if member is None:
            raise Unauthenticated(given=True)
        self._last_used[key.key_id] = at
        if needed not in key.scopes:
            raise InsufficientScope(needed)
        return identify(member, identities, via=Via.REST, at=at, request_id=request_id)

    async def write_last_use(self) -> None:
        """Write when which keys were last used, as collected since the last time. Raises Unavailable."""
        used: Mapping[int, str] = self._last_used
        if used:
            self._last_used = {}
            await self._store.write(keys.note_use, used)
