"""Tickets that are to close by themselves: how, and when."""

from dataclasses import dataclass
from enum import StrEnum


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
