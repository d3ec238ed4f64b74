"""Whether a ticket may be opened in a category: by whom, for whom, how many, how soon after the last one."""

from datetime import timedelta

from desk.actor import Actor
from desk.asking import demand, demand_in_guild, guild_standing
from desk.clock import parse_rfc3339, rfc3339
from desk.errors import Fault, Forbidden, Invalid, NotFound, TicketLimit, TooSoon
from desk.models import Category
from desk.permissions import Action, Who, allowed, parts_in
from desk.store import Tx


def entrance(tx: Tx, actor: Actor, category_id: int, owner: Actor | None = None) -> Category:
    """The category, when the actor could open a ticket in it now, for `owner` if that is somebody else.

    Opener roles and cool-down are for members who open for themselves; a block and the limit hold whoever opens.
    Raises Blocked, Forbidden, NotFound, TicketLimit, TooSoon; Invalid (`member`) when the owner is blocked.
    """
    who = demand_in_guild(tx, actor, Action.OPEN)
    category = tx.categories.get(actor.guild_id, category_id)
    if category is None or category.deleted_at is not None:
        raise NotFound("category")
    who = parts_in(actor, category, who)
    if owner is None or owner.user_id == actor.user_id:
        demand(tx, actor, Action.OPEN_IN, who)
        demand_room(tx, actor.user_id, category)
        if who.isdisjoint({Who.RESPONDER, Who.MANAGER}):
            _demand_pause(tx, actor, category)
        return category
    demand(tx, actor, Action.OPEN_FOR, who)
    if not allowed(Action.OPEN, guild_standing(tx, owner)):
        raise Invalid({"member": Fault("blocked")})
    demand_room(tx, owner.user_id, category, by_other=True)
    return category


def open_to(tx: Tx, actor: Actor, category: Category) -> bool:
    """Whether the category is one of those in which the actor may open tickets, apart from how many and how soon."""
    who = parts_in(actor, category, guild_standing(tx, actor))
    return allowed(Action.OPEN_IN, who)


def demand_room(tx: Tx, owner_id: int, category: Category, *, by_other: bool = False) -> None:
    """Raise TicketLimit when the member has as many open tickets in the category as it allows."""
    if category.ticket_limit is None:
        return
    already = tx.tickets.open_of(owner_id, category.id)
    if len(already) >= category.ticket_limit:
        newest, owner = already[-1], owner_id if by_other else None
        raise TicketLimit(newest.id, number=newest.number, limit=category.ticket_limit, owner_id=owner)


def _demand_pause(tx: Tx, actor: Actor, category: Category) -> None:
    minutes = category.settings.cooldown_minutes
    last = tx.tickets.last_opened(actor.guild_id, actor.user_id, category.id) if minutes else None
    if last is None or minutes is None:
        return
    again = parse_rfc3339(last) + timedelta(minutes=minutes)
    left = (again - parse_rfc3339(actor.at)).total_seconds()
    if left > 0:
        raise TooSoon(rfc3339(again), seconds=int(left) + 1)


def categories_open_to(tx: Tx, actor: Actor) -> tuple[Category, ...]:
    """The categories in which the actor may open tickets. Raises Blocked; NotFound (categories) when there are none."""
    demand_in_guild(tx, actor, Action.OPEN)
    shown = tuple(each for each in tx.categories.live(actor.guild_id) if open_to(tx, actor, each))
    if not shown:
        raise NotFound("categories")
    return shown


def categories_of_staff(tx: Tx, actor: Actor) -> tuple[Category, ...]:
    """The categories in which the actor may open tickets for others. Raises Blocked, Forbidden when there are none."""
    who = demand_in_guild(tx, actor, Action.OPEN)
    live = tx.categories.live(actor.guild_id)
    shown = tuple(each for each in live if allowed(Action.OPEN_FOR, parts_in(actor, each, who)))
    if not shown:
        raise Forbidden(Action.OPEN_FOR)
    return shown
