"""The demo at both doors, with all who read it: for themselves, by a stream, and those who may by a webhook."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import aiohttp

from bot.demo.run import Demo, open_demo
from desk.outward import parse_allowed
from desk.store import Tx
from tests.doors.hooks import Hook
from tests.doors.listeners import Ear, Pulled, seq_of, since
from tests.doors.people import KEEPERS, PEOPLE, BothDoors, Known
from tests.doors.readers import Reader
from tests.webhooks.receiver import receiving


class Desk:
    """The running desk with all who listen to it."""

    def __init__(self, doors: BothDoors, hooks: dict[str, Hook]) -> None:
        self.doors = doors
        self.hooks = hooks
        self.ears = {who: Ear(doors, who) for who in PEOPLE}
        self.readers = {who: Reader(doors, who) for who in PEOPLE}
        self._head = 0

    async def begin(self) -> None:
        """Have everybody begin anew, with the roles that they have at first."""
        await self.give_back()
        await self.doors.demo.world.settle()
        self._head = max(await asyncio.gather(*map(self._begin, PEOPLE)))

    async def _begin(self, who: str) -> int:
        after = await self.readers[who].begin()
        await self.ears[who].begin(after)
        if who in self.hooks:
            self.hooks[who].begin(after)
        return seq_of(after)

    async def agree(self, tickets: Sequence[Known], looked_at: Mapping[str, Collection[Known]]) -> None:
        """Everybody is told the same by all ways, once all is at rest; each looks at some of the tickets."""
        await self.doors.demo.world.settle()
        reading = (self.readers[who].agrees(tickets, looked_at.get(who, ())) for who in PEOPLE)
        pulled = dict(zip(PEOPLE, await asyncio.gather(*reading), strict=True))
        await asyncio.gather(*(self._hear(who, since(self._head, pulled[who])) for who in PEOPLE))
        self._head = max(seq_of(each.after) for each in pulled.values())

    async def _hear(self, who: str, pulled: Pulled) -> None:
        await self.ears[who].agrees(pulled)
        if who in self.hooks:
            await self.hooks[who].agrees(pulled)

    async def give_back(self) -> None:
        """Give everybody their role back."""
        for who in sorted(self.doors.rights.without):
            await self.change_role(who)

    async def tell_everybody(self, news: str) -> None:
        """Have something happen that each stream must tell: whatever one told too much before, it has told by then."""
        body = {"categoryId": self.doors.categories["open"], "name": "open", "description": news}
        assert (await self.doors.rest("definer", "PUT", "/categories", body))[0] == 200

    async def end(self) -> None:
        """Have nobody listen any more."""
        for ear in self.ears.values():
            await ear.cut()

    async def change_role(self, who: str) -> None:
        """Take that person's role by hand, or give it back."""
        town, world, without = self.doors.demo.town, self.doors.demo.world, self.doors.rights.without
        change = world.give_role if who in without else world.take_role
        await change(town.members[who], town.roles[who])
        without ^= {who}
        if who in self.hooks:
            await (self.hooks[who].goes_off() if who in without else self.hooks[who].is_on_again())

    async def change_key(self, who: str) -> None:
        """Revoke that person's key: it is good for nothing from then on, the stream that it opened included."""
        old = await self.doors.renew_key(who)
        await self.ears[who].refused()
        new, self.doors.keys[who] = self.doors.keys[who], old
        assert (await self.doors.rest(who, "GET"))[0] == 401
        self.doors.keys[who] = new


async def ask_nothing(demo: Demo) -> None:
    """Have no category ask anything, so that a command opens a ticket by itself."""

    def clear(tx: Tx) -> None:
        for category in tx.categories.live(demo.town.guild.id):
            tx.categories.save(replace(category, settings=replace(category.settings, form=())))

    await demo.parts.store.write(clear)


@asynccontextmanager
async def opened_desk() -> AsyncIterator[Desk]:
    """The desk, with a webhook of each who may have one."""
    async with AsyncExitStack() as stack:
        demo = await stack.enter_async_context(open_demo(receivers=parse_allowed("127.0.0.1")))
        await ask_nothing(demo)
        doors = BothDoors(demo, await stack.enter_async_context(aiohttp.ClientSession()))
        hooks = {who: Hook(doors, who, await stack.enter_async_context(receiving())) for who in PEOPLE}
        for hook in hooks.values():
            await hook.make()
        desk = Desk(doors, {who: hooks[who] for who in KEEPERS})
        stack.push_async_callback(desk.end)
        yield desk
