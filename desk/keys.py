"""API keys: how one is made and recognised, and what members can do with theirs.

A key is `prapi_`, 43 characters of 256 random bits, and six characters of checksum; only its SHA-256 is kept.
"""

import base64
import hashlib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk.actor import Actor, Scope
from desk.asking import demand_in_guild
from desk.errors import Fault, Invalid, NotFound
from desk.events import EventType, record
from desk.models import ApiKey
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText, key_name

PREFIX = "prapi_"
LENGTH = 55
"""Characters of a whole key: 6 of prefix, 43 of secret, 6 of checksum."""
SHOWN = 12
"""Characters of a key that may be shown to tell one from another."""
KEYS_AT_MOST = 25
"""Live keys a member may have in a guild: what fits one Discord select."""


@dataclass(frozen=True, slots=True)
class KeyDraft:
    """What a member wants of a new key; `expires_at` is RFC 3339 or None for no end."""

    name: str
    scopes: frozenset[Scope]
    expires_at: str | None = None


def mint(randomness: bytes) -> str:
    """The key that these 32 random bytes make."""
    body = base64.urlsafe_b64encode(randomness).decode().rstrip("=")
    return PREFIX + body + _checksum(body)


def digest(secret: str) -> bytes | None:
    """The SHA-256 by which a key is found, or None when the text cannot be a key: wrong form or wrong checksum."""
    if len(secret) != LENGTH or not secret.startswith(PREFIX) or not secret.isascii():
        return None
    body, checksum = secret[len(PREFIX) : -6], secret[-6:]
    if checksum != _checksum(body):
        return None
    return hashlib.sha256(secret.encode()).digest()


def _checksum(body: str) -> str:
    """Six characters over `body`, to tell a mistyped key without looking it up."""
    return base64.urlsafe_b64encode(zlib.crc32(body.encode()).to_bytes(4)).decode().rstrip("=")


def create(tx: Tx, actor: Actor, draft: KeyDraft, secret: str) -> ApiKey:
    """Keep a new key of the actor; `secret` comes from `mint` and is shown to them once. Raises Blocked, Invalid."""
    demand_in_guild(tx, actor, Action.KEEP_OWN_KEYS)
    found = digest(secret)
    faults: dict[str, Fault] = {}
    name = ""
    try:
        name = key_name(draft.name)
    except BadText as bad:
        faults["name"] = bad.fault
    if not draft.scopes:
        faults["scopes"] = Fault("missing")
    if draft.expires_at is not None and draft.expires_at <= actor.at:
        faults["expiresAt"] = Fault("past")
    live = [key for key in tx.keys.of(actor.guild_id, actor.user_id) if _is_live(key, actor.at)]
    if len(live) >= KEYS_AT_MOST:
        faults["name"] = Fault("too_many_keys", KEYS_AT_MOST)
    if faults or found is None:
        raise Invalid(faults)
    key = tx.keys.insert(
        ApiKey(
            id=0,
            guild_id=actor.guild_id,
            user_id=actor.user_id,
            name=name,
            prefix=secret[:SHOWN],
            scopes=draft.scopes,
            created_at=actor.at,
            expires_at=draft.expires_at,
            revoked_at=None,
            last_used_at=None,
        ),
        found,
    )
    record(tx, actor, EventType.KEY_CREATED, keyId=str(key.id))
    return key


def list_keys(tx: Tx, actor: Actor) -> Sequence[ApiKey]:
    """The actor's own keys that are neither revoked nor expired, oldest first."""
    return [key for key in tx.keys.of(actor.guild_id, actor.user_id) if _is_live(key, actor.at)]


def list_of(tx: Tx, actor: Actor, user_id: int) -> Sequence[ApiKey]:
    """The same of that member. Raises Forbidden for the keys of others."""
    if user_id != actor.user_id:
        demand_in_guild(tx, actor, Action.REVOKE_ANY_KEY)
    return [key for key in tx.keys.of(actor.guild_id, user_id) if _is_live(key, actor.at)]


def list_all(tx: Tx, actor: Actor) -> Sequence[ApiKey]:
    """The keys of all members that are neither revoked nor expired, oldest first. Raises Forbidden."""
    demand_in_guild(tx, actor, Action.REVOKE_ANY_KEY)
    return [key for key in tx.keys.of(actor.guild_id, None) if _is_live(key, actor.at)]


def live(tx: Tx, actor: Actor, key_id: int) -> ApiKey:
    """A key that can be used: one's own, or to an Administrator anybody's. Raises NotFound for every other."""
    key = tx.keys.get(actor.guild_id, key_id)
    if key is None or not _is_live(key, actor.at) or (key.user_id != actor.user_id and not actor.administrator):
        raise NotFound("key")
    return key


def revoke(tx: Tx, actor: Actor, key_id: int) -> ApiKey:
    """End a key: one's own, or as an Administrator anybody's.

    Raises NotFound for what the actor may not revoke, and for what is no good any more, as it is listed no more.
    """
    key = live(tx, actor, key_id)
    if key.user_id != actor.user_id:
        demand_in_guild(tx, actor, Action.REVOKE_ANY_KEY)
    tx.keys.revoke(key.id, actor.at)
    record(tx, actor, EventType.KEY_REVOKED, keyId=str(key.id))
    return replace(key, revoked_at=actor.at)


def note_use(tx: Tx, last_used: Mapping[int, str]) -> None:
    """Write when keys were last used, by key id; collected by the API and written once a minute."""
    tx.keys.used(last_used)


def _is_live(key: ApiKey, at: str) -> bool:
    return key.revoked_at is None and (key.expires_at is None or key.expires_at > at)
