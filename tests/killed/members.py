"""A member who opens tickets by `/ticket open` while the desk dies under them, and what their answers promise.

An interaction that a dead desk leaves behind is lost: its ticket may be there or not, but once at most, and with its
one thread. What was answered with a link must be there.
"""

import asyncio
import re

from tests.killed.desk import first_of
from tests.killed.programs import Ledger
from tests.stub.process import Stub
from tests.stub.world import Json

_LINK = re.compile(r"<#(\d+)>")


class Member:
    """One member at work in Discord until told to stop."""

    def __init__(self, name: str, ledger: Ledger, stub: Stub, category: str) -> None:
        self._name = name
        self._ledger = ledger
        self._stub = stub
        self._category = category
        self.stopping = False
        self.done = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        channel = await self._stub.make_channel(f"hall-{self._name}")
        count = 0
        while not self.stopping:
            url = await self._ledger.somewhere()
            count += 1
            await self._open(channel, f"Chat {self._name} {count:05d}", url)

    async def _open(self, channel: int, title: str, url: str) -> None:
        self._ledger.unanswered.add(title)
        values = {"category": self._category, "title": title, "message": f"Opening of {title}"}
        options = [{"name": name, "type": 3, "value": value} for name, value in values.items()]
        token = await self._stub.run(channel, self._name, "ticket open", *options)
        answered = asyncio.create_task(self._stub.until(lambda state: link_in(state, token), part="interactions"))
        moved = asyncio.create_task(self._ledger.moved_from(url))
        await first_of(answered, moved)
        moved.cancel()
        if not answered.done():
            answered.cancel()
            return
        found = link_in(answered.result(), token)
        assert found is not None
        self._ledger.linked[title] = found
        self._ledger.unanswered.discard(title)
        await self._ledger.note()


def link_in(state: Json, token: str) -> str | None:
    """The thread that the answer to that interaction links to; None while there is none."""
    messages = state["interactions"][token]["messages"]
    found = _LINK.search("".join(message["content"] for message in messages))
    return found[1] if found else None
