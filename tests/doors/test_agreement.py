"""Random histories through both doors: whatever way somebody reads, they are told the same, at any time.

List, detail, count and search are held against what the rules let each person see; a copy kept by pulled events against
the list; and a stream of events and a webhook of everything against the events that the same person pulled. One desk
runs for all histories; each history works on tickets of its own. What every act must come to is foretold by a small
model that knows the printed rules and nothing of the code.

Streams and webhooks judge at the moment of sending, a pull at the moment of reading. So all is at rest, in Discord too,
and compared both before and after whatever changes what anybody may see.
"""

import asyncio
import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.doors.desk import Desk, opened_desk
from tests.doors.people import HIDDEN, PEOPLE, Door, Known

DOORS = st.sampled_from(["discord", "rest"])
WHO = st.sampled_from(PEOPLE)
WHICH = st.integers(0, 5)
CATEGORY = st.sampled_from(["open", "other"])
VERB = st.sampled_from(["claim", "release", "close", "reopen", "reply", "note", "open"])

ACTS = st.lists(st.tuples(DOORS, WHO, VERB, WHICH), min_size=4, max_size=10)
"""What people do that changes nobody's rights."""

CHANGES = st.one_of(
    st.tuples(st.just("delete"), WHO, WHICH),
    st.tuples(st.just("move"), DOORS, WHO, WHICH),
    st.tuples(st.just("invite"), DOORS, WHO, WHICH, WHO),
    st.tuples(
        st.just("redefine"),
        CATEGORY,
        st.sampled_from(["responder", "elsewhere"]),
        st.sampled_from(["viewer", "responder", None]),
    ),
    st.tuples(st.just("change_role"), st.sampled_from(["viewer", "responder", "elsewhere"])),
    # By itself, and so as often as all the others: this one's webhook goes with it.
    st.tuples(st.just("change_role"), st.just("manager")),
    st.tuples(st.just("change_key"), WHO),
    st.tuples(st.just("cut"), WHO, st.integers(0, 5)),
)
"""What changes what somebody may see, or how they hear of it: a method of `History` by its name, and what it takes."""


class History:
    """One history on that desk."""

    numbers = itertools.count(1)

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.doors = desk.doors
        self.rights = desk.doors.rights
        self.tickets: list[Known] = []
        self.touched: list[Known] = []
        self.turns = itertools.cycle(PEOPLE)

    async def run(self, owner: str, category: str, steps: list[tuple[list[Any], tuple[Any, ...]]]) -> None:
        """Everybody listens, and there is a ticket to begin with; then people act and rights change, in turns."""
        await self.desk.begin()
        await self.open("rest", owner, category)
        for acts, (change, *how) in steps:
            for act in acts:
                await self.act(*act)
            await self.agree()
            await getattr(self, change)(*how)
            await self.agree()
        await self.end()

    def ticket(self, which: int) -> Known:
        """One of the tickets, which something is about to happen to."""
        ticket = self.tickets[which % len(self.tickets)]
        self.touched.append(ticket)
        return ticket

    def rights_changed(self) -> None:
        """Claims go with the right to them, and every ticket is worth a look."""
        for ticket in self.tickets:
            self.rights.frees(ticket)
        self.touched += self.tickets

    async def open(self, door: Door, owner: str, category: str) -> None:
        """Anybody opens a ticket anywhere."""
        doors, category_id = self.doors, self.doors.categories[category]
        # The same words twice within a minute would be one intention, and open one ticket.
        said = {"title": f"Random ticket {next(self.numbers)}", "message": "It came about by chance."}
        if door == "rest":
            status, _ = await doors.rest(owner, "POST", json={**said, "categoryId": category_id})
            assert status == 201
        else:
            await doors.slash(owner, "ticket open", category=category_id, **said)
        [made] = (await doors.read(owner, "/api/tickets", mine="true", pageSize=1))["tickets"]
        assert (made["title"], made["status"]) == (said["title"], "open")
        self.tickets.append(Known(made["id"], made["number"], owner, category, said["title"]))
        self.touched.append(self.tickets[-1])

    async def act(self, door: Door, who: str, verb: str, which: int) -> None:
        """Somebody does something through either door; it comes to what the rules say."""
        if verb == "open":
            await self.open(door, who, "open" if which % 2 else "other")
            return
        ticket = self.ticket(which)
        right = self.rights.foretold(who, verb, ticket)
        assert await self.doors.act(door, who, verb, ticket) == right, (door, who, verb, ticket)
        if right == "done":
            self.rights.carry_out(ticket, who, verb)
            if self.rights.frees(ticket):
                # Who held it has lost the right to it while it was closed.
                await self.doors.demo.world.settle()

    async def delete(self, who: str, which: int) -> None:
        """Somebody deletes a ticket, or tries to."""
        await self.act("rest", who, "delete", which)

    async def move(self, door: Door, who: str, which: int) -> None:
        """Somebody moves a ticket to the other category, or tries to."""
        ticket = self.ticket(which)
        right = self.rights.foretold(who, "sort", ticket)
        to = "other" if ticket.category == "open" else "open"
        assert await self.doors.move(door, who, ticket, to) == right, (door, who, ticket)
        if right == "done":
            ticket.category = to
            self.rights.frees(ticket, moved=True)

    async def invite(self, door: Door, who: str, which: int, whom: str) -> None:
        """Somebody adds a person to a ticket or takes one out, or tries to."""
        ticket = self.ticket(which)
        if whom == ticket.owner:
            return
        right = self.rights.foretold(who, "sort", ticket)
        assert await self.doors.invite(door, who, ticket, whom) == right, (door, who, ticket, whom)
        if right == "done":
            ticket.added ^= {whom}

    async def redefine(self, category: str, responder: str, viewer: str | None) -> None:
        """The definer gives a category to other roles."""
        await self.doors.redefine(category, responder, viewer)
        self.rights_changed()

    async def change_role(self, who: str) -> None:
        """Somebody's role is taken away, or given back."""
        await self.desk.change_role(who)
        self.rights_changed()

    async def change_key(self, who: str) -> None:
        """Somebody's key is revoked, and they go on with another."""
        await self.desk.change_key(who)

    async def cut(self, who: str, rounds: int) -> None:
        """Somebody's stream is cut; they come back where it ended, at once or when more has happened."""
        await self.desk.ears[who].cut(rounds)

    async def agree(self) -> None:
        """By all ways everybody is told the same; one after the other tries what costs more, see `end` for all."""
        places = {who: self.touched[place % len(self.touched)] for place, who in enumerate(PEOPLE) if self.touched}
        await self.desk.agree(self.tickets, {who: [ticket] for who, ticket in places.items()})
        await self.look(next(self.turns), self.tickets[-1])
        self.touched.clear()

    async def look(self, who: str, ticket: Known) -> None:
        """That person finds the ticket, in Discord too, just if they may see it."""
        await self.desk.readers[who].finds(ticket)
        answer = await self.doors.slash(who, "ticket show", ticket=ticket.number)
        assert (HIDDEN not in answer) == self.rights.sees(who, ticket), (who, ticket)

    async def end(self) -> None:
        """Rights are as they were; everybody looks at everything, it is cleared away, and everybody hears of that."""
        for ear in self.desk.ears.values():
            ear.back()
        await self.desk.give_back()
        self.rights_changed()
        await self.desk.agree(self.tickets, dict.fromkeys(PEOPLE, self.tickets))
        for who in PEOPLE:
            await self.look(who, self.tickets[0])
        for ticket in self.tickets:
            if not ticket.deleted:
                assert await self.doors.act("rest", "admin", "delete", ticket) == "done"
                ticket.deleted = True
        await self.desk.tell_everybody(f"Known since {self.tickets[0].title}")
        await self.desk.agree(self.tickets, {})


Running = tuple[asyncio.Runner, Desk]


@pytest.fixture
def running() -> Iterator[Running]:
    """The shared desk on its loop, up for as long as the histories run."""
    with asyncio.Runner() as runner:
        context = opened_desk()
        yield runner, runner.run(context.__aenter__())
        runner.run(context.__aexit__(None, None, None))


@pytest.mark.timeout(120)
@settings(
    max_examples=7,
    suppress_health_check=list(HealthCheck),
    # No shrinking: the desk remembers what earlier histories did, and a history is short enough to read.
    phases=(Phase.explicit, Phase.generate),
)
@given(owner=WHO, category=CATEGORY, steps=st.lists(st.tuples(ACTS, CHANGES), min_size=4, max_size=5))
def test_everybody_is_told_the_same_by_all_ways_through_random_histories(
    running: Running, owner: str, category: str, steps: list[tuple[list[Any], tuple[Any, ...]]]
) -> None:
    runner, desk = running
    runner.run(History(desk).run(owner, category, steps))
