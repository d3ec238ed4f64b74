"""A desk in a process of its own that is asked by REST while its Discord, the stub, fails in one way or another."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import aiohttp

from tests.killed import store
from tests.killed.desk import Life, starter_of_desks, until_ready
from tests.people import USERS
from tests.stub.process import Stub, running_stub
from tests.stub.world import Json

RESPONDER: Final = USERS["responder"]


class Service:
    """A running desk with one category, and the stub that it speaks to."""

    def __init__(self, url: str, life: Life, stub: Stub, session: aiohttp.ClientSession, category: str) -> None:
        self._url = url
        self._session = session
        self.category = category
        self.life = life
        self.stub = stub

    async def ready(self) -> None:
        """Wait until it can do its work again."""
        await until_ready(self._session, self._url, self.life)

    async def ask(self, method: str, who: str, path: str, body: Json) -> Any:
        """The data of an answer that must be good."""
        headers = {"x-api-key": store.key_of(who)}
        async with self._session.request(method, self._url + path, json=body, headers=headers) as response:
            answer = await response.json()
            assert answer["success"], answer
            return answer["data"]

    async def begin(self, title: str, category: str = "") -> Json:
        """Open a ticket, and come back at once."""
        body = {"categoryId": category or self.category, "title": title, "message": f"{title}: it began today"}
        ticket: Json = (await self.ask("POST", "owner", "/api/tickets", body))["ticket"]
        return ticket

    async def open(self, title: str, category: str = "") -> Json:
        """Open a ticket, and come back once staff is in its thread."""
        ticket = await self.begin(title, category)
        await self.stub.until(lambda state: any(RESPONDER in each["members"] for each in threads(state, ticket)))
        return ticket

    async def reply(self, ticket: Json, text: str) -> None:
        """The responder answers."""
        body = {"ticketId": ticket["id"], "content": text, "kind": "reply"}
        await self.ask("POST", "responder", "/api/tickets/messages", body)

    async def seen(self, ticket: Json, *texts: str) -> None:
        """Wait until all of these are in the ticket's thread; then each must be there once, in this order."""
        state = await self.stub.until(lambda state: all(text in "".join(shown(state, ticket)) for text in texts))
        found = [text for each in shown(state, ticket) for text in texts if text in each]
        assert found == list(texts)


def threads(state: Json, ticket: Json) -> list[Json]:
    """The threads whose names open with the ticket's number."""
    return [each for each in state["threads"] if each["name"].startswith(f"{ticket['number']:04d} ")]


def shown(state: Json, ticket: Json) -> list[str]:
    """What is to be read in the ticket's thread, message by message."""
    return [message["text"] for thread in threads(state, ticket) for message in thread["messages"]]


def path_of(state: Json, ticket: Json) -> str:
    """The end of the path under which the messages of the ticket's thread are."""
    [thread] = threads(state, ticket)
    return f"/channels/{thread['id']}/messages"


@asynccontextmanager
async def running_service(folder: Path) -> AsyncIterator[Service]:
    """Start stub and desk; both end with the block."""
    category = await store.prepare(folder)
    async with (
        running_stub() as stub,
        aiohttp.ClientSession() as session,
        starter_of_desks(stub, folder, session) as desks,
    ):
        life = await desks.start()
        url = await desks.ready(life)
        assert url is not None
        yield Service(url, life, stub, session, category)
