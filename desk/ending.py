"""Tickets that are to close by themselves, and what the store keeps of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class EndingKind(StrEnum):
    """Why a ticket is to close: its member is silent, staff set a time, staff asked the owner. Kept: it is not to."""

    SILENCE = "silence"
    PLANNED = "planned"
    ASKED = "asked"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a ticket is to close by itself, decided `at` (RFC 3339).

    `due_at` is when, None where only the owner's word closes it. `shown_at` is when its notice stood in the ticket's
    place first. Of a ticket that was kept open, `at` says since when its member's silence counts anew.
    """

    ticket_id: int
    kind: EndingKind
    at: str
    due_at: str | None = None
    shown_at: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket with a place that is to be looked at."""

    guild_id: int
    ticket_id: int
    channel_id: int | None


class Endings(Protocol):
    """How tickets are to close by themselves. What a ticket had is over as soon as it is closed."""

    def of(self, ticket_id: int) -> Ending | None:
        """What was decided of that ticket."""

    def put(self, ending: Ending) -> None:
        """Write it, in place of what was decided before."""

    def drop(self, ticket_id: int, *, silent: bool = False) -> Ending | None:
        """Forget what was decided, or (`silent`) that its member's silence closes it; what is forgotten."""

    def drop_silent(self, category_id: int) -> None:
        """Forget of all tickets of the category that silence closes them."""

    def silent(self, now: str, limit: int) -> Sequence[Found]:
        """Open tickets of which it is time to say that their member's silence closes them.

        Only silence after an answer of staff counts. Resting tickets, and those without a place, are not among them.
        """

    def due(self, now: str, limit: int) -> Sequence[Found]:
        """Open tickets whose time has come, those first whose time came first.

        Where silence closes them, or nobody answered whether they may be closed, only after their notice was seen.
        """
