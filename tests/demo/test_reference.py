"""The reference page in a real browser: signed in by a click, a ticket claimed by Try It, and seen so in Discord."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Literal

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, FilePayload, Page, expect

from tests.demo.process import RunningDemo, running_demo
from tests.demo.tab import Tab

TITLE = "Refund for order 4012"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo() -> AsyncIterator[RunningDemo]:
    async with running_demo() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser) -> AsyncIterator[BrowserContext]:
    made = await browser.new_context(viewport={"width": 1200, "height": 850})
    yield made
    await made.close()


async def listened_to(context: BrowserContext) -> tuple[Page, list[str]]:
    """A new page, and what its console says: refusals of the Content-Security-Policy stand there."""
    page = await context.new_page()
    said: list[str] = []
    # That nobody is signed in yet is told by a 401, which Chromium always notes.
    page.on("console", lambda message: said.append(message.text) if "401" not in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


async def test_a_responder_signs_in_by_a_click_and_claims_a_ticket_by_try_it(
    demo: RunningDemo, context: BrowserContext
) -> None:
    index = await context.new_page()
    await index.goto(demo.told["discord"])
    page, said = await listened_to(context)
    ticket = await demo.ticket("owner", TITLE)
    await page.goto(f"{demo.told['api']}/docs#put-api-tickets")
    await expect(page.locator("#state")).to_have_text("Not signed in.")
    form = page.locator("#put-api-tickets form.try")
    await expect(form.locator(".auth")).to_have_text("Auth: No authentication")

    await page.get_by_role("link", name="Sign in with Discord").click()
    await page.get_by_role("link", name="responder", exact=True).click()
    await expect(page.locator("#state")).to_contain_text("Signed in as responder")
    assert page.url.endswith("/docs#put-api-tickets")
    await expect(form.locator(".auth")).to_contain_text("signed in as responder")

    await form.get_by_label("ticketId").fill(ticket["id"])
    await form.get_by_label("claimedByMe").select_option("true")
    await expect(form.locator(".preview")).to_contain_text('"claimedByMe": true')
    await expect(form.locator(".equivalent")).to_contain_text("Bearer $DESK_KEY")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".outcome")).to_contain_text("200 OK")
    await expect(form.locator(".outcome")).to_contain_text("dry run, nothing changed")
    assert (await demo.ticket("owner", TITLE))["claimedBy"] is None

    await form.get_by_label("Dry run").uncheck()
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".outcome")).not_to_contain_text("dry run")
    await expect(form.locator(".outcome")).to_contain_text("200 OK")
    await expect(form.locator(".answer")).to_contain_text(demo.told["members"]["responder"])
    await expect(form.locator(".heads code")).to_contain_text("x-request-id")
    thread = await Tab.opened(context, index, TITLE, "responder")
    await thread.sees("claimed this ticket")
    assert said == []

    await page.get_by_role("button", name="Sign out").click()
    await expect(page.locator("#state")).to_have_text("Not signed in.")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".outcome")).to_contain_text("401")


async def test_the_key_that_is_tried_with_is_never_shown(demo: RunningDemo, context: BrowserContext) -> None:
    page, said = await listened_to(context)
    await page.goto(f"{demo.told['api']}/docs")
    await page.get_by_text("Use an API key").click()
    await page.locator("#key").fill(demo.told["keys"]["owner"])
    form = page.locator("#get-api-tickets form.try")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".outcome")).to_contain_text("200 OK")
    await expect(form.locator(".answer")).to_contain_text(TITLE)
    opening = page.locator("#post-api-tickets form.try")
    given = {"title": "It burns", "categoryId": demo.told["categories"]["open"], "message": "See here", "fields": "{}"}
    for name, value in given.items():
        await opening.locator(f"[name={name}]").fill(value)
    fire: FilePayload = {"name": "fire.txt", "mimeType": "text/plain", "buffer": b"flames"}
    await opening.locator("input[type=file]").set_input_files(fire)
    await expect(opening.locator(".equivalent")).to_contain_text("--form-string 'fields={}' -F 'files=@fire.txt'")
    await opening.get_by_role("button", name="Send").click()
    await expect(opening.locator(".outcome")).to_contain_text("201 Created")
    assert demo.told["keys"]["owner"] not in await page.inner_text("body")
    assert said == []
    no_key = page.locator("#delete-api-keys .equivalent")
    await expect(no_key).to_contain_text('-H "Cookie: session=$DESK_SESSION" -H "x-csrf-token: $DESK_CSRF"')
    await expect(no_key).not_to_contain_text("Bearer")
    await page.locator("#search").fill("claim state")
    await expect(page.locator("nav li:visible")).to_have_count(1)
    await page.locator("#search").fill("nothing has these words")
    await expect(page.locator("#none")).to_be_visible()


async def test_the_reference_fits_a_phone_a_tablet_and_a_desk_in_light_and_in_dark(
    demo: RunningDemo, context: BrowserContext, tmp_path: Path
) -> None:
    page, said = await listened_to(context)
    await page.goto(f"{demo.told['api']}/docs")
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        for width in (390, 820, 1440):
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await expect(page.locator("nav li").first).to_be_visible(visible=width > 768)
            await page.locator("#put-api-tickets form.try").scroll_into_view_if_needed()
            await page.screenshot(path=tmp_path / f"put-{scheme}-{width}.png")
    assert said == []


async def test_the_reference_is_read_by_keyboard_and_without_javascript(
    demo: RunningDemo, context: BrowserContext, browser: Browser
) -> None:
    page, _ = await listened_to(context)
    await page.goto(f"{demo.told['api']}/docs")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Skip to the operations"
    unnamed = (
        "[...document.querySelectorAll('input,select,textarea,button')].filter(it => !it.hidden && !it.labels?.length"
    )
    assert await page.evaluate(f"{unnamed} && !it.textContent.trim()).length") == 0
    plain = await browser.new_context(java_script_enabled=False)
    still = await plain.new_page()
    await still.goto(f"{demo.told['api']}/docs")
    await expect(still.get_by_role("heading", name="PUT /api/tickets", exact=True)).to_be_visible()
    await expect(still.locator("form.try").first).to_be_hidden()
    await plain.close()
