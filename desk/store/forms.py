"""Forms: those begun and not filled in to the end, and the files that came with others."""

from collections.abc import Sequence
from typing import Protocol

from desk.models import Draft, Upload


class Drafts(Protocol):
    """Forms that are not filled in to the end."""

    def get(self, guild_id: int, user_id: int, form_id: str, not_before: str) -> Draft | None:
        """What that member has filled in of that form since `not_before`."""

    def put(self, draft: Draft) -> None:
        """Keep it, in place of what was kept of that form; of many forms of one member the newest stay."""

    def drop(self, draft: Draft) -> None:
        """Forget it."""

    def forget(self, before: str) -> None:
        """Forget all that nobody has touched since that time."""


class Uploads(Protocol):
    """Files that were handed in with tickets, and where Discord keeps them for the while."""

    def put(self, ticket_id: int, uploads: Sequence[Upload]) -> None:
        """Keep those of a new ticket."""

    def drop(self, ticket_id: int) -> None:
        """Forget those of the ticket."""

    def of(self, ticket_id: int) -> Sequence[Upload]:
        """Those of the ticket, in their order."""
