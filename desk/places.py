"""What the relay asks and tells while it draws committed state into Discord: places made, messages and panels shown.

No actor stands behind these: they change nothing of a ticket that the rules guard, but for closing a ticket that was
opened in Discord and that Discord refuses a place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desk.actor import Actor
from desk.asking import sight_of
from desk.ending import Ending
from desk.errors import NotFound
from desk.events import EventType, Origin, member_lane, place_lane, record
from desk.exchange import Slice, TicketFilter
from desk.models import Category, GuildSettings, Message, Panel, Place, PlaceState, Status, Ticket, Upload
from desk.permissions import Visibility
from desk.store import Tx
from desk.tickets import close_without_place

OWN_AT_MOST: Final = 500
"""More open tickets of one member than a guild has channels are not looked through."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is needed to draw one ticket: the row, its category, the text that opened it, its people and links.

    `ending` is how it is to close by itself, as far as its people were told.
    """

    ticket: Ticket
    category: Category
    opening: Message | None
    participants: tuple[int, ...] = ()
    links: tuple[Ticket, ...] = ()
    ending: Ending | None = None


@dataclass(frozen=True, slots=True)
class Following:
    """How far a place follows its ticket: all of it (`done`), not tried yet, or put off until `at` (RFC 3339)."""

    done: bool
    at: str | None


@dataclass(frozen=True, slots=True)
class RolesChanged:
    """What a member's roles became. `administered`: they may have been an Administrator by what they lost."""

    user_id: int
    lost: frozenset[int]
    gained: frozenset[int]
    administered: bool


@dataclass(frozen=True, slots=True)
class Blocked:
    """The members and the roles of a guild that are blocked."""

    user_ids: frozenset[int]
    role_ids: frozenset[int]


def language(tx: Tx, guild_id: int) -> str | None:
    """The locale that the guild chose for what everybody reads, None when it chose none."""
    return tx.guilds.get(guild_id).language


def drawing(tx: Tx, guild_id: int, ticket_id: int) -> Drawing | None:
    """What to draw of that ticket; None when it is deleted."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    category = tx.categories.get(guild_id, ticket.category_id) if ticket else None
    if ticket is None or category is None:
        return None
    linked = (tx.tickets.get(guild_id, other_id) for other_id in tx.links.of(ticket_id))
    return Drawing(
        ticket,
        category,
        tx.messages.opening(ticket_id),
        tuple(tx.participants.of(ticket_id)),
        tuple(other for other in linked if other is not None),
        _told_ending(tx, ticket_id) if ticket.status is Status.OPEN else None,
    )


def _told_ending(tx: Tx, ticket_id: int) -> Ending | None:
    """How the ticket closes by itself, once its people were told of it."""
    ending = tx.endings.of(ticket_id)
    return ending if ending is not None and ending.shown_at is not None else None


def makings(tx: Tx, ticket_id: int) -> frozenset[int]:
    """The numbers of the events with which a place may have been made for the ticket."""
    makes = {EventType.TICKET_OPENED, EventType.TICKET_REOPENED}
    return frozenset(event.seq for event in tx.events.of_ticket(ticket_id) if event.type in makes)


def uploads(tx: Tx, ticket_id: int) -> Sequence[Upload]:
    """The files that were handed in with the ticket."""
    return tx.uploads.of(ticket_id)


def message(tx: Tx, message_id: int) -> Message | None:
    """The message with that id; None when it is deleted."""
    return tx.messages.get(message_id)


def message_shown(tx: Tx, message_id: int, discord_id: int) -> bool:
    """The bot's Discord message shows that message; False when it was deleted meanwhile, and nothing may show it."""
    if tx.messages.get(message_id) is None:
        return False
    tx.messages.shown(message_id, discord_id)
    return True


def place_made(tx: Tx, origin: Origin, ticket_id: int, place: Place) -> bool:
    """The ticket's place is as far as that; False when the ticket was deleted meanwhile, and the place must go."""
    ticket = tx.tickets.get(origin.guild_id, ticket_id)
    if ticket is None:
        return False
    tx.places.save(ticket_id, place)
    if ticket.place.channel_id != place.channel_id:
        record(tx, origin, EventType.PLACE_MADE, ticket=ticket)
    return True


def place_due(tx: Tx, origin: Origin, ticket_id: int) -> None:
    """What Discord would not let the place have now is to follow by itself, and nothing else is to wait for that."""
    if (ticket := tx.tickets.get(origin.guild_id, ticket_id)) is not None:
        record(tx, origin, EventType.PLACE_DUE, ticket=ticket, lane=place_lane(ticket_id))


def place_follows(tx: Tx, ticket_id: int) -> Following:
    """Whether the ticket's place is still to be named and sealed as the ticket is, and when Discord lets it."""
    waiting = tx.events.lane_due(place_lane(ticket_id))
    if waiting is None:
        return Following(done=True, at=None)
    tries, due_at = waiting
    return Following(done=False, at=due_at if tries else None)


def place_refused(tx: Tx, origin: Origin, ticket_id: int, error: str) -> Ticket | None:
    """Discord refuses the ticket a place for good; what there was of one is gone. Opened in Discord, it is closed."""
    ticket = tx.tickets.get(origin.guild_id, ticket_id)
    if ticket is None:
        return None
    tx.places.save(ticket_id, Place(PlaceState.FAILED, error=error))
    record(tx, origin, EventType.PLACE_FAILED, ticket=ticket, error=error)
    return close_without_place(tx, origin.guild_id, ticket_id, origin.at)


def place_of(tx: Tx, guild_id: int, ticket_id: int) -> Place:
    """The ticket's place. Raises NotFound when the ticket is deleted."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    if ticket is None:
        raise NotFound("ticket")
    return ticket.place


def ticket_in(tx: Tx, guild_id: int, channel_id: int) -> Ticket | None:
    """The ticket whose place is that channel or thread."""
    return tx.tickets.by_channel(guild_id, channel_id)


def category(tx: Tx, guild_id: int, category_id: int) -> Category | None:
    """The category, deleted ones too."""
    return tx.categories.get(guild_id, category_id)


def live_categories(tx: Tx, guild_id: int) -> Sequence[Category]:
    """The categories of the guild that are in use."""
    return tx.categories.live(guild_id)


def placed_tickets(tx: Tx, category_id: int) -> Sequence[Ticket]:
    """The tickets of that category that have a place in Discord."""
    return tx.places.of_category(category_id)


def without_sight(tx: Tx, guild_id: int, ticket_id: int, people: Iterable[Actor]) -> frozenset[int]:
    """The ids of those who may not see the ticket: they are not to be in its place."""
    ticket = tx.tickets.get(guild_id, ticket_id)
    return frozenset(each.user_id for each in people if not _sees(tx, each, ticket))


def out_of_sight(tx: Tx, member: Actor, lost: frozenset[int], *, everywhere: bool) -> Sequence[Ticket]:
    """The tickets with a place that the member may not see, of those in which they may be.

    Those are all tickets of the categories to which a role of `lost` belongs, and all that they were added to; and if
    `everywhere`, as for who managed tickets, all that are open or claimed by them.
    """
    live = tx.categories.live(member.guild_id)
    theirs = [each for each in live if not each.responder_role_ids.union(each.viewer_role_ids).isdisjoint(lost)]
    placed = {ticket.id: ticket for each in theirs for ticket in tx.places.of_category(each.id)}
    if everywhere:
        placed |= {ticket.id: ticket for ticket in tx.places.in_hand(member.guild_id, member.user_id)}
    placed |= {ticket.id: ticket for ticket in _added_to(tx, member.guild_id, member.user_id)}
    return [ticket for ticket in placed.values() if not _sees(tx, member, ticket)]


def own_places(tx: Tx, guild_id: int, user_id: int) -> Sequence[Ticket]:
    """The tickets with a place that the member has by themselves: open ones of theirs, and those they were added to."""
    everything = Visibility(guild_id, owner_id=user_id, everything=True, category_ids=())
    theirs = tx.tickets.page(everything, TicketFilter(status=Status.OPEN, owner_id=user_id), Slice(OWN_AT_MOST))
    return [*(each for each in theirs if each.place.channel_id is not None), *_added_to(tx, guild_id, user_id)]


def _added_to(tx: Tx, guild_id: int, user_id: int) -> Sequence[Ticket]:
    found = (tx.tickets.get(guild_id, each) for each in tx.participants.tickets_of(guild_id, user_id))
    return [each for each in found if each is not None and each.place.channel_id is not None]


def channels(tx: Tx, guild_id: int) -> Sequence[Ticket]:
    """The tickets of the guild whose places are channels of their own."""
    return tx.places.channels(guild_id)


def blocked(tx: Tx, guild_id: int, at: str) -> Blocked:
    """Who is blocked in the guild at that time."""
    members = (each.user_id for each in tx.blocks.all(guild_id) if each.until is None or each.until > at)
    roles = (each.role_id for each in tx.role_blocks.all(guild_id) if each.until is None or each.until > at)
    return Blocked(frozenset(members), frozenset(roles))


def roles_changed(tx: Tx, origin: Origin, changed: RolesChanged) -> bool:
    """A member's roles changed: where that gives or takes sight of tickets, the relay is to look through the places.

    So it is where one of them is blocked.
    """
    granted = frozenset(tx.grants.of(origin.guild_id))
    giving = giving_roles(tx, origin.guild_id)
    note_roles(tx, origin.guild_id, changed)
    if giving.isdisjoint(changed.lost | changed.gained) and not changed.administered:
        return False
    record(
        tx,
        origin,
        EventType.MEMBER_ROLES_CHANGED,
        lane=member_lane(origin.guild_id, changed.user_id),
        userId=str(changed.user_id),
        gained=[str(role_id) for role_id in sorted(changed.gained & giving)],
        lost=[str(role_id) for role_id in sorted(changed.lost & giving)],
        everywhere=changed.administered or not granted.isdisjoint(changed.lost),
        blocked=any(each.role_id in changed.lost | changed.gained for each in tx.role_blocks.all(origin.guild_id)),
    )
    return True


def giving_roles(tx: Tx, guild_id: int) -> frozenset[int]:
    """The roles that give sight of tickets or take it: those of categories, with a grant, and those blocked."""
    live = tx.categories.live(guild_id)
    held = frozenset(tx.grants.of(guild_id)) | frozenset(each.role_id for each in tx.role_blocks.all(guild_id))
    return held.union(*(each.responder_role_ids | each.viewer_role_ids for each in live))


def note_roles(tx: Tx, guild_id: int, changed: RolesChanged) -> None:
    """Remember who holds the roles now, so that nobody takes the change for one that was missed."""
    for role_id, seen in tx.people.seen_roles(guild_id).items():
        holders = seen.holders - {changed.user_id} if role_id in changed.lost else seen.holders
        holders = holders | {changed.user_id} if role_id in changed.gained else holders
        if holders != seen.holders:
            tx.people.see_role(guild_id, role_id, replace(seen, holders=holders))


def _sees(tx: Tx, member: Actor, ticket: Ticket | None) -> bool:
    try:
        sight_of(tx, member, ticket)
    except NotFound:
        return False
    return True


def parent_made(tx: Tx, category_id: int, channel_id: int | None) -> None:
    """The category's parent channel exists, or (None) is gone."""
    tx.places.set_parent(category_id, channel_id)


def overflow(tx: Tx, category_id: int, *, archive: bool) -> Sequence[int]:
    """The channel categories that the bot made for the category's tickets, or for its closed ones, oldest first."""
    return tx.places.overflow(category_id, archive=archive)


def overflowed(tx: Tx, category_id: int, channel_id: int, *, archive: bool) -> None:
    """The bot made that channel category for the category's tickets, or for its closed ones."""
    tx.places.add_overflow(category_id, channel_id, archive=archive)


def guild_settings(tx: Tx, guild_id: int) -> GuildSettings:
    """What the guild wishes for itself."""
    return tx.guilds.get(guild_id)


def panel(tx: Tx, panel_id: int) -> Panel | None:
    """The panel with that id."""
    return tx.places.panel(panel_id)


def panels(tx: Tx, guild_id: int) -> Sequence[Panel]:
    """All panels of the guild."""
    return tx.places.panels(guild_id)


def panel_shown(tx: Tx, shown: Panel) -> None:
    """The panel is posted as that message."""
    tx.places.save_panel(shown)


def panel_gone(tx: Tx, panel_id: int) -> None:
    """The panel was deleted in Discord, or its channel was."""
    tx.places.delete_panel(panel_id)
