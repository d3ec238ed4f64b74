"""An API key as its owner sees it."""

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
