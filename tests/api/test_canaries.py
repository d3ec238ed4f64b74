"""That no test leaks a secret unnoticed: whatever is leaked here on purpose is found, and what is handed out is not."""

import logging
from pathlib import Path

from desk import keys
from tests.api.client import Client
from tests.api.site import open_site
from tests.canaries import BOT, BOT_TOKENS, CANARIES, CLIENT, COOKIE, CSRF, KEY, SIGN_IN, WEBHOOK
from tests.schema.request import Request

CATEGORIES = "/api/tickets/categories"


async def test_a_secret_is_found_in_any_answer_but_that_which_hands_it_out(tmp_path: Path) -> None:
    """Fault 37."""
    async with open_site(tmp_path) as site:
        browser, call = site.browser(), Client(site.desk, site.session)
        await browser.sign_in("admin")
        made = await browser("POST", "/api/keys", json={"name": "x", "scopes": ["tickets:read"]})
        hook = await browser("POST", "/api/webhooks", json={"url": "https://receiver.example/"})
        assert CANARIES.take() == []
        secrets = {
            KEY: made.data["secret"],
            COOKIE: browser.cookies["session"],
            CSRF: browser.csrf,
            WEBHOOK: hook.data["secret"],
        }
        for kind, secret in secrets.items():
            await call("POST", CATEGORIES, "admin", json={"name": f"about:{secret}"})
            assert CANARIES.take() == [f"{kind} in the answer to POST {CATEGORIES}: 201"]
            await call("GET", CATEGORIES, "admin")
            assert f"{kind} in the answer to GET {CATEGORIES}: 200" in CANARIES.take()


async def test_a_secret_is_found_in_a_log_unless_it_is_blanked(tmp_path: Path) -> None:
    """Fault 37."""
    async with open_site(tmp_path) as site:
        browser = site.browser()
        back = await browser.agree(await browser.to_discord(), "owner")
        desk, library = logging.getLogger("api.door"), logging.getLogger("discord.http")
        key = site.desk.keys["owner"]
        desk.error("came with %s", key)
        desk.error("came back", extra={"to": back})
        desk.error("failed", exc_info=ValueError(key))
        assert CANARIES.take() == [f"{it} in a log, api.door ERROR" for it in (KEY, SIGN_IN, KEY)]
        library.error("came with %s", {"Authorization": f"Bearer {key}"})
        assert CANARIES.take() == []
        library.error("came with the-demos-own-client-secret")
        assert CANARIES.take() == [f"{CLIENT} in a log, discord.http ERROR"]


def test_a_secret_is_found_in_what_is_sent_to_discord_but_a_new_key_is_shown_to_who_made_it() -> None:
    """Fault 37."""
    key = keys.mint(b"of a test of canaries, 32 bytes.")
    for path in ("/channels/1/messages", "/interactions/1/x/callback"):
        CANARIES.sent([Request("POST", path, {}, {"content": f"`{key}` {BOT_TOKENS[0]}"})])
    assert CANARIES.take() == [
        f"{KEY} in POST /channels/1/messages to Discord",
        f"{BOT} in POST /channels/1/messages to Discord",
        f"{BOT} in POST /interactions/1/x/callback to Discord",
    ]
