"""How a use case asks the permission table: load the row, place the actor before it, refuse in the right way."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.actor import Actor, Grant
from desk.errors import Blocked, Forbidden, MissingGrant, NotFound
from desk.models import Block, Category, RoleBlock, Ticket
from desk.permissions import (
    TABLE,
    Action,
    Visibility,
    Who,
    allowed,
    held_by_block,
    parts,
    parts_anywhere,
    standing,
    visibility,
)
from desk.store import Tx

_GRANT_OF = {Who.MANAGER: Grant.MANAGE_TICKETS.value, Who.DEFINER: Grant.DEFINE_TICKETS.value}


def guild_standing(tx: Tx, actor: Actor) -> frozenset[Who]:
    """What the actor is to the guild, their block looked up in this transaction."""
    return standing(actor, blocked=block_on(tx, actor) is not None)


def block_on(tx: Tx, actor: Actor) -> Block | RoleBlock | None:
    """The block that would hold the actor longest, their own or that of a role of theirs; None when there is none."""
    own = tx.blocks.active(actor.guild_id, actor.user_id, actor.at)
    of_roles = tx.role_blocks.holding(actor.guild_id, actor.role_ids, actor.at)
    found: list[Block | RoleBlock] = [*of_roles, *filter(None, (own,))]
    return max(found, key=lambda block: (block.until is None, block.until or ""), default=None)


def demand(tx: Tx, actor: Actor, action: Action, who: frozenset[Who]) -> None:
    """Raise Blocked, MissingGrant or Forbidden unless `who` may do `action`."""
    if allowed(action, who):
        return
    if Who.BLOCKED in who:
        raise _blocked(tx, actor, action)
    needed = TABLE.get(action, frozenset())
    if needed == {Who.ADMINISTRATOR}:
        raise MissingGrant(action, grant=Who.ADMINISTRATOR.value)
    for grant_holder, grant in _GRANT_OF.items():
        if needed == {grant_holder}:
            raise MissingGrant(action, grant=grant)
    raise Forbidden(action, tuple(sorted(needed)))


def demand_no_block(tx: Tx, actor: Actor, actions: Iterable[Action]) -> None:
    """Raise Blocked when a block stands in the way of one of `actions`; asked before anything is looked up."""
    who = guild_standing(tx, actor)
    for action in actions:
        if held_by_block(action, who):
            raise _blocked(tx, actor, action)


def _blocked(tx: Tx, actor: Actor, action: Action) -> Blocked:
    block = block_on(tx, actor)
    return Blocked(action, until=block.until if block else None)


def demand_in_guild(tx: Tx, actor: Actor, action: Action) -> frozenset[Who]:
    """The actor's standing in the guild; raises as `demand` does unless it allows `action`."""
    who = guild_standing(tx, actor)
    demand(tx, actor, action, who)
    return who


def demand_anywhere(tx: Tx, actor: Actor, action: Action) -> frozenset[Who]:
    """As `demand_in_guild`, for what is theirs who have a part in any category of the guild."""
    who = parts_anywhere(actor, tx.categories.live(actor.guild_id), guild_standing(tx, actor))
    demand(tx, actor, action, who)
    return who


@dataclass(frozen=True, slots=True)
class Sight:
    """A ticket as one actor meets it: the row, its category, and what the actor is to it."""

    ticket: Ticket
    category: Category
    who: frozenset[Who]

    @property
    def with_notes(self) -> bool:
        """Whether this actor sees the ticket's notes."""
        return allowed(Action.SEE_NOTES, self.who)


def sight_of(tx: Tx, actor: Actor, ticket: Ticket | None) -> Sight:
    """The actor's sight of `ticket`; raises NotFound when it is None or hidden from them."""
    if ticket is None:
        raise NotFound("ticket")
    category = tx.categories.get(ticket.guild_id, ticket.category_id)
    if category is None:
        raise NotFound("ticket")
    added = tx.participants.has(ticket.id, actor.user_id)
    who = parts(actor, ticket, category, guild_standing(tx, actor), added=added)
    if not allowed(Action.SEE, who):
        raise NotFound("ticket")
    return Sight(ticket, category, who)


def look(tx: Tx, actor: Actor, ticket_id: int) -> Sight:
    """The ticket with that id as the actor meets it; raises NotFound when there is none or it is hidden from them."""
    return sight_of(tx, actor, tx.tickets.get(actor.guild_id, ticket_id))


def look_to(tx: Tx, actor: Actor, ticket_id: int, action: Action) -> Sight:
    """As `look`, and raises as `demand` does unless the actor may do `action` to it."""
    demand_no_block(tx, actor, (action,))
    sight = look(tx, actor, ticket_id)
    demand(tx, actor, action, sight.who)
    return sight


def what_is_visible(tx: Tx, actor: Actor) -> Visibility:
    """Which tickets of the guild the actor sees."""
    added_to = tx.participants.tickets_of(actor.guild_id, actor.user_id)
    return visibility(actor, guild_standing(tx, actor), tx.categories.live(actor.guild_id), added_to)
