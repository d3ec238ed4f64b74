"""What the relay asks of a style of place, whether threads or channels, so that no step needs to know which it is."""

from dataclasses import dataclass
from typing import Protocol

from bot.relay.place import Channel
from bot.relay.stage import Job, Stage
from desk.models import Category, Ticket
from desk.places import Drawing


@dataclass(frozen=True, slots=True)
class Sought:
    """By what a place is found again that no row knows of; the ticket, opened at `since`, may be gone."""

    category: Category
    ticket_id: int
    number: int
    since: str


class PlaceStyle(Protocol):
    """One style of place. Every act may be repeated, and none does anything where the place is gone."""

    def name(self, ticket: Ticket) -> str:
        """The name of the ticket's place."""

    async def found(self, stage: Stage, sought: Sought) -> list[Channel]:
        """What an earlier try has made for the ticket, oldest first."""

    async def make(self, stage: Stage, drawing: Drawing) -> Channel:
        """Make the ticket's place, to be seen by nobody but those who may. Raises what Discord answers."""

    def doubles(self, stage: Stage, made: Channel, ticket: Ticket) -> list[Channel]:
        """What Discord made besides: it may make a place and answer with an error."""

    async def keep(self, stage: Stage, ticket: Ticket) -> None:
        """Seal the place of a closed ticket against writing, and open that of an open one."""

    async def let_all_in(self, stage: Stage, job: Job, ticket: Ticket, /) -> None:
        """Let in all who belong there, without a ping."""

    async def let_in(self, stage: Stage, job: Job, ticket: Ticket, user_id: int, /) -> None:
        """Let one member in who may see the ticket, without a ping."""

    async def put_out(self, stage: Stage, ticket: Ticket, user_id: int, /) -> None:
        """Put one member out who may not see the ticket."""

    async def put_strangers_out(self, stage: Stage, ticket: Ticket) -> None:
        """Put out whoever may not see the ticket."""
