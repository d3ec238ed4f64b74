"""Programs that work through the REST API while the desk dies under them, and the ledger of what they were promised.

A program that gets no answer asks the same again of the next desk, under the same Idempotency-Key. So in the end each
request of its has exactly one answer, and the ledger says exactly what must be there.
"""

import asyncio
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from tests.killed.store import key_of
from tests.stub.world import Json

TICKETS: Final = "/api/tickets"
MESSAGES: Final = "/api/tickets/messages"
AGAIN: Final = frozenset({503})
"""Answers that promise nothing."""


@dataclass(eq=False)
class Promised:
    """One ticket as its answers promise it."""

    id: str
    number: int
    replies: list[str] = field(default_factory=list)
    status: str = "open"
    claimed: bool = False
    deleted: bool = False


@dataclass(eq=False)
class Asked:
    """One POST about a ticket, with its key and its first answer, byte by byte."""

    ticket: Promised
    who: str
    path: str
    body: Json
    key: str
    answer: bytes


class Ledger:
    """Everything that was acknowledged, where the desk is now, and how its lives began and ended.

    What was opened in Discord stands apart: the threads that answers linked to, by title, and the titles that got none.
    """

    def __init__(self) -> None:
        self.tickets: list[Promised] = []
        self.linked: dict[str, str] = {}
        self.unanswered: set[str] = set()
        self.acknowledged = 0
        self.slowest_start = 0.0
        self.deaths: Counter[str] = Counter()
        self.url: str | None = None
        self._moved = asyncio.Condition()

    async def desk_is_at(self, url: str | None) -> None:
        """The desk serves at that URL, or, with None, is dead."""
        async with self._moved:
            self.url = url
            self._moved.notify_all()

    async def somewhere(self) -> str:
        """The URL of a living desk, as soon as there is one."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.url is not None)
            assert self.url is not None
            return self.url

    async def moved_from(self, url: str) -> None:
        """Wait until the desk is no longer at that URL."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.url != url)

    async def note(self) -> None:
        """One more acknowledgement."""
        async with self._moved:
            self.acknowledged += 1
            self._moved.notify_all()

    async def until_linked(self, often: int) -> None:
        """Wait for that many links to threads in all."""
        async with self._moved:
            await self._moved.wait_for(lambda: len(self.linked) >= often)

    async def until(self, acknowledged: int) -> None:
        """Wait for that many acknowledgements in all."""
        async with self._moved:
            await self._moved.wait_for(lambda: self.acknowledged >= acknowledged)


class Program:
    """One program with tickets of its own. It owns them as `owner`, and works on them as `responder`."""

    def __init__(self, name: str, seed: int, ledger: Ledger, session: aiohttp.ClientSession, category: str) -> None:
        self._name = name
        self._random = random.Random(f"{name} {seed}")
        self._ledger = ledger
        self._session = session
        self._category = category
        self._count = 0
        self._tickets: list[Promised] = []
        self._asked: list[Asked] = []
        self.stopping = False
        self.done = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        """Ask one thing after the other until told to stop; what was begun is brought to its end."""
        while not self.stopping:
            await self._next()

    async def _next(self) -> None:
        open_ones = [ticket for ticket in self._tickets if ticket.status == "open"]
        chance = self._random.random()
        if not open_ones or chance < 0.2:
            await self._open()
        elif chance < 0.65:
            await self._reply(self._random.choice(open_ones))
        elif chance < 0.75:
            await self._claim(self._random.choice(open_ones))
        elif chance < 0.9:
            await self._turn(self._random.choice(self._tickets))
        elif chance < 0.93:
            await self._delete(self._random.choice(self._tickets))
        else:
            await self._ask_again(self._random.choice(self._asked))

    async def _open(self) -> None:
        word = self._word()
        body = {"categoryId": self._category, "title": f"Title {word}", "message": f"Opening {word}"}
        key, answer = await self._post("owner", TICKETS, body)
        ticket = json.loads(answer)["data"]["ticket"]
        promised = Promised(ticket["id"], ticket["number"])
        self._asked.append(Asked(promised, "owner", TICKETS, body, key, answer))
        self._tickets.append(promised)
        self._ledger.tickets.append(promised)

    async def _reply(self, ticket: Promised) -> None:
        text = f"Reply {self._word()}"
        who = self._random.choice(("owner", "responder"))
        body = {"ticketId": ticket.id, "content": text, "kind": "reply"}
        key, answer = await self._post(who, MESSAGES, body)
        self._asked.append(Asked(ticket, who, MESSAGES, body, key, answer))
        ticket.replies.append(text)

    async def _claim(self, ticket: Promised) -> None:
        wish = {"ticketId": ticket.id, "claimedByMe": not ticket.claimed}
        await self._until_answered("PUT", "responder", TICKETS, wish, {200})
        ticket.claimed = not ticket.claimed

    async def _turn(self, ticket: Promised) -> None:
        other = "closed" if ticket.status == "open" else "open"
        await self._until_answered("PUT", "owner", TICKETS, {"ticketId": ticket.id, "status": other}, {200})
        ticket.status = other

    async def _delete(self, ticket: Promised) -> None:
        # That it is gone already is what a second try says after a lost answer.
        await self._until_answered("DELETE", "manager", f"{TICKETS}?ticketId={ticket.id}", None, {200, 404})
        ticket.deleted = True
        self._tickets.remove(ticket)

    async def _ask_again(self, asked: Asked) -> None:
        headers = {"Idempotency-Key": asked.key}
        good = {404} if asked.ticket.deleted else {201}
        answer = await self._until_answered("POST", asked.who, asked.path, asked.body, good, headers)
        assert asked.ticket.deleted or answer == asked.answer, f"{asked.key} was answered otherwise the second time"

    async def _post(self, who: str, path: str, body: Json) -> tuple[str, bytes]:
        key = f"{self._name}-{self._count}"
        return key, await self._until_answered("POST", who, path, body, {201}, {"Idempotency-Key": key})

    def _word(self) -> str:
        self._count += 1
        return f"{self._name}{self._count:05d}"

    async def _until_answered(
        self,
        method: str,
        who: str,
        path: str,
        body: Json | None,
        good: set[int],
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """Ask until there is an answer, of the next desk if this one dies."""
        held = {"x-api-key": key_of(who), **(headers or {})}
        while True:
            url = await self._ledger.somewhere()
            try:
                async with self._session.request(method, url + path, json=body, headers=held) as response:
                    answer = await response.read()
            except aiohttp.ClientError:
                # The desk is gone, though nobody may have said so yet.
                await asyncio.sleep(0)
                continue
            if response.status not in AGAIN:
                assert response.status in good, f"{method} {path} {body}: {response.status} {answer!r}"
                await self._ledger.note()
                return answer
