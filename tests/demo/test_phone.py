"""A moderator's hour on a phone: the next ticket from the queue, a ready reply, the end, and the member's stars."""

from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, ViewportSize, expect

from tests.demo.process import RunningDemo
from tests.demo.tab import Tab
from tests.demo.test_browser import context, demo, index

__all__ = ["context", "demo", "index"]

PHONE = ViewportSize(width=390, height=844)
MOST_PRESSING = "Refund for order 4012"
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120), pytest.mark.asyncio(loop_scope="session")]


async def on_a_phone(context: BrowserContext, index: Page, place: str, member: str) -> Tab:
    """That place as that member, as narrow as a phone."""
    tab = await Tab.opened(context, index, place, member)
    await tab.page.set_viewport_size(PHONE)
    return tab


async def fits(tab: Tab) -> None:
    """Nothing of the page is beside the screen."""
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def test_a_ticket_is_claimed_answered_closed_and_rated_on_a_phone(
    demo: RunningDemo, context: BrowserContext, index: Page, tmp_path: Path
) -> None:
    queue = await on_a_phone(context, index, "ticket-queue", "responder")
    await queue.sees(MOST_PRESSING)
    await fits(queue)
    await queue.press("Claim next")
    await queue.sees("is yours")
    ticket = await demo.ticket("owner", MOST_PRESSING)
    assert ticket["claimedBy"] == demo.told["members"]["responder"]
    await queue.picture(tmp_path, "1-queue")

    thread = await on_a_phone(context, index, MOST_PRESSING, "responder")
    await thread.command("reply", name="Thanks for waiting")
    await thread.sees("Nothing is sent yet")
    await fits(thread)
    await thread.picture(tmp_path, "2-preview")
    await thread.press("Send")
    owner = await on_a_phone(context, index, MOST_PRESSING, "owner")
    await owner.sees("Hello owner, thank you for waiting.")

    await thread.press("Close")
    await thread.sees("closed this ticket")
    await owner.press("5 ★")
    await owner.sees("Thank you: ★★★★★")
    await fits(owner)
    await owner.picture(tmp_path, "3-rated")
    ticket = await demo.ticket("owner", MOST_PRESSING)
    assert ticket["status"] == "closed"
    await expect(index.locator(".place", has_text=MOST_PRESSING)).to_contain_text("locked")
