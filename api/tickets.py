"""The operations on tickets: list or show, open, update, delete."""

from urllib.parse import urlencode

from api import representations
from api.call import Answer, Call, answer
from api.cursor import cursor_after, place_of
from api.identifiers import to_id
from api.incoming import Nothing
from api.requests import TicketBody, TicketChangeBody, TicketIdQuery, TicketsQuery
from desk import moving, sync, tickets
from desk.actor import Actor
from desk.changes import UNSET, TicketChange
from desk.errors import Fault, Invalid
from desk.exchange import Shows, Slice, TicketFilter
from desk.models import Status, Ticket
from desk.tickets import TicketDraft, TicketPage

PATH = "/api/tickets"


async def find_tickets(call: Call[TicketsQuery, None]) -> Answer:
    """One ticket where an id is given, else a part of the list."""
    if call.query.ticket_id is not None:
        found = await call.store.read(tickets.show, call.actor, to_id(call.query.ticket_id))
        return answer({"ticket": representations.detail(found)})
    return await _list(call)


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
    return answer(_shown(await call.store.write(tickets.update, call.actor, ticket_id, change, assignee, holder)))


async def delete_ticket(call: Call[TicketIdQuery, None]) -> Answer:
    """Delete a ticket with all that was said in it."""
    last = await call.store.write(tickets.delete, call.actor, to_id(call.query.ticket_id))
    return answer({"ticket": representations.deleted(representations.ticket(last), call.actor.at)})


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


async def _list(call: Call[TicketsQuery, None]) -> Answer:
    query = call.query
    if query.page is not None and query.cursor is not None:
        raise Invalid({"page": Fault("page_and_cursor")})
    wanted = _filter(call)
    secret = call.store.identities.secret
    page = 1 if query.page is None else query.page
    part = Slice(limit=query.page_size, offset=(page - 1) * query.page_size)
    if query.cursor is not None:
        part = Slice(limit=query.page_size, after=place_of(query.cursor, secret, call.actor, wanted))
    found, here = await call.store.read(sync.listed, call.actor, wanted, part, secret)
    cursor = cursor_after(found.tickets[-1], secret, call.actor, wanted) if found.more else None
    data = {
        "tickets": [representations.ticket(each) for each in found.tickets],
        "total": found.total,
        "page": None if query.cursor is not None else page,
        "pageSize": query.page_size,
        "nextCursor": cursor,
        "syncToken": here if page == 1 and query.cursor is None else None,
    }
    return answer(data, {"Link": _links(query, page, found, cursor)})


def _filter(call: Call[TicketsQuery, None]) -> TicketFilter:
    query = call.query
    return TicketFilter(
        status={"closed": Status.CLOSED, "all": None}.get(query.status, Status.OPEN),
        claimed=True if query.status == "claimed" else None,
        category_id=None if query.category_id is None else to_id(query.category_id),
        owner_id=call.actor.user_id if query.mine else None,
    )


def _links(query: TicketsQuery, page: int, found: TicketPage, cursor: str | None) -> str:
    """Where the list begins and goes on, with the same filters, as RFC 8288 writes it."""
    links = [_link(query, "first")]
    if cursor is not None:
        links.append(_link(query, "next", cursor=cursor))
    if query.cursor is None and page > 1 and found.total:
        links.append(_link(query, "prev", page=str(page - 1)))
    return ", ".join(links)


def _link(query: TicketsQuery, relation: str, **place: str) -> str:
    given = query.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude={"page", "cursor", "ticket_id"})
    filters = {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
    target = urlencode({**filters, **place})
    return f'<{PATH}{"?" if target else ""}{target}>; rel="{relation}"'
