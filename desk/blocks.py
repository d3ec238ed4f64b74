"""Keeping a member, or all who hold a role, from opening and writing: block, unblock, list."""

from collections.abc import Sequence

from desk.actor import Actor, Grant
from desk.asking import demand_in_guild
from desk.errors import Fault, Invalid
from desk.events import EventType, Origin, member_lane, record, role_lane
from desk.models import Block, RoleBlock
from desk.permissions import Action
from desk.store import Tx
from desk.text import BadText
from desk.until import until as until_when


def end_of(typed: str, now: str) -> str:
    """The RFC 3339 time until which somebody means to block, by what they typed at `now`. Raises Invalid."""
    try:
        return until_when(typed, now)
    except BadText as bad:
        raise Invalid({"until": bad.fault}) from bad


def block(tx: Tx, actor: Actor, member: Actor, until: str | None = None, reason: str | None = None) -> Block:
    """Block `member` until that RFC 3339 time, or without end. Raises MissingGrant, Invalid for who manages tickets."""
    demand_in_guild(tx, actor, Action.BLOCK)
    if Grant.MANAGE_TICKETS in member.grants:
        raise Invalid({"member": Fault("manages_tickets")})
    made = Block(guild_id=actor.guild_id, user_id=member.user_id, until=until, reason=reason)
    tx.blocks.put(made)
    lane = member_lane(actor.guild_id, member.user_id)
    record(tx, actor, EventType.MEMBER_BLOCKED, lane=lane, userId=str(member.user_id), until=until)
    return made


def block_role(
    tx: Tx,
    actor: Actor,
    role_id: int,
    until: str | None = None,
    reason: str | None = None,
    *,
    administrator: bool = False,
) -> RoleBlock:
    """Block all who hold the role, as `block` does; `administrator`: it makes them Administrators.

    Raises MissingGrant, Invalid for @everyone and who manages.
    """
    demand_in_guild(tx, actor, Action.BLOCK)
    if role_id == actor.guild_id:
        raise Invalid({"role": Fault("everyone")})
    if administrator or Grant.MANAGE_TICKETS in tx.grants.of(actor.guild_id).get(role_id, frozenset()):
        raise Invalid({"role": Fault("manages_tickets")})
    made = RoleBlock(guild_id=actor.guild_id, role_id=role_id, until=until, reason=reason)
    tx.role_blocks.put(made)
    lane = role_lane(actor.guild_id, role_id)
    record(tx, actor, EventType.ROLE_BLOCKED, lane=lane, roleId=str(role_id), until=until)
    return made


def end_those_over(tx: Tx, at: str) -> int:
    """End the blocks whose time is over, in every guild, and have the members let in again. How many there were."""
    over, roles_over = tx.blocks.over(at), tx.role_blocks.over(at)
    for block in over:
        tx.blocks.lift(block.guild_id, block.user_id)
        lane = member_lane(block.guild_id, block.user_id)
        origin = Origin(block.guild_id, at)
        record(tx, origin, EventType.MEMBER_UNBLOCKED, lane=lane, userId=str(block.user_id), ended=True)
    for each in roles_over:
        _lift_role(tx, Origin(each.guild_id, at), each.role_id, ended=True)
    return len(over) + len(roles_over)


def next_end(tx: Tx) -> str | None:
    """When the next block ends by itself, None when none does."""
    ends = (tx.blocks.next_end(), tx.role_blocks.next_end())
    return min((each for each in ends if each is not None), default=None)


def unblock(tx: Tx, actor: Actor, user_id: int) -> bool:
    """Lift the block; False when there was none. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.BLOCK)
    if tx.blocks.active(actor.guild_id, user_id, actor.at) is None:
        return False
    tx.blocks.lift(actor.guild_id, user_id)
    record(tx, actor, EventType.MEMBER_UNBLOCKED, lane=member_lane(actor.guild_id, user_id), userId=str(user_id))
    return True


def unblock_role(tx: Tx, actor: Actor, role_id: int) -> bool:
    """Lift the block of the role; False when there was none. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.BLOCK)
    return _lift_role(tx, actor, role_id)


def role_gone(tx: Tx, origin: Origin, role_id: int) -> None:
    """The role was deleted in Discord: its block holds nobody any more."""
    _lift_role(tx, origin, role_id, ended=True)


def list_blocks(tx: Tx, actor: Actor) -> Sequence[Block | RoleBlock]:
    """The blocks of the guild that hold now, those of roles first. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.BLOCK)
    found: list[Block | RoleBlock] = [*tx.role_blocks.all(actor.guild_id), *tx.blocks.all(actor.guild_id)]
    return [each for each in found if each.until is None or each.until > actor.at]


def _lift_role(tx: Tx, by: Actor | Origin, role_id: int, *, ended: bool = False) -> bool:
    if not tx.role_blocks.lift(by.guild_id, role_id):
        return False
    lane = role_lane(by.guild_id, role_id)
    record(tx, by, EventType.ROLE_UNBLOCKED, lane=lane, roleId=str(role_id), ended=ended)
    return True
