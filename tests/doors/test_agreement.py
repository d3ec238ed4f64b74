"""Random histories through both doors: list, detail, count, search and events agree for every person, at any time.

One desk runs for all histories; each history works on tickets of its own. What every act must come to is foretold by a
small model that knows the printed rules and nothing of the code.
"""

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal

import aiohttp
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.demo.run import Demo, open_demo
from bot.demo.simulated import texts
from desk.store import Tx
from tests.walking import printed, told_of

PEOPLE = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")
MANAGERS = {"manager", "admin"}
Door = Literal["discord", "rest"]
Outcome = Literal["done", "forbidden", "hidden", "conflict"]

# What the two refusals that can be confused say in Discord; everything else that is not done is a conflict.
HIDDEN = "There is no such ticket"
FORBIDDEN = ("Only ", "You may", "This is for", "Notes are for")
CONFLICT = ("has claimed this ticket", "Reopen it first")


@dataclass
class Known:
    """What the model knows of a ticket."""

    id: str
    number: int
    owner: str
    category: str
    title: str
    closed: bool = False
    claimed_by: str | None = None
    deleted: bool = False


class BothDoors:
    """The running demo, and how each of its people acts through each door."""

    def __init__(self, demo: Demo, session: aiohttp.ClientSession) -> None:
        self.demo = demo
        self.session = session
        self.roles = {"open": ({"responder"}, {"viewer"}), "other": ({"elsewhere"}, set[str]())}

    async def rest(
        self, who: str, method: str, path: str = "", json: object = None, **params: str
    ) -> tuple[int, dict[str, Any]]:
        """One request with that person's key: status and envelope."""
        async with self.session.request(
            method,
            f"{self.demo.parts.served.url}/api/tickets{path}",
            headers={"x-api-key": self.demo.seeded.keys[who]},
            json=json,
            params=params,
        ) as answer:
            return answer.status, await answer.json()

    async def read(self, who: str, path: str, **params: object) -> dict[str, Any]:
        """What that person is given at that path."""
        url, headers = self.demo.parts.served.url, {"x-api-key": self.demo.seeded.keys[who]}
        asked = {name: str(value) for name, value in params.items()}
        async with self.session.get(url + path, headers=headers, params=asked) as answer:
            data: dict[str, Any] = (await answer.json())["data"]
            return data

    async def slash(self, who: str, command: str, **options: Any) -> str:
        """One command by that person: what they read in answer, which nobody else saw."""
        town = self.demo.town
        member, where = town.members[who], town.panel_channel
        result = await self.demo.world.op(lambda: member.slash(where, command, **options))
        assert result.response is not None
        assert result.ephemeral
        return "\n".join(words for words in texts([result.response.message]) if words)

    async def act(self, door: Door, who: str, verb: str, ticket: Known) -> Outcome:
        """Do that through that door; what came of it."""
        if door == "discord":
            extra = {"message": "Something to say"} if verb in {"reply", "note"} else {}
            return told_in_discord(await self.slash(who, f"ticket {verb}", ticket=ticket.number, **extra))
        changes: dict[str, dict[str, object]] = {
            "claim": {"claimedByMe": True},
            "release": {"claimedBy": None},
            "close": {"status": "closed"},
            "reopen": {"status": "open"},
        }
        if verb in changes:
            status, _ = await self.rest(who, "PUT", json={"ticketId": ticket.id, **changes[verb]})
        else:
            body = {"ticketId": ticket.id, "content": "Something to say", "kind": verb}
            status, _ = await self.rest(who, "POST", "/messages", body)
        return told_by_rest(status)

    def sees(self, who: str, ticket: Known) -> bool:
        """Whether the rules let that person see the ticket."""
        responders, viewers = self.roles[ticket.category]
        return not ticket.deleted and (who == ticket.owner or who in MANAGERS or who in responders | viewers)

    def staff(self, who: str, ticket: Known) -> bool:
        """Whether that person answers in the ticket's category."""
        return who in MANAGERS or who in self.roles[ticket.category][0]


def told_in_discord(text: str) -> Outcome:
    if HIDDEN in text:
        return "hidden"
    if text.startswith(FORBIDDEN):
        return "forbidden"
    return "conflict" if any(words in text for words in CONFLICT) else "done"


def told_by_rest(status: int) -> Outcome:
    outcomes: dict[int, Outcome] = {200: "done", 201: "done", 403: "forbidden", 404: "hidden", 409: "conflict"}
    return outcomes[status]


def foretold(doors: BothDoors, who: str, verb: str, ticket: Known) -> Outcome:
    """What the printed rules make of it."""
    if not doors.sees(who, ticket):
        return "hidden"
    staff, own = doors.staff(who, ticket), who == ticket.owner
    allowed = {
        "claim": staff,
        "release": staff and (who in MANAGERS or ticket.claimed_by in {None, who}),
        "close": staff or own,
        "reopen": staff or own,
        "reply": staff or own,
        "note": staff,
    }[verb]
    if not allowed:
        return "forbidden"
    taken = verb == "claim" and ticket.claimed_by not in {None, who}
    shut = ticket.closed and (verb in {"claim", "reply"} or (verb == "release" and ticket.claimed_by is not None))
    return "conflict" if taken or shut else "done"


def carry_out(ticket: Known, who: str, verb: str) -> None:
    """What an act that was done changes in the model."""
    if verb == "claim":
        ticket.claimed_by = who
    elif verb == "release":
        ticket.claimed_by = None
    elif verb in {"close", "reopen"}:
        ticket.closed = verb == "close"


class Histories(RuleBasedStateMachine):
    """One history. The class holds the desk that all of them share."""

    runner: ClassVar[asyncio.Runner]
    doors: ClassVar[BothDoors]
    numbers: ClassVar[Iterator[int]] = itertools.count(1)

    def __init__(self) -> None:
        super().__init__()
        self.tickets: list[Known] = []
        self.copies: dict[str, tuple[dict[str, Any], str]] = {}
        self.turns = itertools.cycle(PEOPLE)

    def run(self, coroutine: Any) -> Any:
        """Run it on the desk's loop."""
        return self.runner.run(coroutine)

    @initialize(owner=st.sampled_from(PEOPLE), category=st.sampled_from(["open", "other"]))
    def first(self, owner: str, category: str) -> None:
        """Every history has a ticket to begin with."""
        self.opened("rest", owner, category)

    @rule(
        door=st.sampled_from(["discord", "rest"]),
        owner=st.sampled_from(PEOPLE),
        category=st.sampled_from(["open", "other"]),
    )
    def opened(self, door: Door, owner: str, category: str) -> None:
        """Anybody opens a ticket anywhere."""
        self.run(self._open(door, owner, category))

    async def _open(self, door: Door, owner: str, category: str) -> None:
        doors = self.doors
        category_id = str(doors.demo.seeded.categories[category])
        # The same words twice within a minute would be one intention, and open one ticket.
        said = {"title": f"Random ticket {next(self.numbers)}", "message": "It came about by chance."}
        if door == "rest":
            status, _ = await doors.rest(owner, "POST", json={**said, "categoryId": category_id})
            assert status == 201
        else:
            await doors.slash(owner, "ticket open", category=category_id, **said)
        _, newest = await doors.rest(owner, "GET", mine="true", pageSize="1")
        made = newest["data"]["tickets"][0]
        assert (made["title"], made["status"]) == (said["title"], "open")
        self.tickets.append(Known(made["id"], made["number"], owner, category, said["title"]))

    @rule(
        acts=st.lists(
            st.tuples(
                st.sampled_from(["discord", "rest"]),
                st.sampled_from(PEOPLE),
                st.sampled_from(["claim", "release", "close", "reopen", "reply", "note"]),
                st.integers(0, 5),
            ),
            min_size=4,
            max_size=10,
        )
    )
    def acted(self, acts: list[tuple[Door, str, str, int]]) -> None:
        """People do things through either door; each comes to what the rules say."""
        for door, who, verb, which in acts:
            ticket = self.tickets[which % len(self.tickets)]
            right = foretold(self.doors, who, verb, ticket)
            assert self.run(self.doors.act(door, who, verb, ticket)) == right, (door, who, verb, ticket)
            if right == "done":
                carry_out(ticket, who, verb)

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 5))
    def deleted(self, who: str, which: int) -> None:
        """Somebody deletes a ticket, or tries to."""
        ticket = self.tickets[which % len(self.tickets)]
        right = 404 if not self.doors.sees(who, ticket) else 200 if who in MANAGERS else 403
        status, _ = self.run(self.doors.rest(who, "DELETE", ticketId=ticket.id))
        assert status == right, (who, ticket)
        ticket.deleted = ticket.deleted or right == 200

    @rule(
        category=st.sampled_from(["open", "other"]),
        responder=st.sampled_from(["responder", "elsewhere"]),
        viewer=st.sampled_from(["viewer", "responder", None]),
    )
    def redefined(self, category: str, responder: str, viewer: str | None) -> None:
        """The definer gives a category to other roles."""
        roles = self.doors.demo.town.roles
        body = {
            "categoryId": str(self.doors.demo.seeded.categories[category]),
            "name": category,
            "responderRoleIds": [str(roles[responder].id)],
            "viewerRoleIds": [str(roles[viewer].id)] if viewer else [],
        }
        status, _ = self.run(self.doors.rest("definer", "PUT", "/categories", body))
        assert status == 200
        self.doors.roles[category] = ({responder}, {viewer} - {None, responder} if viewer else set())

    @invariant()
    def list_detail_and_count_agree(self) -> None:
        """For each person: the list names just what they see, and the counts count it."""
        if self.tickets:
            self.run(self._agree())

    @invariant()
    def search_and_events_agree_with_the_list(self) -> None:
        """For one person after the other, since it costs more; see `teardown` for all of them."""
        if self.tickets:
            who = next(self.turns)
            self._follows(who)
            ticket = self.tickets[-1]
            found = self.run(self.doors.read(who, "/api/search", q=f'"{ticket.title}"'))
            ids = {each["ticket"]["id"] for each in found["matches"]}
            assert (ticket.id in ids) == self.doors.sees(who, ticket), (who, ticket)

    def _follows(self, who: str) -> None:
        """A copy that was made once, and is kept by what the page about the API prints, is the list of now."""
        everything, follow = printed()

        def get(path: str, **query: object) -> dict[str, Any]:
            found: dict[str, Any] = self.run(self.doors.read(who, path, **query))
            return found

        held, after = self.copies.get(who) or everything(get)
        self.copies[who] = follow(get, held, after)
        assert told_of(self.copies[who][0]) == told_of(self.run(self._walk(who))), who

    async def _agree(self) -> None:
        for who in PEOPLE:
            listed = await self._walk(who)
            for ticket in self.tickets:
                status, shown = await self.doors.rest(who, "GET", ticketId=ticket.id)
                seen = self.doors.sees(who, ticket)
                assert (status == 200) == (ticket.id in listed) == seen, (who, ticket)
                if seen:
                    one = shown["data"]["ticket"]
                    assert (one["status"] == "closed") == ticket.closed
                    holder = self.doors.demo.town.members[ticket.claimed_by].id if ticket.claimed_by else None
                    assert one["claimedBy"] == (str(holder) if holder else None)
            _, count = await self.doors.rest(who, "GET", "/open-count")
            assert count["data"]["count"] == sum(each["status"] == "open" for each in listed.values()), who

    async def _walk(self, who: str) -> dict[str, dict[str, Any]]:
        """The whole list of that person, by its cursor; its total counts it."""
        found: dict[str, dict[str, Any]] = {}
        place: dict[str, str] = {}
        while True:
            _, page = await self.doors.rest(who, "GET", pageSize="100", **place)
            found |= {each["id"]: each for each in page["data"]["tickets"]}
            if page["data"]["nextCursor"] is None:
                break
            place = {"cursor": page["data"]["nextCursor"]}
        assert page["data"]["total"] == len(found), who
        return found

    def teardown(self) -> None:
        """The manager clears away what the history left, and in Discord each sees just what they may."""
        for who in self.copies:
            self._follows(who)
        self.run(self._end())

    async def _end(self) -> None:
        await self.doors.demo.world.settle()
        for ticket in self.tickets:
            for who in PEOPLE:
                answer = await self.doors.slash(who, "ticket show", ticket=ticket.number)
                assert (HIDDEN not in answer) == self.doors.sees(who, ticket), (who, ticket)
            if not ticket.deleted:
                await self.doors.rest("manager", "DELETE", ticketId=ticket.id)


async def ask_nothing(demo: Demo) -> None:
    """Have no category ask anything, so that a command opens a ticket by itself."""

    def clear(tx: Tx) -> None:
        for category in tx.categories.live(demo.town.guild.id):
            tx.categories.save(replace(category, settings=replace(category.settings, form=())))

    await demo.parts.store.write(clear)


@pytest.fixture
def doors() -> Iterator[None]:
    """The shared desk, up for as long as the histories run."""
    with asyncio.Runner() as runner:
        demo_context = open_demo()
        demo = runner.run(demo_context.__aenter__())

        async def connect() -> aiohttp.ClientSession:
            return aiohttp.ClientSession()

        session = runner.run(connect())
        runner.run(ask_nothing(demo))
        Histories.runner, Histories.doors = runner, BothDoors(demo, session)
        yield
        runner.run(session.close())
        runner.run(demo_context.__aexit__(None, None, None))


@pytest.mark.timeout(120)
def test_list_detail_count_search_and_events_agree_for_everyone_through_random_histories(doors: None) -> None:
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=7,
            stateful_step_count=10,
            suppress_health_check=list(HealthCheck),
            # No shrinking: the desk remembers what earlier histories did, and a history is short enough to read.
            phases=(Phase.explicit, Phase.generate),
        ),
    )
