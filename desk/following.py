"""What people do to places by hand in Discord, followed: channels, cards and panels that they delete.

Told live, or found after a time in which nothing was told: each of these changes nothing when it is said twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from desk.events import EventType, Origin, category_lane, record, record_shown
from desk.models import Category, Panel, Place, PlaceState, Status, Ticket
from desk.store import Tx

_USES: Final[Mapping[str, str]] = {
    "archive": "archive_channel_id",
    "queue": "queue_channel_id",
    "log": "log_channel_id",
}

PLACE_GONE: Final = "place_gone"
"""Why a ticket is closed whose channel or thread was deleted by hand."""


def channel_gone(tx: Tx, origin: Origin, channel_id: int) -> Category | None:
    """A channel or thread was deleted in Discord: no panel and no category has it any more, and its ticket is closed.

    Where tickets lay or are to lie is left as it was chosen: `/desk check` tells of it, and staff chooses anew.

    A place that is only half made is left to who makes it. Returns the category whose places lay under that channel:
    they went with it, and Discord does not tell of all of them.
    """
    for panel in tx.places.panels(origin.guild_id):
        if panel.channel_id == channel_id:
            tx.places.delete_panel(panel.id)
    forget_channel(tx, origin, channel_id)
    category = tx.places.by_parent(origin.guild_id, channel_id)
    if category is not None:
        tx.places.set_parent(category.id, None)
    ticket = tx.tickets.by_channel(origin.guild_id, channel_id)
    if ticket is not None and ticket.place.state is PlaceState.MADE:
        _close_without_place(tx, origin, ticket)
    return category


def forget_channel(tx: Tx, origin: Origin, channel_id: int) -> None:
    """No category lists its closed tickets, shows its queue or writes its log in that channel any more; it is told."""
    for category in tx.categories.live(origin.guild_id):
        it = category.settings
        lost = [use for use, name in _USES.items() if getattr(it, name) == channel_id]
        if lost:
            changes: dict[str, Any] = {_USES[use]: None for use in lost}
            tx.categories.save(replace(category, settings=replace(it, **changes)))
        for use in lost:
            _record_loss(tx, origin, category, use)


def _record_loss(tx: Tx, origin: Origin, category: Category, use: str) -> None:
    lane = category_lane(category.id)
    updated = EventType.CATEGORY_UPDATED
    record(tx, origin, updated, category_id=category.id, lane=lane, without=use, cards=False, places=False)


def panels_in(tx: Tx, guild_id: int, channel_id: int) -> Sequence[Panel]:
    """The panels that stand in that channel, as far as the desk knows."""
    return [each for each in tx.places.panels(guild_id) if each.channel_id == channel_id]


def message_gone(tx: Tx, origin: Origin, channel_id: int, discord_id: int) -> Ticket | None:
    """A message of the bot's was deleted in Discord: if it was a panel it is forgotten, and a card is drawn anew.

    Returns the ticket whose card it was. A closed ticket gets its card when it is opened again.
    """
    for panel in tx.places.panels(origin.guild_id):
        if panel.message_id == discord_id:
            tx.places.delete_panel(panel.id)
    ticket = tx.tickets.by_channel(origin.guild_id, channel_id)
    if ticket is None or ticket.place.card_id != discord_id or ticket.place.state is not PlaceState.MADE:
        return None
    tx.places.save(ticket.id, replace(ticket.place, card_id=None))
    if ticket.status is Status.OPEN:
        record_shown(tx, origin, EventType.CARD_GONE, ticket)
    return tx.tickets.get(origin.guild_id, ticket.id)


def _close_without_place(tx: Tx, origin: Origin, ticket: Ticket) -> None:
    """Take the ticket's place from it; an open one is closed, and everything said in it stays readable."""
    was = str(ticket.place.channel_id)
    gone = Place(PlaceState.FAILED, error=PLACE_GONE, style=ticket.place.style)
    tx.places.save(ticket.id, gone)
    record(tx, origin, EventType.PLACE_GONE, ticket=ticket, channelId=was)
    if ticket.status is Status.CLOSED:
        return
    after = replace(
        ticket,
        status=Status.CLOSED,
        closed_at=origin.at,
        close_reason=PLACE_GONE,
        due_at=None,
        updated_at=max(origin.at, ticket.updated_at),
        version=ticket.version + 1,
        place=gone,
    )
    tx.tickets.save(after, expected_version=ticket.version)
    record_shown(tx, origin, EventType.TICKET_CLOSED, after)
