"""Keeping a member from opening and writing: block, unblock, list."""

from collections.abc import Sequence

from desk.actor import Actor, Grant
from desk.asking import demand_in_guild
from desk.errors import Fault, Invalid
from desk.events import EventType, Origin, member_lane, record
from desk.models import Block
from desk.permissions import Action
from desk.store import Tx


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


def end_those_over(tx: Tx, at: str) -> int:
    """End the blocks whose time is over, in every guild, and have the members let in again. How many there were."""
    over = tx.blocks.over(at)
    for block in over:
        tx.blocks.lift(block.guild_id, block.user_id)
        lane = member_lane(block.guild_id, block.user_id)
        origin = Origin(block.guild_id, at)
        record(tx, origin, EventType.MEMBER_UNBLOCKED, lane=lane, userId=str(block.user_id), ended=True)
    return len(over)


def next_end(tx: Tx) -> str | None:
    """When the next block ends by itself, None when none does."""
    return tx.blocks.next_end()


def unblock(tx: Tx, actor: Actor, user_id: int) -> bool:
    """Lift the block; False when there was none. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.BLOCK)
    if tx.blocks.active(actor.guild_id, user_id, actor.at) is None:
        return False
    tx.blocks.lift(actor.guild_id, user_id)
    record(tx, actor, EventType.MEMBER_UNBLOCKED, lane=member_lane(actor.guild_id, user_id), userId=str(user_id))
    return True


def list_blocks(tx: Tx, actor: Actor) -> Sequence[Block]:
    """The blocks of the guild that hold now. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.BLOCK)
    return [found for found in tx.blocks.all(actor.guild_id) if found.until is None or found.until > actor.at]
