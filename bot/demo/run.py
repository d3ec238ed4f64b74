"""The demo put together: the real store, API, relay and bot around a simulated Discord, and the page that shows it."""

import asyncio
import contextlib
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from api.limits import Limits
from bot import logs
from bot.composition import STOP_SECONDS, Parts, Web, open_desk_parts
from bot.demo.facts import facts, line
from bot.demo.oauth import CLIENT_SECRET, SimulatedOAuth
from bot.demo.page import DemoPage
from bot.demo.seed import Seeded, seed
from bot.demo.simulated import Memory, Simulated, Windows, utc_now
from bot.demo.world import Town, build
from bot.errors import FolderUnusable, NotTheDemos
from desk.clock import system_clock
from desk.outward import NOTHING_MORE, Allowed

HOST = "127.0.0.1"
DATABASE = "desk.db"
LIMITS = Limits(calls_per_minute=12_000, failures_per_minute=3_000, opened_per_minute=12_000, long_per_minute=12_000)
"""Those of a desk that people try out: no program of theirs meets them by two thousand calls a minute."""


def run_demo(*, json: bool, port: int, data: Path | None, receivers: Allowed = NOTHING_MORE) -> None:
    """Run the demo until SIGINT or SIGTERM; see docs/command-line.md for `json`, `port` and `data`.

    `receivers` tells where webhooks may be sent to beside the open internet.
    """
    logs.set_up("warning", "console")
    asyncio.run(_until_told_to_stop(json=json, port=port, data=data, receivers=receivers))


async def _until_told_to_stop(*, json: bool, port: int, data: Path | None, receivers: Allowed) -> None:
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Where the event loop has no signal handlers (Windows), the default ones end the process as well.
        with contextlib.suppress(NotImplementedError):
            asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with open_demo(port=port, data=data, receivers=receivers) as demo:
        sys.stdout.write(demo.line + "\n" if json else demo.welcome)
        sys.stdout.flush()
        demo.parts.failure.add_done_callback(lambda _failure: told.set())
        await told.wait()
        if demo.parts.failure.done():
            demo.parts.failure.result()


class Demo:
    """The running demo."""

    def __init__(self, parts: Parts, world: Simulated, town: Town, seeded: Seeded, page: str) -> None:
        self.parts = parts
        self.world = world
        self.town = town
        self.seeded = seeded
        self.page = page

    @property
    def line(self) -> str:
        """See facts.line."""
        return line(self.parts.served.url, self.page, self.town, self.seeded)

    @property
    def welcome(self) -> str:
        """What a person at the terminal reads."""
        return (
            f"The support desk is up, with a simulated Discord.\n\n"
            f"  Open in a browser:  {self.page}\n"
            f"  The API:            {self.parts.served.url}/api/tickets\n"
            f"  Its reference:      {self.parts.served.url}/docs\n\n"
            f"Ctrl-C ends it.\n"
        )


@asynccontextmanager
async def open_demo(
    *, port: int = 0, data: Path | None = None, receivers: Allowed = NOTHING_MORE
) -> AsyncIterator[Demo]:
    """The demo, up and drawn, on `port` (0 for any); what it holds is kept in the folder `data`, if one is given.

    Raises StoreStartError, AddressUnusable, FolderUnusable, NotTheDemos.
    """
    async with AsyncExitStack() as stack:
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-demo-")))
        kept = _claimed(folder)
        oauth = await stack.enter_async_context(SimulatedOAuth())
        web = Web(None, CLIENT_SECRET, oauth.endpoints, receivers)
        parts = await stack.enter_async_context(
            open_desk_parts(folder / DATABASE, host=HOST, port=port, limits=LIMITS, web=web)
        )
        world = Simulated(parts.client, check_errors=False)
        memory = Memory(world, kept)
        memory.recall()
        town = build(world)
        oauth.people.update({name: member.id for name, member in town.members.items()})
        seeded = await seed(parts.store, town, system_clock)
        await world.start(utc_now(), live=True)
        stack.push_async_callback(world.stop)
        world.settle_with(parts.relay.rest)
        if data:
            # It is to note what the relay does from the first on.
            await stack.enter_async_context(_running(memory.run()))
        parts.relay.start()
        stack.push_async_callback(parts.relay.stop, STOP_SECONDS)
        windows = Windows(world)
        await stack.enter_async_context(_running(windows.run()))
        page = await stack.enter_async_context(DemoPage(world, windows, facts(parts.served.url, town, seeded)))
        await world.settle()
        yield Demo(parts, world, town, seeded, page.url)


def _claimed(folder: Path) -> Path:
    """Where the simulated Discord is kept in `folder`, which is made, and marked as the demo's by that file.

    Raises FolderUnusable, and NotTheDemos when a store is there that no demo marked.
    """
    kept = folder / "simulated-discord"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Where only the files beside it are left, a desk has lost its store and waits for a backup.
        if any(folder.glob(f"{DATABASE}*")) and not kept.exists():
            raise NotTheDemos(folder / DATABASE)
        kept.touch()
    except OSError as error:
        raise FolderUnusable(folder, error.strerror or str(error)) from error
    return kept


@asynccontextmanager
async def _running(job: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
