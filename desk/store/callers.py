"""Who calls at the HTTP door, and what was answered to what may be sent twice."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from desk.exchange import StoredAnswer
from desk.models import ApiKey, Session


class Keys(Protocol):
    """API keys."""

    def insert(self, key: ApiKey, digest: bytes) -> ApiKey:
        """Insert it with the SHA-256 of its secret and return it with its id; the given id is not used."""

    def get(self, guild_id: int, key_id: int) -> ApiKey | None:
        """The key with that id in that guild."""

    def of(self, guild_id: int, user_id: int | None) -> Sequence[ApiKey]:
        """The keys of that member, or of all members, oldest first."""

    def revoke(self, key_id: int, at: str) -> None:
        """Mark it revoked."""

    def used(self, last_used: Mapping[int, str]) -> None:
        """Write the times of last use by key id."""


class Sessions(Protocol):
    """Who is signed in at which browser."""

    def insert(self, session: Session, digest: bytes) -> Session:
        """Insert it with the SHA-256 of its cookie and return it with its id; the given id is not used."""

    def of(self, user_id: int) -> Sequence[Session]:
        """The member's sessions, the one used last first."""

    def move(self, session_id: int, guild_id: int) -> None:
        """Write the guild in which it acts."""

    def end(self, session_id: int) -> None:
        """Forget it."""

    def end_by_digest(self, digest: bytes) -> None:
        """Forget the one with that digest, if there is one."""

    def prune(self, at: str, unused_since: str) -> None:
        """Forget all that have expired at `at`, and all that were not used since `unused_since`."""

    def used(self, last_used: Mapping[int, str]) -> None:
        """Write the times of last use by session id."""


class Answers(Protocol):
    """First answers to requests with an Idempotency-Key."""

    def get(self, caller: str, key: str, not_before: str) -> StoredAnswer | None:
        """The answer stored for that caller and key since `not_before`."""

    def put(self, caller: str, key: str, at: str, answer: StoredAnswer) -> None:
        """Store it, replacing an expired one."""

    def forget(self, before: str) -> None:
        """Drop those stored before that time."""
