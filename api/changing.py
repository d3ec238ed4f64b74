"""What a body asks to be different about a ticket, made ready for the use case that does it."""

from typing import Any

from api.call import Call
from api.identifiers import to_id
from api.requests import TicketChangeBody
from desk import moving
from desk.actor import Actor
from desk.changes import UNSET, TicketChange
from desk.errors import Fault, Invalid

Wanted = tuple[int, TicketChange, Actor | None, Actor | None]
"""The ticket's id, the change, who is to have the claim, and who has it, both as they would act now."""


async def prepared(call: Call[Any, Any], body: TicketChangeBody) -> Wanted:
    """What `desk.tickets.update` is to be given. Raises Invalid, RolesUnknown."""
    change = _change(body)
    _demand_members(call, body)
    assignee = call.other(change.claimed_by) if isinstance(change.claimed_by, int) else None
    ticket_id = to_id(body.ticket_id)
    holder = await _holder(call, ticket_id) if change.category_id is not None else None
    return ticket_id, change, assignee, holder


def _demand_members(call: Call[Any, Any], body: TicketChangeBody) -> None:
    """Raise Invalid when somebody is to be in the ticket who is not in the guild."""
    given = enumerate(body.participants or ())
    faults = {f"participants[{place}]": Fault("unknown_member") for place, it in given if call.other(to_id(it)) is None}
    if faults:
        raise Invalid(faults)


async def _holder(call: Call[Any, Any], ticket_id: int) -> Actor | None:
    """Who has the ticket's claim, as they would act now."""
    user_id = await call.store.read(moving.holder_of, call.actor.guild_id, ticket_id)
    return None if user_id is None else call.other(user_id)


def _change(body: TicketChangeBody) -> TicketChange:
    names_holder = body.claimed_by != ""
    if body.claimed_by_me is not None and names_holder:
        raise Invalid({"claimedByMe": Fault("both_claims"), "claimedBy": Fault("both_claims")})
    holder = to_id(body.claimed_by) if body.claimed_by else None
    category_id, snoozed_until = body.category_id, body.snoozed_until
    return TicketChange(
        status=body.status,
        claimed_by_me=body.claimed_by_me,
        claimed_by=holder if names_holder else UNSET,
        title=body.title,
        priority=body.priority,
        tags=body.tags,
        category_id=None if category_id is None else to_id(category_id),
        snoozed_until=UNSET if snoozed_until == "" else snoozed_until,
        participants=_ids(body.participants),
        links=_ids(body.links),
        close_reason=body.close_reason if body.gave("close_reason") else None,
        version=body.version,
    )


def _ids(given: tuple[str, ...] | None) -> tuple[int, ...] | None:
    return None if given is None else tuple(map(to_id, given))
