"""The demo's people at both doors: what each does, and what the printed rules make of it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from json import loads
from typing import Any, Final, Literal

import aiohttp

from bot.demo.run import Demo
from bot.demo.simulated import texts

PEOPLE: Final = ("owner", "outsider", "viewer", "responder", "elsewhere", "manager", "definer", "admin")
KEEPERS: Final = ("manager", "admin")
"""Who can have webhooks, as long as they manage tickets."""

Door = Literal["discord", "rest"]
Outcome = Literal["done", "forbidden", "hidden", "conflict"]
Json = dict[str, Any]

# What the two refusals that can be confused say in Discord; everything else that is not done is a conflict.
HIDDEN: Final = "There is no such ticket"
_FORBIDDEN: Final = ("Only ", "You may", "This is for", "Notes are for")
_CONFLICT: Final = ("has claimed this ticket", "Reopen it first")
_CHANGES: Final[dict[str, Json]] = {
    "claim": {"claimedByMe": True},
    "release": {"claimedBy": None},
    "close": {"status": "closed"},
    "reopen": {"status": "open"},
}


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
    added: set[str] = field(default_factory=set)


class Rights:
    """Who holds which role now, to which roles the categories answer, and what follows by the printed rules."""

    def __init__(self) -> None:
        self.roles: dict[str, tuple[set[str], set[str]]] = {
            "open": ({"responder"}, {"viewer"}),
            "other": ({"elsewhere"}, set()),
        }
        self.without: set[str] = set()

    def manages(self, who: str) -> bool:
        """Whether that person manages tickets."""
        return who in KEEPERS and who not in self.without

    def sees(self, who: str, ticket: Known) -> bool:
        """Whether that person sees the ticket."""
        responders, viewers = self.roles[ticket.category]
        by_role = who in responders | viewers and who not in self.without
        return not ticket.deleted and (who == ticket.owner or who in ticket.added or self.manages(who) or by_role)

    def staff(self, who: str, ticket: Known) -> bool:
        """Whether that person answers in the ticket's category."""
        return self.manages(who) or (who in self.roles[ticket.category][0] and who not in self.without)

    def foretold(self, who: str, verb: str, ticket: Known) -> Outcome:
        """What comes of it when that person does that."""
        if not self.sees(who, ticket):
            return "hidden"
        staff, own = self.staff(who, ticket), who == ticket.owner
        allowed = {
            "claim": staff,
            "release": staff and (self.manages(who) or ticket.claimed_by in {None, who}),
            "close": staff or own,
            "reopen": staff or own,
            "reply": staff or own or who in ticket.added,
            "note": staff,
            "sort": staff,
            "delete": self.manages(who),
        }[verb]
        if not allowed:
            return "forbidden"
        taken = verb == "claim" and ticket.claimed_by not in {None, who}
        shut = ticket.closed and (verb in {"claim", "reply"} or (verb == "release" and ticket.claimed_by is not None))
        return "conflict" if taken or shut else "done"

    def carry_out(self, ticket: Known, who: str, verb: str) -> None:
        """Change what an act that was done changes of the ticket."""
        if verb == "claim":
            ticket.claimed_by = who
        elif verb == "release":
            ticket.claimed_by = None
        elif verb in {"close", "reopen"}:
            ticket.closed = verb == "close"
        elif verb == "delete":
            ticket.deleted = True

    def frees(self, ticket: Known, *, moved: bool = False) -> bool:
        """Free the claim of an open or `moved` ticket whose holder lost the right to it; whether there was one."""
        lost = (
            (moved or not ticket.closed) and ticket.claimed_by is not None and not self.staff(ticket.claimed_by, ticket)
        )
        if lost:
            ticket.claimed_by = None
        return lost


class BothDoors:
    """The running demo, and how each of its people acts through each door."""

    def __init__(self, demo: Demo, session: aiohttp.ClientSession) -> None:
        self.demo = demo
        self.session = session
        self.url = demo.parts.served.url
        self.keys = dict(demo.seeded.keys)
        self.rights = Rights()
        self.ids = {name: str(member.id) for name, member in demo.town.members.items()}
        self.categories = {name: str(category) for name, category in demo.seeded.categories.items()}

    async def text(self, who: str, method: str, path: str, json: object = None, **query: object) -> tuple[int, str]:
        """One request with that person's key: status and envelope."""
        async with self.session.request(
            method,
            self.url + path,
            headers={"x-api-key": self.keys[who]},
            json=json,
            params={name: str(value) for name, value in query.items()},
        ) as answer:
            return answer.status, await answer.text()

    async def call(self, who: str, method: str, path: str, json: object = None, **query: object) -> tuple[int, Json]:
        """The same, with the envelope read."""
        status, text = await self.text(who, method, path, json, **query)
        return status, loads(text)

    async def rest(
        self, who: str, method: str, path: str = "", json: object = None, **query: object
    ) -> tuple[int, Json]:
        """The same for tickets."""
        return await self.call(who, method, f"/api/tickets{path}", json, **query)

    async def read(self, who: str, path: str, **query: object) -> Json:
        """What that person is given at that path."""
        status, told = await self.call(who, "GET", path, **query)
        assert status == 200, told
        data: Json = told["data"]
        return data

    async def slash(self, who: str, command: str, **options: Any) -> str:
        """One command by that person: what they read in answer, which nobody else saw."""
        town = self.demo.town
        member, where = town.members[who], town.panel_channel
        result = await self.demo.world.op(lambda: member.slash(where, command, **options))
        assert result.response is not None
        assert result.ephemeral
        return "\n".join(words for words in texts([result.response.message]) if words)

    async def until(self, holds: Callable[[], Awaitable[bool]]) -> None:
        """Wait until that is so, and look whenever something was committed."""
        committed = asyncio.Event()
        no_more = self.demo.parts.store.subscribe(committed.set)
        try:
            while not await holds():
                await committed.wait()
                committed.clear()
        finally:
            no_more()

    async def act(self, door: Door, who: str, verb: str, ticket: Known) -> Outcome:
        """Do that through that door; what came of it."""
        if door == "discord":
            extra = {"message": "Something to say"} if verb in {"reply", "note"} else {}
            return told_in_discord(await self.slash(who, f"ticket {verb}", ticket=ticket.number, **extra))
        if verb in _CHANGES:
            return await self.change(who, ticket, **_CHANGES[verb])
        if verb == "delete":
            return told_by_rest((await self.rest(who, "DELETE", ticketId=ticket.id))[0])
        body = {"ticketId": ticket.id, "content": "Something to say", "kind": verb}
        return told_by_rest((await self.rest(who, "POST", "/messages", body))[0])

    async def change(self, who: str, ticket: Known, **change: object) -> Outcome:
        """Ask for that of the ticket; what came of it."""
        return told_by_rest((await self.rest(who, "PUT", json={"ticketId": ticket.id, **change}))[0])

    async def move(self, door: Door, who: str, ticket: Known, category: str) -> Outcome:
        """Move the ticket; what came of it."""
        to = self.categories[category]
        if door == "rest":
            return await self.change(who, ticket, categoryId=to)
        return told_in_discord(await self.slash(who, "ticket move", ticket=ticket.number, category=to))

    async def invite(self, door: Door, who: str, ticket: Known, whom: str) -> Outcome:
        """Add that person to the ticket, or take them out who were added; what came of it."""
        if door == "rest":
            wanted = sorted(self.ids[each] for each in ticket.added ^ {whom})
            return await self.change(who, ticket, participants=wanted)
        verb = "remove" if whom in ticket.added else "add"
        member = self.demo.town.members[whom]
        return told_in_discord(await self.slash(who, f"ticket {verb}", ticket=ticket.number, member=member))

    async def redefine(self, category: str, responder: str, viewer: str | None) -> None:
        """Have the definer give the category to those roles."""
        roles = self.demo.town.roles
        body = {
            "categoryId": self.categories[category],
            "name": category,
            "responderRoleIds": [str(roles[responder].id)],
            "viewerRoleIds": [str(roles[viewer].id)] if viewer else [],
        }
        assert (await self.rest("definer", "PUT", "/categories", body))[0] == 200
        self.rights.roles[category] = ({responder}, {viewer} - {responder} if viewer else set())

    async def renew_key(self, who: str) -> str:
        """Revoke that person's key, after they made another, which they use from now on; the revoked one."""
        town, old = self.demo.town, self.keys[who]
        made = await self.slash(who, "desk key create", name=f"{who} once more")
        offered = await self.demo.world.op(
            lambda: town.members[who].autocomplete(town.panel_channel, "desk key revoke", "key", "")
        )
        [key_id] = [each["value"] for each in offered if old[:12] in each["name"]]
        assert "is revoked" in await self.slash(who, "desk key revoke", key=key_id)
        [self.keys[who]] = [word for word in made.split() if word.startswith("prapi_")]
        return old


def told_in_discord(text: str) -> Outcome:
    """What came of it, by the words of the answer."""
    if HIDDEN in text:
        return "hidden"
    if text.startswith(_FORBIDDEN):
        return "forbidden"
    return "conflict" if any(words in text for words in _CONFLICT) else "done"


def told_by_rest(status: int) -> Outcome:
    """What came of it, by the status of the answer."""
    outcomes: dict[int, Outcome] = {200: "done", 201: "done", 403: "forbidden", 404: "hidden", 409: "conflict"}
    return outcomes[status]
