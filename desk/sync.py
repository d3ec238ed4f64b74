"""Reading on in the events: where a reader stands, what they are told from there, and when they must begin anew.

A reader's position is written `seq.mark`: the number of the last event that they know of, and a mark over what they
could see then. With another mark the rights of the reader have changed meanwhile, or the store is not the one that the
position comes from (a backup was restored): what they hold may have too much in it or too little, and they are told so.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from desk.actor import Actor
from desk.errors import Fault, Invalid
from desk.events import EventType
from desk.exchange import Slice, TicketFilter
from desk.models import Event
from desk.onlooker import Line, Onlooker
from desk.reading import TicketPage, list_found, list_tickets
from desk.store import Tx
from desk.stream import INSIDE, PUBLIC, Audience

Fetch = Callable[[int, int, int], Sequence[Event]]

LOOKED_AT: Final = 1000
"""How many events are looked at in one reading, told or not."""

_PART: Final = 100
_POSITION: Final = re.compile(r"([0-9]{1,18})(?:\.([0-9a-f]{16}))?", re.ASCII)

_OF_MEMBER: Final = frozenset(
    {
        EventType.MEMBER_ROLES_CHANGED,
        EventType.MEMBER_BLOCKED,
        EventType.MEMBER_UNBLOCKED,
        EventType.MEMBER_JOINED,
        EventType.MEMBER_LEFT,
    }
)
_OF_ROLE: Final = frozenset(
    {EventType.ROLE_BLOCKED, EventType.ROLE_UNBLOCKED, EventType.GRANT_GIVEN, EventType.GRANT_TAKEN}
)

QUIET: Final = frozenset(
    {
        *(kind for kind, audience in PUBLIC.items() if audience is Audience.NOTES),
        *(INSIDE.keys() - _OF_MEMBER - _OF_ROLE),
    }
)
"""No position comes to rest on these for who is not told of them: not even that somebody wrote a note is to be seen."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reader stands; without a `mark` nobody knows what they could see there."""

    seq: int
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Follower:
    """Who reads on from where, None for now; `types` are the names of the events that they want, None for all."""

    actor: Actor
    after: Position | None
    types: Collection[str] | None


@dataclass(frozen=True, slots=True)
class Told:
    """One line with the position after it."""

    line: Line
    position: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: `following` is the position from which to read on, `more` tells that there is more already.

    `there` is the position of the last event that was looked at. It stays inside: that a note was written moves nothing
    that others could see.
    `reset`: what the reader holds may be wrong by now in ways that no event tells of; lists are to be read anew.
    """

    told: tuple[Told, ...]
    following: str
    there: str
    more: bool
    reset: bool


def position(text: str, field: str = "after") -> Position:
    """The position that `text` writes, given in that field. Raises Invalid."""
    found = _POSITION.fullmatch(text)
    if found is None:
        raise Invalid({field: Fault("bad_position")})
    return Position(int(found[1]), found[2])


def listed(
    tx: Tx, actor: Actor, wanted: TicketFilter, part: Slice, secret: bytes, query: str | None = None
) -> tuple[TicketPage, str | None]:
    """The part of the list; with its first part the position at which the events go on from it.

    With a `query` it is a list of what that finds. Raises as `list_tickets` and `list_found` do.
    """
    reader = _Reader(tx, actor, secret) if part.after is None and not part.offset else None
    if query is not None:
        found = list_found(tx, actor, query, wanted, part)
    else:
        found = list_tickets(tx, actor, wanted, part, reader.onlooker.visible if reader else None)
    return found, reader.here() if reader else None


def read_on(
    tx: Tx, actor: Actor, after: Position | None, limit: int, types: Collection[str] | None, secret: bytes
) -> Reading:
    """At most `limit` lines of the events after that position, ascending; those of other types are passed over.

    Without a position it begins now. Each event is judged by the actor's rights of this moment.
    """
    return _read(tx, Follower(actor, after, types), limit, secret, tx.events.after)


def follow(tx: Tx, followers: Sequence[Follower], limit: int, secret: bytes) -> list[Reading]:
    """As `read_on`, for many at once: what several of them look at is fetched once."""
    fetched = cache(tx.events.after)
    return [_read(tx, each, limit, secret, fetched) for each in followers]


def _read(tx: Tx, follower: Follower, limit: int, secret: bytes, fetch: Fetch) -> Reading:
    actor, after = follower.actor, follower.after
    reader = _Reader(tx, actor, secret)
    last = tx.events.last(actor.guild_id)
    if after is None or after.seq > last:
        there = reader.position(tx.events.get(last))
        return Reading((), reader.here(), there, more=False, reset=after is not None)
    reset = after.mark is not None and not hmac.compare_digest(after.mark, reader.mark(tx.events.get(after.seq)))
    told: list[Told] = []
    seq, resting, looked = after.seq, after.seq, 0
    while seq < last and len(told) < limit and looked < LOOKED_AT:
        for event in fetch(actor.guild_id, seq, min(_PART, limit)):
            seq, looked = event.seq, looked + 1
            reset = reset or concerns(event, actor)
            line = reader.onlooker.line(event)
            if line is not None and (follower.types is None or line.type in follower.types):
                told.append(Told(line, reader.position(event)))
            if line is not None or event.type not in QUIET:
                resting = seq
            if len(told) == limit:
                break
    resting = seq if looked >= LOOKED_AT else resting
    return Reading(tuple(told), reader.after(resting), reader.after(seq), more=seq < last, reset=reset)


def concerns(event: Event, actor: Actor) -> bool:
    """Whether the event tells that the actor's rights changed: by a change that may have been taken back since, too."""
    kind = EventType(event.type)
    if kind in _OF_MEMBER:
        return event.data.get("userId") == str(actor.user_id)
    if kind in _OF_ROLE:
        return int(str(event.data["roleId"])) in actor.role_ids
    if kind in {EventType.CATEGORY_UPDATED, EventType.CATEGORY_DELETED}:
        roles = event.data.get("roleIds")
        concerned = isinstance(roles, Sequence) and any(int(str(each)) in actor.role_ids for each in roles)
        return concerned or event.data.get("names") is True
    return False


class _Reader:
    """One member in one transaction, and the marks of the positions that they are given."""

    def __init__(self, tx: Tx, actor: Actor, secret: bytes) -> None:
        self.onlooker = Onlooker(tx, actor)
        self._tx, self._actor = tx, actor
        rights = f"{actor.guild_id} {actor.user_id} {self.onlooker.rights()} "
        self._hash = hmac.new(secret, b"events.after " + rights.encode(), hashlib.sha256)

    def here(self) -> str:
        """The position after everything that has happened."""
        return self.position(self._tx.events.newest(self._actor.guild_id, but=QUIET))

    def after(self, seq: int) -> str:
        """The position after the event with that number."""
        return f"{seq}.{self.mark(self._tx.events.get(seq))}"

    def position(self, event: Event | None) -> str:
        """The position after that event."""
        return f"{event.seq if event else 0}.{self.mark(event)}"

    def mark(self, event: Event | None) -> str:
        """The mark of the position after that event: over the reader's rights now, and over what event that is."""
        made = self._hash.copy()
        if event is not None:
            made.update(f"{event.guild_id} {event.seq} {event.at} {event.request_id}".encode())
        return made.hexdigest()[:16]
