"""A desk with its API and its courier, and a clock that is moved by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.webhooks.courier import Courier
from bot.webhooks.post import Post
from desk.clock import parse_rfc3339
from desk.outward import parse_allowed
from tests.api.client import Client
from tests.api.world import Desk, running_desk
from tests.webhooks.receiver import Receiver

URL = "/api/webhooks"
HERE = parse_allowed("127.0.0.1")
SECONDS = 20.0


class Town:
    """The desk, who calls it, and the courier."""

    def __init__(self, desk: Desk, call: Client) -> None:
        self.desk = desk
        self.call = call
        self.secrets: dict[str, str] = {}
        self.courier = self.new_courier()
        self._no_more = desk.store.subscribe(self._wake)

    def _wake(self) -> None:
        self.courier.wake()

    def new_courier(self, seconds: float = SECONDS) -> Courier:
        """A courier as a start of the process makes one."""
        post = Post(HERE, self.desk.time, seconds=seconds)
        return Courier(self.desk.store, self.desk.people, self.desk.time, post, chance=lambda: 0.5, spacing=0)

    async def webhook(self, receiver: Receiver, **body: Any) -> str:
        """The id of a new webhook of the manager that sends to that receiver."""
        made = (await self.call("POST", URL, "manager", json={"url": receiver.url, **body})).data
        webhook_id: str = made["webhook"]["id"]
        self.secrets[webhook_id] = made["secret"]
        return webhook_id

    async def shown(self, webhook_id: str) -> dict[str, Any]:
        """The webhook as the API shows it."""
        webhook: dict[str, Any] = (await self.call.get(f"{URL}?webhookId={webhook_id}", "manager"))["webhook"]
        return webhook

    async def deliveries(self, webhook_id: str) -> list[dict[str, Any]]:
        """Its deliveries, oldest first."""
        page = await self.call.get(f"{URL}/deliveries?webhookId={webhook_id}&pageSize=100", "manager")
        deliveries: list[dict[str, Any]] = page["deliveries"]
        return deliveries[::-1]

    async def change(self, webhook_id: str, **body: Any) -> None:
        """Let the manager change it."""
        assert (await self.call("PUT", URL, "manager", json={"webhookId": webhook_id, **body})).status == 200

    async def later(self, **how_long: float) -> None:
        """Let that time go by, and wait until all is sent that is due then."""
        self.desk.time.now += timedelta(**how_long)
        await self.settle()

    async def at_next_try(self, webhook_id: str) -> bool:
        """Let the time of the webhook's next try come; False when there is none."""
        times = [each["nextTryAt"] for each in await self.deliveries(webhook_id) if each["nextTryAt"]]
        paused = (await self.shown(webhook_id))["pausedUntil"]
        if not times:
            return False
        self.desk.time.now = max(self.desk.time.now, parse_rfc3339(max(min(times), paused or "")))
        await self.settle()
        return True

    async def settle(self) -> None:
        """Wait until nothing is due and nothing is on its way."""
        self.courier.wake()
        await self.courier.rest()

    async def end(self) -> None:
        """Stop the courier as the process does."""
        self._no_more()
        await self.courier.stop(4)


@asynccontextmanager
async def running_town(folder: Path, session: aiohttp.ClientSession) -> AsyncIterator[Town]:
    """All of it, with the courier at work."""
    async with running_desk(folder, receivers=HERE) as desk:
        # Receivers hold the time of a message against their own.
        desk.time.now = datetime.now(UTC)
        town = Town(desk, Client(desk, session))
        town.courier.start()
        yield town
        await town.end()
