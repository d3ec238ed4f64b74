"""What the desk knows of a guild, to be held against Discord; and what it mends of its own when they disagree."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from desk.actor import Actor, Grant
from desk.asking import demand_in_guild
from desk.categories import changed, live_category
from desk.events import EventType, category_lane, record
from desk.exchange import Parked
from desk.models import Category, GuildSettings, Panel, Status, Style, Ticket
from desk.permissions import Action
from desk.store import Tx


@dataclass(frozen=True, slots=True)
class Standing:
    """What the desk knows. `channels` are the open tickets with channels of their own, each with who was added."""

    settings: GuildSettings
    categories: Sequence[Category]
    panels: Sequence[Panel]
    grants: Mapping[int, frozenset[Grant]]
    parked: Sequence[Parked]
    channels: Sequence[tuple[Ticket, frozenset[int]]]


def standing(tx: Tx, actor: Actor) -> Standing:
    """What the desk knows of the actor's guild. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    return known(tx, actor.guild_id)


def all_known(tx: Tx) -> Mapping[int, Standing]:
    """What the desk knows of each guild that has categories, by its id, asked by whoever runs it."""
    return {guild_id: known(tx, guild_id) for guild_id in tx.categories.guilds()}


def known(tx: Tx, guild_id: int) -> Standing:
    """What the desk knows of a guild, asked by whoever runs it."""
    live = tx.categories.live(guild_id)
    placed = [ticket for each in live for ticket in tx.places.of_category(each.id)]
    own = [each for each in placed if each.status is Status.OPEN and each.place.style is Style.CHANNEL]
    return Standing(
        settings=tx.guilds.get(guild_id),
        categories=live,
        panels=tx.places.panels(guild_id),
        grants=tx.grants.of(guild_id),
        parked=[each for each in tx.events.parked(guild_id) if _worth_it(tx, each)],
        channels=[(each, frozenset(tx.participants.of(each.id))) for each in own],
    )


def drop_roles(tx: Tx, actor: Actor, category_id: int, gone: Collection[int]) -> Category:
    """Take roles that exist no more out of a category. Raises MissingGrant, NotFound."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    before = live_category(tx, actor, category_id)
    left = before.settings.opener_role_ids.difference(gone)
    after = replace(
        before,
        responder_role_ids=before.responder_role_ids.difference(gone),
        viewer_role_ids=before.viewer_role_ids.difference(gone),
        # Without any opener everybody could open: the last of them stays until somebody chooses.
        settings=replace(before.settings, opener_role_ids=left) if left else before.settings,
    )
    return changed(tx, actor, before, after)


def draw_again(tx: Tx, actor: Actor, category_id: int) -> None:
    """Have all that Discord shows of the category made again or put right. Raises MissingGrant, NotFound."""
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    category = live_category(tx, actor, category_id)
    record(tx, actor, EventType.CATEGORY_UPDATED, category_id=category.id, lane=category_lane(category.id), roles=True)


def try_again(tx: Tx, actor: Actor) -> int:
    """Take up what Discord refused for good as if it were new; how much that is. Raises MissingGrant.

    A ticket that was closed because it got no place is left: its member was told so, and opens another.
    """
    demand_in_guild(tx, actor, Action.DEFINE_CATEGORIES)
    taken = [each for each in tx.events.parked(actor.guild_id) if _worth_it(tx, each)]
    for each in taken:
        tx.events.try_again(each.event.seq, actor.at)
    return len(taken)


def _worth_it(tx: Tx, parked: Parked) -> bool:
    if parked.event.type != EventType.TICKET_OPENED:
        return True
    ticket = tx.tickets.get(parked.event.guild_id, parked.event.ticket_id or 0)
    return ticket is not None and ticket.status is Status.OPEN
