"""The operations on tickets: list or show, open, update, delete."""

from api import representations
from api.call import Answer, Call, IfMatch, answer
from api.changing import prepared
from api.conditions import still, tag_of, tagged
from api.errors import PreconditionFailed
from api.identifiers import to_id
from api.incoming import Nothing
from api.lists import list_tickets
from api.requests import TicketBody, TicketChangeBody, TicketIdQuery, TicketsQuery
from desk import reading, tickets
from desk.attachments import attached
from desk.exchange import Shows
from desk.models import Ticket
from desk.reading import Check, TicketDetail
from desk.tickets import TicketDraft


async def find_tickets(call: Call[TicketsQuery, None]) -> Answer:
    """One ticket where an id is given, else a part of the list."""
    if call.query.ticket_id is not None:
        found = await call.store.read(reading.show, call.actor, to_id(call.query.ticket_id))
        return tagged(_detailed(found))
    return await list_tickets(call)


async def open_ticket(call: Call[Nothing, TicketBody]) -> Answer:
    """Open a ticket, its message perhaps with files."""
    body = call.body
    draft = TicketDraft(to_id(body.category_id), body.title, body.message, body.answers, files=attached(call.files))
    return await call.once_only(_shown, lambda made: Shows(ticket_id=made.id), tickets.open_ticket, draft)


async def update_ticket(call: Call[Nothing, TicketChangeBody]) -> Answer:
    """Do all that the body asks for, or nothing."""
    wanted = await prepared(call, call.body)
    shows = Shows(ticket_id=wanted[0])
    return await call.once_only(_shown, lambda _: shows, tickets.update, *wanted, _check(call.if_match))


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


def _shown(ticket: Ticket) -> dict[str, object]:
    return {"ticket": representations.ticket(ticket)}
