"""C08 in a real browser: the page is opened as a file, and what members typed in it does nothing."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, Page

from bot.transcripts import page as transcript_page
from tests.transcripts.hostile import TRANSCRIPT, Hostile

PAPER: dict[Literal["light", "dark"], str] = {"light": "rgb(255, 255, 255)", "dark": "rgb(23, 24, 27)"}
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "ticket-0012.html"
    written.write_text(transcript_page.html(TRANSCRIPT, Hostile()), encoding="utf-8")
    return written


@pytest.fixture
def planted(file: Path) -> Path:
    """The page as it would be if something of it had not been escaped."""
    page = file.read_text(encoding="utf-8")
    ran = "<script>window.owned = 1</script><img src='https://evil.example/x'></body>"
    file.write_text(page.replace("</body>", ran), encoding="utf-8")
    return file


async def tried(page: Page) -> object:
    """Follow every link that is not of the web and touch all that can be touched; gives what came of it."""
    await page.evaluate("document.querySelectorAll('a:not([href^=http])').forEach(link => link.click())")
    await page.hover("article")
    return await page.evaluate("window.owned")


async def test_nothing_typed_runs_and_nothing_is_fetched(browser: Browser, file: Path, tmp_path: Path) -> None:
    """C08, faults 38, 39: on a phone and on a desk, in light and in dark, opened as the file that Discord hands out."""
    said: list[str] = []
    page = await browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    await page.goto(file.as_uri())
    for scheme, paper in PAPER.items():
        for width in (390, 1280):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.emulate_media(color_scheme=scheme)
            assert await tried(page) is None
            assert await page.evaluate("document.documentElement.scrollWidth") == width
            assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
            await page.screenshot(path=tmp_path / f"{scheme}-{width}.png", full_page=True)
    assert said == [file.as_uri()]


async def test_what_the_policy_would_stop_is_stopped(browser: Browser, planted: Path) -> None:
    """C08, fault 38: even if a script got into the page, its policy would not let it run, nor a picture load."""
    page = await browser.new_page()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    await page.goto(planted.as_uri())
    assert await page.evaluate("window.owned") is None
    assert asked == [planted.as_uri()]
