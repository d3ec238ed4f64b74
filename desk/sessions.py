"""Sessions: who is signed in at a browser, for how long, and in which guild they act.

Signing in says who somebody is and nothing of what they may do: that is decided by their roles at each request.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from desk.actor import SessionIdentity
from desk.clock import parse_rfc3339, rfc3339
from desk.models import Session
from desk.store import Tx

LASTS: Final = timedelta(days=30)
"""How long a session lasts at most."""
IDLE: Final = timedelta(days=3)
"""How long a session lasts without being used."""
SESSIONS_AT_MOST: Final = 25
"""Sessions that a member may have at once; one more ends the one that was not used for longest."""


def mint(randomness: bytes) -> str:
    """What the cookie of a session holds: these 32 random bytes as text."""
    return base64.urlsafe_b64encode(randomness).decode().rstrip("=")


def digest(cookie: str) -> bytes:
    """The SHA-256 by which a session is found, if `cookie` is what one holds; it may be any text of a stranger's."""
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).digest()


def csrf_token(secret: bytes, session: bytes) -> str:
    """What a page of ours sends with each change, bound to the session with that digest; `secret` is the store's."""
    return mint(hmac.digest(secret, b"csrf:" + session, "sha256"))


def lives(session: SessionIdentity, last_used_at: str, at: str) -> bool:
    """Whether the session is good at `at`: neither too old nor left alone for too long."""
    return at < session.expires_at and at < rfc3339(parse_rfc3339(last_used_at) + IDLE)


def begin(tx: Tx, user_id: int, guild_id: int, at: str, found: bytes, instead_of: bytes | None) -> Session:
    """Sign a member in under the digest `found`; the session that the browser had until now ends."""
    tx.sessions.prune(at, rfc3339(parse_rfc3339(at) - IDLE))
    if instead_of is not None:
        tx.sessions.end_by_digest(instead_of)
    for old in tx.sessions.of(user_id)[SESSIONS_AT_MOST - 1 :]:
        tx.sessions.end(old.id)
    return tx.sessions.insert(Session(0, guild_id, user_id, at, at, rfc3339(parse_rfc3339(at) + LASTS)), found)


def choose_guild(tx: Tx, session_id: int, guild_id: int) -> None:
    """Act in that guild from now on; who asks is known to be a member of it."""
    tx.sessions.move(session_id, guild_id)


def end(tx: Tx, session_id: int) -> None:
    """Sign out at that browser."""
    tx.sessions.end(session_id)


def end_everywhere(tx: Tx, user_id: int) -> None:
    """Sign out at every browser."""
    for each in tx.sessions.of(user_id):
        tx.sessions.end(each.id)


def note_use(tx: Tx, last_used: Mapping[int, str]) -> None:
    """Write when sessions were last used, by session id; collected by the API and written once a minute."""
    tx.sessions.used(last_used)
