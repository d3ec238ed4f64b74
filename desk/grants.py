"""What Administrators give to roles: grants, given, taken and listed."""

from collections.abc import Mapping

from desk.actor import Actor, Grant
from desk.asking import demand_in_guild
from desk.errors import Fault, Invalid
from desk.events import EventType, record, role_lane
from desk.permissions import Action
from desk.store import Tx


def grant(tx: Tx, actor: Actor, role_id: int, what: Grant) -> bool:
    """Give `what` to a role; False when it has it already. Raises MissingGrant, Invalid for @everyone."""
    demand_in_guild(tx, actor, Action.GIVE_GRANTS)
    if role_id == actor.guild_id:
        raise Invalid({"role": Fault("everyone")})
    if what in tx.grants.of(actor.guild_id).get(role_id, ()):
        return False
    tx.grants.give(actor.guild_id, role_id, what)
    record(tx, actor, EventType.GRANT_GIVEN, lane=_lane(actor, role_id, what), roleId=str(role_id), grant=what.value)
    return True


def revoke(tx: Tx, actor: Actor, role_id: int, what: Grant) -> bool:
    """Take `what` from a role; False when it did not have it. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.GIVE_GRANTS)
    if what not in tx.grants.of(actor.guild_id).get(role_id, ()):
        return False
    tx.grants.take(actor.guild_id, role_id, what)
    record(tx, actor, EventType.GRANT_TAKEN, lane=_lane(actor, role_id, what), roleId=str(role_id), grant=what.value)
    return True


def _lane(actor: Actor, role_id: int, what: Grant) -> str | None:
    """Who manages tickets sees their channels, and may be in the threads of those they worked on."""
    return role_lane(actor.guild_id, role_id) if what is Grant.MANAGE_TICKETS else None


def list_grants(tx: Tx, actor: Actor) -> Mapping[int, frozenset[Grant]]:
    """Grants by role id. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.GIVE_GRANTS)
    return tx.grants.of(actor.guild_id)
