"""What people read for themselves: the list, each ticket, the count, the search, and a copy kept by pulling events."""

from collections.abc import Collection, Sequence
from json import loads

from tests.doors.listeners import Pulled, pull
from tests.doors.people import BothDoors, Json, Known
from tests.walking import printed, told_of


class Reader:
    """One person, with the copy that they made once and keep by what the page about the API prints."""

    def __init__(self, doors: BothDoors, who: str) -> None:
        self.who = who
        self._doors = doors
        self._held: Json = {}
        self._after = ""
        self._given: dict[object, str] = {}

    async def begin(self) -> str:
        """Make the copy; the position from which all is told to this person."""
        await self._walk()
        everything, _ = printed()
        self._held, token = everything(self._again)
        self._after = (await pull(self._ask, token)).after
        return self._after

    async def agrees(self, tickets: Sequence[Known], looked_at: Collection[Known]) -> Pulled:
        """All of it agrees, and with the rules; each of `looked_at` is shown as it is listed. What was pulled."""
        self._given = {}
        listed = await self._walk()
        for ticket in tickets:
            assert (ticket.id in listed) == self._doors.rights.sees(self.who, ticket), (self.who, ticket)
        for ticket in looked_at:
            await self._looks_at(ticket, listed)
        count = await self._doors.read(self.who, "/api/tickets/open-count")
        assert count["count"] == sum(each["status"] == "open" for each in listed.values()), self.who
        return await self._follow(listed)

    async def finds(self, ticket: Known) -> None:
        """The search finds it just if they see it."""
        found = await self._doors.read(self.who, "/api/search", q=f'"{ticket.title}"')
        ids = {each["ticket"]["id"] for each in found["matches"]}
        assert (ticket.id in ids) == self._doors.rights.sees(self.who, ticket), (self.who, ticket)

    async def _looks_at(self, ticket: Known, listed: Json) -> None:
        status, shown = await self._doors.rest(self.who, "GET", ticketId=ticket.id)
        assert (status == 200) == (ticket.id in listed), (self.who, ticket)
        if status != 200:
            return
        one = shown["data"]["ticket"]
        assert {name: one[name] for name in listed[ticket.id]} == listed[ticket.id]
        assert (one["status"] == "closed") == ticket.closed, ticket
        assert one["claimedBy"] == (self._doors.ids[ticket.claimed_by] if ticket.claimed_by else None), ticket

    async def _follow(self, listed: Json) -> Pulled:
        """Pull what happened, and bring the copy up to date by it: it is the list of now."""
        pulled = await pull(self._ask, self._after)
        if pulled.reset:
            # What the printed function goes on from once it has read the list anew.
            await pull(self._ask, self._again("/api/tickets", pageSize=100)["syncToken"])
        _, follow = printed()
        self._held, self._after = follow(self._again, self._held, self._after)
        assert told_of(self._held) == told_of(listed), self.who
        return pulled

    async def _walk(self) -> Json:
        """The whole list of that person, by its cursor; its total counts it."""
        found: Json = {}
        place: Json = {}
        while True:
            page = await self._ask("/api/tickets", pageSize=100, **place)
            found |= {each["id"]: each for each in page["tickets"]}
            if page["nextCursor"] is None:
                break
            place = {"cursor": page["nextCursor"]}
        assert page["total"] == len(found), self.who
        return found

    async def _ask(self, path: str, **query: object) -> Json:
        status, self._given[path, tuple(query.items())] = await self._doors.text(self.who, "GET", path, **query)
        assert status == 200, self._given
        return self._again(path, **query)

    def _again(self, path: str, **query: object) -> Json:
        """What they were given at that path in this round, as the printed functions may change it."""
        data: Json = loads(self._given[path, tuple(query.items())])["data"]
        return data
