"""One browser tab with a window into the simulated Discord, used as a person uses Discord."""

import asyncio
import re
from pathlib import Path

from playwright.async_api import BrowserContext, Page, expect

SECOND = 1000
RESTS = """async () => {
    while (!simcordPreview.ready || simcordPreview.pendingAction) await new Promise(requestAnimationFrame)
}"""


class Tab:
    """Buttons by their label, fields by their name, messages by what they say."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def opened(cls, context: BrowserContext, index: Page, place: str, member: str) -> "Tab":
        """The place whose name holds `place`, opened from the demo's page as that member."""
        row = index.locator(".place", has_text=place)
        async with context.expect_page() as opening:
            await row.get_by_role("link", name=member, exact=True).click()
        page = await opening.value
        await expect(page.locator("#preview-app")).to_have_attribute("aria-busy", "false", timeout=15 * SECOND)
        return cls(page)

    async def rests(self) -> None:
        """Wait until the page has drawn all that it knows and no act of its own is under way."""
        async with asyncio.timeout(15):
            await self.page.evaluate(RESTS)

    async def press(self, label: str, *, unerring: bool = False) -> None:
        """Press the last button of that label: cards stand above what came after them.

        A mouse can miss a button that moves away under it; an unerring press does not.
        """
        await self.rests()
        button = self.page.locator("#channel-timeline .component-button[aria-disabled=false]", has_text=label).last
        await (button.dispatch_event("click") if unerring else button.click())

    async def fill_in(self, **values: str) -> None:
        """Fill the shown form in and send it."""
        for name, value in values.items():
            await self.page.locator(f"#modal-root [name={name}]").fill(value)
        await self.page.locator("#modal-root").get_by_role("button", name="Submit").click()

    async def say(self, text: str) -> None:
        """Send a message."""
        await self.page.locator("#channel-composer-input").fill(text)
        await self.page.locator("#send-message").click()

    async def command(self, words: str, **options: str) -> None:
        """Use a slash command, choosing what is offered for each of these options."""
        await self.page.locator("#channel-composer-input").press_sequentially(f"/{words}")
        await self.page.get_by_role("option").filter(has_text=f"/{words}").first.click()
        await expect(self.page.locator(".command-chip")).to_have_text(f"/{words}")
        for name, value in options.items():
            await self.page.locator(f"input[data-option={name}]").press_sequentially(value)
            await self.page.get_by_role("listbox").get_by_role("option", name=value).click()
        await self.page.locator("#send-message").click()

    async def sees(self, text: str | re.Pattern[str], within: float = 15 * SECOND) -> None:
        """Wait for a message that says `text`; `within` is in milliseconds."""
        await expect(self.page.locator("#channel-timeline").get_by_text(text).last).to_be_visible(timeout=within)

    async def shows(self, text: str) -> None:
        """Return as soon as a message says `text`: seen by the page itself, and not asked now and then."""
        await self.page.locator("#channel-timeline").get_by_text(text).last.wait_for(timeout=15 * SECOND)

    async def offers(self, label: str, within: float = 15 * SECOND) -> None:
        """Wait for an enabled button of that label."""
        button = self.page.locator("#channel-timeline .component-button:enabled", has_text=label)
        await expect(button.last).to_be_visible(timeout=within)

    async def picture(self, folder: Path, name: str) -> None:
        """Keep what it looks like now."""
        await self.page.screenshot(path=folder / f"{name}.png")
