"""The operation on search: tickets by the words in them, with the place where those stand."""

from api import representations
from api.call import Answer, Call, answer
from api.identifiers import to_id
from api.lists import status_of
from api.requests import SearchQuery
from desk.exchange import Slice, TicketFilter
from desk.search import search_literally


async def search_tickets(call: Call[SearchQuery, None]) -> Answer:
    """The part of what was found that the query asks for."""
    query = call.query
    status, claimed = status_of(query.status)
    category_id = None if query.category_id is None else to_id(query.category_id)
    wanted = TicketFilter(status=status, claimed=claimed, category_id=category_id)
    page = 1 if query.page is None else query.page
    part = Slice(query.page_size, offset=(page - 1) * query.page_size)
    found = await call.store.read_long(search_literally, call.actor, query.q, wanted, part)
    matches = [representations.match(each) for each in found.matches]
    return answer({"matches": matches, "total": found.total, "page": page, "pageSize": query.page_size})
