"""How a member is known at the HTTP door: an API key as its owner sees it, and a session at a browser."""

from dataclasses import dataclass

from desk.actor import Scope


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key as its owner sees it: never the secret, only its `prefix`."""

    id: int
    guild_id: int
    user_id: int
    name: str
    prefix: str
    scopes: frozenset[Scope]
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    last_used_at: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in at a browser and the guild that they act in. Times are RFC 3339; the cookie is kept nowhere."""

    id: int
    guild_id: int
    user_id: int
    created_at: str
    last_used_at: str
    expires_at: str
