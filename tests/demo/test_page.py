"""The demo's page lists what is there, opens it, and tells nobody else."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from bot.demo.page import Call, DemoPage, Facts, Person
from bot.demo.simulated import Windows
from tests.simulated.conftest import Scene


@pytest.fixture
async def page(scene: Scene) -> AsyncIterator[DemoPage]:
    windows = Windows(scene.discord)
    running = asyncio.create_task(windows.run())
    people = tuple(
        Person(member.name, member.id, role, may, f"prapi_{member.name}{'0' * 40}")
        for member, role, may in (
            (scene.ann, "", "opens tickets and sees her own"),
            (scene.bob, "staff", "answers <every> ticket & claims it"),
        )
    )
    call = Call("Who is asking?", "curl -H 'x-api-key: prapi_ann' http://127.0.0.1:1/api/tickets")
    facts = Facts("House", "http://127.0.0.1:1", people, (call,), (("readonly", "prapi_r" + "0" * 40),))
    async with DemoPage(scene.discord, windows, facts) as served:
        yield served
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def read(browser: aiohttp.ClientSession, url: str) -> str:
    async with browser.get(url) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_the_page_shows_places_people_keys_and_calls_escaped(
    scene: Scene, page: DemoPage, browser: aiohttp.ClientSession
) -> None:
    scene.guild.create_text_channel("<b>bold</b>")
    text = await read(browser, page.url)
    assert f'href="/open/{scene.hall.id}"' in text
    assert "answers &lt;every&gt; ticket &amp; claims it" in text
    assert "<b>bold</b>" not in text
    assert 'data-copy="prapi_ann' in text
    assert "x-api-key: prapi_ann&#39; http://127.0.0.1:1/api/tickets" in text


async def test_the_list_follows_what_happens(scene: Scene, page: DemoPage, browser: aiohttp.ClientSession) -> None:
    await scene.ann.send_dm("hello")
    async with browser.get(f"{page.url}state") as answer:
        hall, direct = (await answer.json())["places"]
    assert (hall["name"], hall["viewers"]) == ("hall", ["ann", "bob"])
    assert (direct["name"], direct["kind"], direct["viewers"], direct["count"]) == ("ann", "direct message", ["ann"], 1)
    assert f"/open/{direct['id']}?as=ann" in await read(browser, f"{page.url}places")


async def test_of_a_channel_s_threads_the_newest_are_listed(
    scene: Scene, page: DemoPage, browser: aiohttp.ClientSession
) -> None:
    channel = scene.bot.get_channel(scene.hall.id)
    assert isinstance(channel, discord.TextChannel)
    for number in range(30):
        await channel.create_thread(name=f"{number:04}", type=discord.ChannelType.private_thread)
    async with browser.get(f"{page.url}state") as answer:
        names = [place["name"] for place in (await answer.json())["places"]]
    assert names == ["hall", *(f"{number:04}" for number in range(5, 30))]


async def test_a_place_opens_in_a_window_as_the_chosen_member(
    scene: Scene, page: DemoPage, browser: aiohttp.ClientSession
) -> None:
    async with browser.get(f"{page.url}open/{scene.hall.id}?as=bob", allow_redirects=False) as answer:
        assert answer.status == 302
        window = answer.headers["Location"]
    assert window.startswith("http://127.0.0.1:")
    assert "SimCord" in await read(browser, window)


@pytest.mark.parametrize(
    ("path", "status"), [("open/1", 404), ("open/{hall}?as=nobody", 404), ("open/{direct}?as=bob", 403), ("x", 404)]
)
async def test_what_is_not_there_or_not_to_be_seen_is_refused(
    scene: Scene, page: DemoPage, browser: aiohttp.ClientSession, path: str, status: int
) -> None:
    direct = scene.ann.user.dm_channel
    async with browser.get(page.url + path.format(hall=scene.hall.id, direct=direct.id)) as answer:
        assert answer.status == status


async def test_a_page_of_another_name_cannot_read_the_keys(page: DemoPage, browser: aiohttp.ClientSession) -> None:
    async with browser.get(page.url, headers={"Host": "elsewhere.example"}) as answer:
        assert answer.status == 421
        assert "prapi_" not in await answer.text()
