"""The list of tickets: its filters and its order, by pages or by a cursor, with the links that lead on."""

import csv
from io import StringIO
from urllib.parse import urlencode

from api import representations
from api.call import Answer, Call, answer
from api.cursor import Listed, cursor_after, place_of
from api.identifiers import to_id
from api.requests import TicketsQuery
from desk import sync
from desk.errors import Fault, Invalid
from desk.exchange import Slice, TicketFilter
from desk.models import Status
from desk.reading import TicketPage

PATH = "/api/tickets"


async def list_tickets(call: Call[TicketsQuery, None]) -> Answer:
    """The part of the list that the query asks for."""
    query = call.query
    if query.page is not None and query.cursor is not None:
        raise Invalid({"page": Fault("page_and_cursor")})
    listed = Listed(_filter(call), query.q, query.sort)
    secret = call.store.identities.secret
    page = 1 if query.page is None else query.page
    part = Slice(query.page_size, offset=(page - 1) * query.page_size, order=query.sort)
    if query.cursor is not None:
        after = place_of(query.cursor, secret, call.actor, listed)
        part = Slice(query.page_size, after=after, order=query.sort)
    # As many as have a tag or a word are looked at, which may be more than those can wait for who read quickly.
    read = call.store.read if query.q is None and query.tags is None else call.store.read_long
    found, here = await read(sync.listed, call.actor, listed.wanted, part, secret, query.q)
    cursor = cursor_after(found.tickets[-1], secret, call.actor, listed) if found.more else None
    data = {
        "tickets": [representations.ticket(each) for each in found.tickets],
        "total": found.total,
        "page": None if query.cursor is not None else page,
        "pageSize": query.page_size,
        "nextCursor": cursor,
        "syncToken": here,
    }
    return answer(data, {"Link": _links(query, page, found, cursor)})


def _filter(call: Call[TicketsQuery, None]) -> TicketFilter:
    query, me = call.query, call.actor.user_id
    holder = None if query.claimed_by in {None, "none"} else me if query.claimed_by == "me" else to_id(query.claimed_by)
    status, claimed = status_of(query.status)
    return TicketFilter(
        status=status,
        claimed=claimed,
        category_id=None if query.category_id is None else to_id(query.category_id),
        owner_id=me if query.mine else None,
        claimed_by=holder,
        unheld=query.claimed_by == "none",
        updated_since=query.updated_since,
        priority=query.priority,
        tags=query.tags or (),
    )


def status_of(name: str) -> tuple[Status | None, bool | None]:
    """Status and claim of the tickets that are meant by that name."""
    return {"closed": Status.CLOSED, "all": None}.get(name, Status.OPEN), True if name == "claimed" else None


def _links(query: TicketsQuery, page: int, found: TicketPage, cursor: str | None) -> str:
    """Where the list begins and goes on, with the same filters, as RFC 8288 writes it."""
    given = _given(query)
    links = [_link(given, "first")]
    if cursor is not None:
        links.append(_link(given, "next", cursor=cursor))
    if query.cursor is None and page > 1 and found.total:
        last = -(-found.total // query.page_size)
        links.append(_link(given, "prev", page=str(min(page - 1, last))))
    return ", ".join(links)


def _given(query: TicketsQuery) -> dict[str, str]:
    """The filters and the order, as they were given."""
    names = query.model_fields_set - {"page", "cursor", "ticket_id"}
    given = query.model_dump(mode="json", by_alias=True, include=names) if names else {}
    return {name: _written(value) for name, value in given.items()}


def _link(given: dict[str, str], relation: str, **place: str) -> str:
    target = urlencode({**given, **place})
    return f'<{PATH}{"?" if target else ""}{target}>; rel="{relation}"'


def _written(value: object) -> str:
    """The value as a query has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        line = StringIO()
        csv.writer(line, lineterminator="").writerow(value)
        return line.getvalue()
    return str(value)
