"""The operations on tickets: list or show, open, update, delete."""

from api import representations
from api.call import Answer, Call, IfMatch, answer
from api.conditions import still, tag_of, tagged
from api.errors import PreconditionFailed
from api.identifiers import to_id
from api.incoming import Nothing
from api.lists import list_tickets
from api.requests import TicketBody, TicketChangeBody, TicketIdQuery, TicketsQuery
from desk import moving, tickets
from desk.actor import Actor
from desk.changes import UNSET, TicketChange
from desk.errors import Fault, Invalid
from desk.exchange import Shows
from desk.models import Ticket
from desk.tickets import Check, TicketDetail, TicketDraft


async def find_tickets(call: Call[TicketsQuery, None]) -> Answer:
    """One ticket where an id is given, else a part of the list."""
    if call.query.ticket_id is not None:
        found = await call.store.read(tickets.show, call.actor, to_id(call.query.ticket_id))
        return tagged(_detailed(found))
    return await list_tickets(call)


async def open_ticket(call: Call[Nothing, TicketBody]) -> Answer:
    """Open a ticket."""
    draft = TicketDraft(to_id(call.body.category_id), call.body.title, call.body.message, call.body.answers)
    return await call.create(_shown, lambda made: Shows(ticket_id=made.id), tickets.open_ticket, draft)


async def update_ticket(call: Call[Nothing, TicketChangeBody]) -> Answer:
    """Do all that the body asks for, or nothing."""
    change = _change(call.body)
    _demand_members(call)
    assignee = call.other(change.claimed_by) if isinstance(change.claimed_by, int) else None
    ticket_id = to_id(call.body.ticket_id)
    holder = await _holder(call, ticket_id) if change.category_id is not None else None
    check = _check(call.if_match)
    done = await call.store.write(tickets.update, call.actor, ticket_id, change, assignee, holder, check)
    return answer(_shown(done))


async def delete_ticket(call: Call[TicketIdQuery, None]) -> Answer:
    """Delete a ticket with all that was said in it."""
    last = await call.store.write(tickets.delete, call.actor, to_id(call.query.ticket_id), _check(call.if_match))
    return answer({"ticket": representations.deleted(representations.ticket(last), call.actor.at)})


def _detailed(found: TicketDetail) -> Answer:
    return answer({"ticket": representations.detail(found)})


def _check(if_match: IfMatch | None) -> Check | None:
    """What stands against changing a ticket whose tag, as the caller would be given it, is not among those sent."""

    def check(found: TicketDetail) -> None:
        if if_match is not None and not still(if_match.sent, tag_of(_detailed(found).body)):
            raise PreconditionFailed

    return None if if_match is None else check


def _demand_members(call: Call[Nothing, TicketChangeBody]) -> None:
    """Raise Invalid when somebody is to be in the ticket who is not in the guild."""
    given = enumerate(call.body.participants or ())
    faults = {f"participants[{place}]": Fault("unknown_member") for place, it in given if call.other(to_id(it)) is None}
    if faults:
        raise Invalid(faults)


async def _holder(call: Call[Nothing, TicketChangeBody], ticket_id: int) -> Actor | None:
    """Who has the ticket's claim, as they would act now."""
    user_id = await call.store.read(moving.holder_of, call.actor.guild_id, ticket_id)
    return None if user_id is None else call.other(user_id)


def _shown(ticket: Ticket) -> dict[str, object]:
    return {"ticket": representations.ticket(ticket)}


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
