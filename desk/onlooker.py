"""One member looking at what happened: what they are told of each event, by their rights of this moment."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from desk import veil
from desk.actor import Actor, Via
from desk.asking import Sight, guild_standing
from desk.events import EventType
from desk.messages import for_reader
from desk.models import Category, Event, Message, Ticket
from desk.permissions import Action, Who, allowed, parts, parts_in, staffing, visibility
from desk.store import Tx
from desk.stream import CHANGED, FACTS, HIDDEN_NOW, STAFF_FACTS, TICKET_FACTS, Audience, audience_of

_SAID: Final = frozenset({EventType.MESSAGE_CREATED, EventType.MESSAGE_EDITED, EventType.NOTE_CREATED})
"""Events that come with the message that they tell of."""


@dataclass(frozen=True, slots=True)
class SeenCategory:
    """A category as somebody sees it: whether they may open tickets in it, and whether they see its roles."""

    category: Category
    is_open: bool
    with_roles: bool


@dataclass(frozen=True, slots=True)
class Line:
    """What one member is told of one event.

    `type` is the public name. `actor_id` is None for the desk itself and HIDDEN for staff without a name. `ticket`,
    `message` and `category` are as they are now, as far as this member sees them; None where they see none.
    """

    seq: int
    type: str
    at: str
    via: Via
    actor_id: int | None
    ticket_id: int | None
    category_id: int | None
    data: Mapping[str, object]
    ticket: Ticket | None = None
    message: Message | None = None
    category: SeenCategory | None = None


class Onlooker:
    """A member with their rights as of one transaction. Every event is judged by the rows that this one sees."""

    def __init__(self, tx: Tx, actor: Actor) -> None:
        self._tx = tx
        self._actor = actor
        self._standing = guild_standing(tx, actor)
        self._live = tx.categories.live(actor.guild_id)
        self._added = frozenset(tx.participants.tickets_of(actor.guild_id, actor.user_id))
        self._categories: dict[int, Category | None] = {each.id: each for each in self._live}
        self._sights: dict[int, Sight | None] = {}
        self._people: dict[int, frozenset[int]] = {}
        self.visible = visibility(actor, self._standing, self._live, self._added)

    def rights(self) -> tuple[object, ...]:
        """What decides which tickets this member sees, and how, as far as no event of a ticket tells of its changes."""
        staffed = staffing(self._actor, self._standing, self._live)
        return (
            self.visible.everything,
            self.visible.category_ids,
            staffed.everything,
            staffed.category_ids,
            sorted(self._standing),
        )

    def line(self, event: Event) -> Line | None:
        """What this member is told of it; None for nothing."""
        audience = audience_of(event.type) if event.guild_id == self._actor.guild_id else None
        if audience is None:
            return None
        if audience is Audience.GUILD:
            return self._of_category(event)
        sight = self._sight(event.ticket_id or 0)
        if sight is None:
            return self._farewell(event)
        if audience is Audience.NOTES and not sight.with_notes:
            return None
        told = sight.with_notes or audience is Audience.ALL
        if audience is Audience.RATING:
            told = allowed(Action.SEE_RATING, sight.who)
        return self._told(event, sight) if told else replace(self._bare(event, CHANGED), ticket=self.veiled(sight))

    def veiled(self, sight: Sight) -> Ticket:
        """The ticket without what this member may not know: staff without a name for them, a hidden ticket."""
        ticket = veil.for_member(sight.category, sight.ticket, sight.who, self._actor.user_id)
        if ticket.merged_into is not None and self._sight(ticket.merged_into) is None:
            ticket = replace(ticket, merged_into=None)
        return ticket

    def _told(self, event: Event, sight: Sight) -> Line:
        kind = EventType(event.type)
        message = self._message(event, sight) if kind in _SAID else None
        silent = not sight.with_notes and self._is_silent(event, sight.category, message)
        facts = {name: event.data.get(name) for name in FACTS.get(kind, ()) if name in event.data}
        for name, value in facts.items():
            if silent and (kind, name) in STAFF_FACTS and value is not None:
                facts[name] = self._text(self._named(sight.ticket, int(str(value))))
            elif name in TICKET_FACTS and self._sight(int(str(value))) is None:
                facts[name] = None
        return Line(
            seq=event.seq,
            type=event.type,
            at=event.at,
            via=event.via,
            actor_id=self._named(sight.ticket, event.actor_id) if silent else event.actor_id,
            ticket_id=event.ticket_id,
            category_id=event.category_id,
            data=facts,
            ticket=self.veiled(sight),
            message=message,
        )

    def _farewell(self, event: Event) -> Line | None:
        """What is told of a ticket that this member does not see (any more): that it is gone, if they could see it."""
        kind = EventType(event.type)
        if kind is EventType.TICKET_DELETED and self._saw(event):
            return replace(self._bare(event, event.type), data={"number": event.data.get("number")})
        if kind is EventType.TICKET_MOVED:
            lost = int(str(event.data["was"])) in self.visible.category_ids
        else:
            taken_out = kind in {EventType.PARTICIPANT_REMOVED, EventType.MEMBER_LEFT}
            lost = taken_out and event.data.get("userId") == str(self._actor.user_id)
        return self._bare(event, HIDDEN_NOW) if lost else None

    def _saw(self, deleted: Event) -> bool:
        """Whether this member would have seen the ticket when it was deleted."""
        if self.visible.everything or deleted.category_id in self.visible.category_ids:
            return True
        me = str(self._actor.user_id)
        people = deleted.data.get("participantIds")
        added = isinstance(people, list) and me in people and Who.BLOCKED not in self._standing
        return deleted.data.get("ownerId") == me or added

    def _of_category(self, event: Event) -> Line | None:
        category = self._category(event.category_id or 0)
        if category is None:
            return None
        seen = SeenCategory(
            category,
            is_open=category.deleted_at is None
            and allowed(Action.OPEN_IN, parts_in(self._actor, category, self._standing)),
            with_roles=allowed(Action.SEE_CATEGORY_ROLES, self._standing),
        )
        return replace(self._bare(event, event.type), category_id=category.id, category=seen)

    @staticmethod
    def _bare(event: Event, name: str) -> Line:
        """That something happened to that ticket, and nothing of what or by whom."""
        return Line(event.seq, name, event.at, Via.DESK, None, event.ticket_id, None, {})

    def _sight(self, ticket_id: int) -> Sight | None:
        if ticket_id not in self._sights:
            self._sights[ticket_id] = self._look(ticket_id)
        return self._sights[ticket_id]

    def _look(self, ticket_id: int) -> Sight | None:
        ticket = self._tx.tickets.get(self._actor.guild_id, ticket_id)
        category = self._category(ticket.category_id) if ticket else None
        if ticket is None or category is None:
            return None
        who = parts(self._actor, ticket, category, self._standing, added=ticket_id in self._added)
        return Sight(ticket, category, who) if allowed(Action.SEE, who) else None

    def _category(self, category_id: int) -> Category | None:
        if category_id not in self._categories:
            self._categories[category_id] = self._tx.categories.get(self._actor.guild_id, category_id)
        return self._categories[category_id]

    def _message(self, event: Event, sight: Sight) -> Message | None:
        found = self._tx.messages.get(int(str(event.data["messageId"])))
        return for_reader(self._tx, sight, [found])[0] if found is not None else None

    def _is_silent(self, event: Event, category: Category, message: Message | None) -> bool:
        """Whether staff has no names in what is told: so it is now, so it was then, or nobody can tell any more."""
        then = (self._category(each) for each in veil.scenes(event))
        unknown = event.type in _SAID and message is None
        said = message is not None and message.anonymous
        return unknown or said or any(each is not None and each.settings.anonymous for each in (category, *then))

    def _named(self, ticket: Ticket, user_id: int | None) -> int | None:
        """That member, if they are one of the ticket's own people; HIDDEN else."""
        if ticket.id not in self._people:
            self._people[ticket.id] = frozenset(self._tx.participants.of(ticket.id))
        return veil.named(user_id, {ticket.owner_id, self._actor.user_id, *self._people[ticket.id]})

    @staticmethod
    def _text(user_id: int | None) -> str | None:
        return str(user_id) if user_id else None
