"""The whole of a ticket as somebody may read it, to be kept outside the desk: what was said, what happened, by whom."""

from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from desk.actor import Actor, Via
from desk.asking import look
from desk.events import EventType
from desk.messages import for_reader
from desk.models import Category, Event, Message, Ticket
from desk.permissions import Action, allowed
from desk.store import Tx
from desk.surroundings import links_of
from desk.veil import HIDDEN, for_all, named, one_for_reader, was_silent

PART = 1000
"""How many messages are read at once."""

TOLD = frozenset(
    {
        EventType.TICKET_OPENED,
        EventType.TICKET_RENAMED,
        EventType.TICKET_SORTED,
        EventType.TICKET_MOVED,
        EventType.TICKET_CLAIMED,
        EventType.TICKET_RELEASED,
        EventType.TICKET_CLOSED,
        EventType.TICKET_REOPENED,
        EventType.TICKET_MERGED,
        EventType.PARTICIPANT_ADDED,
        EventType.PARTICIPANT_REMOVED,
    }
)
"""What happened to a ticket that everybody reads who sees it: the ticket's place shows it, too."""

TOLD_TO_STAFF = TOLD | {
    EventType.TICKET_SNOOZED,
    EventType.TICKET_WOKEN,
    EventType.TICKET_LINKED,
    EventType.TICKET_UNLINKED,
}

_PEOPLE = frozenset({EventType.TICKET_OPENED, EventType.PARTICIPANT_ADDED, EventType.PARTICIPANT_REMOVED})
"""What happens to people of the ticket, who have their names."""

_MEMBER = ("ownerId", "claimedBy", "userId", "was")
"""Under which of these an event names the member to whom something happened."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a ticket. `actor_id` is None for the desk itself and HIDDEN for staff without a name.

    `member_id` is whom it happened to, as who holds the claim then; `category` the name of the one that the ticket was
    moved to; `away` tells of a merge that this ticket was the duplicate, `silent` that staff had no names there.
    """

    type: EventType
    at: str
    via: Via
    actor_id: int | None
    member_id: int | None = None
    category: str | None = None
    away: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Transcript:
    """A ticket with all its messages and happenings, each ascending, without what its reader may not see.

    `names` are those that people had when they wrote last, by id; `at` is when it was made (RFC 3339).
    """

    ticket: Ticket
    messages: tuple[Message, ...]
    happened: tuple[Happening, ...]
    participants: tuple[int, ...]
    links: tuple[Ticket, ...]
    names: Mapping[int, str]
    with_notes: bool
    with_rating: bool
    at: str

    def lines(self) -> Sequence[Message | Happening]:
        """Messages and happenings in the order of their times."""
        lines: list[Message | Happening] = [*self.happened, *self.messages]
        return sorted(lines, key=lambda it: it.at if isinstance(it, Happening) else it.created_at)


class Format(StrEnum):
    """What a transcript is written as: a page, plain text, or data for programs."""

    HTML = "html"
    TXT = "txt"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Document:
    """A transcript as a file: its name, its media type, its bytes, and what a browser may let it do (CSP)."""

    name: str
    media_type: str
    body: bytes
    policy: str = "default-src 'none'"


class Transcriber(Protocol):
    """Writes transcripts as files. Both doors and the relay are handed it by the process, and know no more of it."""

    def write(self, found: Transcript, wanted: Format) -> Awaitable[Document]:
        """The transcript as that, in the language of the moment; no event loop is held up meanwhile."""


def transcript(tx: Tx, actor: Actor, ticket_id: int) -> Transcript:
    """All of the ticket that the actor may see. Raises NotFound."""
    sight = look(tx, actor, ticket_id)
    said = for_reader(tx, sight, tuple(_said(tx, ticket_id, notes=sight.with_notes)))
    found = _found(tx, sight.ticket, said, TOLD_TO_STAFF if sight.with_notes else TOLD, actor.at)
    seen = replace(
        found,
        ticket=one_for_reader(tx, actor, found.ticket),
        links=links_of(tx, actor, ticket_id),
        with_notes=sight.with_notes,
        with_rating=allowed(Action.SEE_RATING, sight.who),
    )
    return seen if sight.with_notes else _veiled(seen, sight.category)


def transcript_for_all(tx: Tx, guild_id: int, ticket_id: int, at: str) -> Transcript | None:
    """What anybody may read who sees the ticket at all: no notes, no rating; None when there is no such ticket."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    category = tx.categories.get(guild_id, ticket.category_id) if ticket else None
    if ticket is None or category is None:
        return None
    return _veiled(_found(tx, ticket, tuple(_said(tx, ticket_id, notes=False)), TOLD, at), category)


def _found(tx: Tx, ticket: Ticket, said: tuple[Message, ...], told: frozenset[EventType], at: str) -> Transcript:
    happened = (_happening(tx, each) for each in tx.events.of_ticket(ticket.id) if each.type in told)
    return Transcript(
        ticket=ticket,
        messages=said,
        happened=tuple(happened),
        participants=tuple(tx.participants.of(ticket.id)),
        links=(),
        names={ticket.owner_id: ticket.owner_name} | {each.author_id: each.author_name for each in said},
        with_notes=False,
        with_rating=False,
        at=at,
    )


def _said(tx: Tx, ticket_id: int, *, notes: bool) -> Iterator[Message]:
    parts: list[Sequence[Message]] = []
    before: int | None = None
    while part := tx.messages.newest(ticket_id, notes=notes, limit=PART, before=before):
        parts.append(part)
        before = part[0].id
    for part in reversed(parts):
        yield from part


def _happening(tx: Tx, event: Event) -> Happening:
    kind = EventType(event.type)
    moved = kind is EventType.TICKET_MOVED
    category = tx.categories.get(event.guild_id, event.category_id) if moved and event.category_id else None
    member = None if moved else next((event.data[key] for key in _MEMBER if key in event.data), None)
    return Happening(
        type=kind,
        at=event.at,
        via=event.via,
        actor_id=event.actor_id,
        member_id=None if member is None else int(str(member)),
        category=category.name if category else None,
        away="into" in event.data,
        silent=was_silent(tx, event),
    )


def _veiled(found: Transcript, category: Category) -> Transcript:
    """Without the names of staff that answers without them now, or did so when it happened."""
    said = tuple(replace(it, author_id=HIDDEN, author_name="") if it.anonymous else it for it in found.messages)
    known = {found.ticket.owner_id: found.ticket.owner_name} | {it.author_id: it.author_name for it in said}
    veiled = replace(found, messages=said, names={who: name for who, name in known.items() if who != HIDDEN})
    everywhere = category.settings.anonymous
    people = {found.ticket.owner_id, *found.participants}

    def shown(user_id: int | None) -> int | None:
        return named(user_id, people)

    def without_names(it: Happening) -> Happening:
        if not (everywhere or it.silent):
            return it
        member = it.member_id if it.type in _PEOPLE else shown(it.member_id)
        return replace(it, actor_id=shown(it.actor_id), member_id=member)

    return replace(
        veiled,
        ticket=for_all(category, found.ticket),
        happened=tuple(map(without_names, found.happened)),
    )
