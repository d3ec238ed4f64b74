"""Windows for a browser: several at once, live, and no click is lost to a redraw or to another act."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from bot.demo.simulated import ChannelHandle, NoViewer, Windows, utc_now
from tests.simulated.conftest import Scene


@dataclass
class Browser:
    """What the page of a window does: opens itself, looks, and acts on what it saw."""

    session: aiohttp.ClientSession
    url: str
    page: dict[str, Any]
    sequence: int = 0

    @classmethod
    async def at(cls, session: aiohttp.ClientSession, address: str) -> "Browser":
        url, capability = address.split("/#")
        session.headers["X-Simcord-Capability"] = capability
        async with session.post(f"{url}/api/pages", json={}) as answer:
            return cls(session, url, await answer.json())

    @property
    def words(self) -> list[str]:
        """The contents of the messages on the page, oldest first."""
        return [self.page["messages"][message_id]["content"] for message_id in self.page["timeline"]]

    async def look(self) -> dict[str, Any]:
        headers = {"X-Simcord-Context": self.page["context"]["id"]}
        async with self.session.get(f"{self.url}/api/state", headers=headers) as answer:
            self.page = await answer.json()
            return self.page

    async def see(self, wanted: Callable[["Browser"], bool]) -> None:
        """Look again until it is there; two seconds at most."""
        async with asyncio.timeout(2):
            while not wanted(self):
                await self.look()

    def act(self, kind: str, **more: Any) -> dict[str, Any]:
        self.sequence += 1
        return {
            "protocol_version": 3,
            "kind": kind,
            "sequence": self.sequence,
            "request_id": f"r{self.sequence}",
            "generation": self.page["context"]["generation"],
            "bot_generation": self.page["botGeneration"],
            "published_revision": self.page["publishedRevision"],
            **more,
        }

    async def send(self, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"X-Simcord-Context": self.page["context"]["id"]}
        async with self.session.post(f"{self.url}/api/action", json=body, headers=headers) as answer:
            receipt: dict[str, Any] = await answer.json()
            return receipt


@pytest.fixture
async def windows(scene: Scene) -> AsyncIterator[Windows]:
    scene.discord.backend.clock.let_go()
    opened = Windows(scene.discord)
    running = asyncio.create_task(opened.run())
    yield opened
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


async def test_what_is_said_elsewhere_shows_in_the_window(
    scene: Scene, windows: Windows, session: aiohttp.ClientSession
) -> None:
    browser = await Browser.at(session, await windows.open(scene.hall.id))
    await scene.let(lambda: scene.ann.send(scene.hall, "hello"))
    await browser.see(lambda page: page.words == ["hello"])


async def test_two_windows_are_live_at_once_and_the_first_viewer_is_chosen(
    scene: Scene, windows: Windows, session: aiohttp.ClientSession
) -> None:

    async def add_channel() -> ChannelHandle:
        return scene.guild.create_text_channel("other")

    other = await scene.let(add_channel)
    first = await windows.open(scene.hall.id, scene.bob.id)
    second = await windows.open(other.id, scene.cleo.id)
    assert first != second
    assert await windows.open(scene.hall.id, scene.bob.id) == first
    browser = await Browser.at(session, first)
    assert browser.page["viewerId"] == str(scene.bob.id)
    receipt = await browser.send(browser.act("send_message", content="from the browser"))
    assert receipt["settlement"] == "settled"
    assert scene.bot.heard == ["from the browser"]
    browser = await Browser.at(session, second)
    assert browser.page["viewerId"] == str(scene.cleo.id)
    await scene.let(lambda: scene.ann.send(other, "hello"))
    await browser.see(lambda page: page.words == ["hello"])


async def test_a_click_on_a_page_that_was_redrawn_meanwhile_is_taken_once(
    scene: Scene, windows: Windows, session: aiohttp.ClientSession
) -> None:
    await scene.let(lambda: scene.ann.slash(scene.hall, "panel"))
    browser = await Browser.at(session, await windows.open(scene.hall.id, scene.ann.id))
    (message_id,) = browser.page["timeline"]
    button = browser.page["messages"][message_id]["components"][0]["components"][0]
    for _ in range(5):
        body = browser.act("click", target_id=message_id, control_key=button["control_key"])
        before = browser.page["publishedRevision"]
        await scene.let(lambda: scene.bob.send(scene.hall, "a word in between"))
        async with asyncio.timeout(2):
            while (await browser.look())["publishedRevision"] == before:
                pass
        receipt = await browser.send(body)
        assert receipt["settlement"] == "settled", receipt
        assert (await browser.send(body))["correlation"] == receipt["correlation"]
    assert scene.bot.pressed == 5


async def test_a_click_waits_for_an_act_that_is_under_way(
    scene: Scene, windows: Windows, session: aiohttp.ClientSession
) -> None:
    browser = await Browser.at(session, await windows.open(scene.hall.id, scene.ann.id))
    async with asyncio.TaskGroup() as acts:
        clock = [acts.create_task(scene.discord.advance(1)) for _ in range(10)]
        receipt = await browser.send(browser.act("send_message", content="now"))
    assert receipt["settlement"] == "settled"
    assert all(tick.done() for tick in clock)


async def test_a_window_is_refused_to_whom_the_channel_is_hidden(scene: Scene, windows: Windows) -> None:
    direct = scene.ann.user.dm_channel
    with pytest.raises(NoViewer):
        await windows.open(direct.id, scene.bob.id)
    assert await windows.open(direct.id)


async def test_a_window_that_was_closed_opens_again(
    scene: Scene, windows: Windows, session: aiohttp.ClientSession
) -> None:
    address = await windows.open(scene.hall.id)
    browser = await Browser.at(session, address)
    await browser.send(browser.act("close"))
    assert await windows.open(scene.hall.id) != address


async def test_the_bot_s_timers_go_off_in_real_time_while_windows_run(scene: Scene, windows: Windows) -> None:
    assert isinstance(windows, Windows)
    began, really_began = scene.discord.env.now(), utc_now()
    await scene.let(lambda: scene.ann.send(scene.hall, "tick"))
    for _ in range(2):
        scene.bot.ticked.clear()
        async with asyncio.timeout(3):
            await scene.bot.ticked.wait()
    passed, really_passed = scene.discord.env.now() - began, utc_now() - really_began
    assert abs((passed - really_passed).total_seconds()) < 0.1
