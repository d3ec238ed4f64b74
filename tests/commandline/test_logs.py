"""O02, and the tries 36, 37 and 43: no secret and no forged line gets into the log, in either form, at any level."""

import json
from pathlib import Path

import pytest

from bot.logs import CONTINUED
from tests.commandline.desk import TOKEN, TOKEN_PARTS, python
from tests.forked import Ended

KEY = "prapi_Canary7Canary7Canary7Canary7Canary7Canary7Canary7Ca"
CANARY = "aW50ZXJhY3Rpb246Q2FuYXJ5Q2FuYXJ5Q2FuYXJ5"
SESSION = "s3ss10nCanaryCanaryCanary"
SECRETS = (*TOKEN_PARTS, KEY, KEY[20:], CANARY, CANARY[-16:], SESSION)

BEGIN = f"""
import logging, sys
from bot import logs
logs.set_up("debug", sys.argv[1], secrets=[{TOKEN!r}])
log = logging.getLogger("discord.http")
KEY, CANARY, SESSION, TOKEN = {KEY!r}, {CANARY!r}, {SESSION!r}, {TOKEN!r}
"""

EVERYWHERE = """
log.debug("%s %s has received %s", "POST", f"https://discord.com/api/v10/interactions/123456/{CANARY}/callback", "")
log.debug("%s", f"https://discord.com/api/v10/webhooks/123456/{CANARY}/messages/@original?wait=true")
log.debug("For Shard ID %s: WebSocket Event: %s", None, {"t": "INTERACTION_CREATE", "d": {"token": CANARY, "id": "1"}})
log.debug('sent {"op": 2, "d": {"token": "%s", "session_id": "%s"}}', TOKEN, SESSION)
log.debug("%r", '{"d": {"token": "%s", "it\\'s": 1}}' % CANARY)
log.info("token %s", TOKEN)
log.info("the end of it: %s", TOKEN.split(".")[2])
log.info("%s", {"Authorization": f"Bot {TOKEN}", "X-Api-Key": CANARY, "Cookie": f"session={SESSION}; theme=dark"})
log.info("%s", [(b"authorization", f"Bearer {KEY}".encode()), (b"x-api-token", CANARY.encode())])
log.info("Authorization: Bearer %s", CANARY)
log.info("GET /api/tickets?key=%s&page=2", CANARY)
log.info("GET /api/tickets?x-api-key=%s and %s", KEY, KEY.replace("_", "%5F"))
log.info("Set-Cookie: session=%s; HttpOnly", SESSION)
log.warning("session=%s", SESSION, extra={"token": CANARY, "headers": {"authorization": CANARY}})
try:
    local_only = CANARY
    raise ValueError(f"bad key {KEY}")
except ValueError:
    log.exception("it failed")
import warnings
from aiohttp import BadContentDispositionHeader
warnings.warn(BadContentDispositionHeader("a stranger's file name"))
warnings.warn("an odd setting")
import structlog
structlog.contextvars.bind_contextvars(request_id="r-1")
structlog.get_logger("bot.relay").error("refused", authorization=CANARY, url=f"/webhooks/1/{CANARY}", number=12)
"""


def log_of(folder: Path, form: str, script: str) -> Ended:
    (folder / "script.py").write_text(BEGIN + script)
    ended = python(folder, "script.py", form)
    assert ended.out == ""
    return ended


@pytest.mark.parametrize("form", ["console", "json"])
def test_no_secret_is_logged_wherever_it_stands(tmp_path: Path, form: str) -> None:
    """O02, faults 36, 37."""
    ended = log_of(tmp_path, form, EVERYWHERE)
    assert ended.code == 0
    assert [secret for secret in SECRETS if secret in ended.err] == []
    assert "/interactions/123456/[hidden]/callback" in ended.err
    assert KEY[:12] + "[hidden]" in ended.err
    assert "page=2" in ended.err
    assert ("a stranger's" in ended.err, "an odd setting" in ended.err) == (False, True)
    assert "number" in ended.err


@pytest.mark.parametrize("form", ["console", "json"])
def test_what_nobody_catches_is_logged_with_its_secrets_blanked(tmp_path: Path, form: str) -> None:
    """Faults 36, 37."""
    script = """
import threading
def fail():
    raise RuntimeError(f"in a thread, with {KEY}")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
raise RuntimeError(f"GET /webhooks/77/{CANARY}")
"""
    ended = log_of(tmp_path, form, script)
    assert ended.code == 1
    assert [secret for secret in SECRETS if secret in ended.err] == []
    assert "in a thread" in ended.err
    assert "/webhooks/77/[hidden]" in ended.err


FORGED = """
log.info("joined: %s", "eve\\r\\n2026-01-01T00:00:00Z INFO all is well\\x1b[2J\\u2028\\u0085\\u202eabc\\x00\\x9b31m")
log.info("line one\\nline two", extra={"title": "a\\nb"})
try:
    raise ValueError("first\\nsecond \\x1b[31m")
except ValueError:
    log.exception("failed")
"""


def test_nothing_that_is_logged_can_begin_a_line_of_its_own(tmp_path: Path) -> None:
    """Fault 43."""
    ended = log_of(tmp_path, "console", FORGED)
    lines = ended.err.split("\n")[:-1]
    assert len([line for line in lines if not line.startswith(CONTINUED)]) == 3
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in "\u2028\u202e" for sign in "".join(lines))
    assert "eve\\r\\n2026" in lines[0]


def test_in_json_each_line_is_one_event_with_all_its_fields(tmp_path: Path) -> None:
    """Fault 43."""
    ended = log_of(tmp_path, "json", FORGED)
    events = [json.loads(line) for line in ended.err.splitlines()]
    assert [event["level"] for event in events] == ["info", "info", "error"]
    assert list(events[1])[:4] == ["timestamp", "level", "logger", "event"]
    assert events[1]["event"] == "line one\\nline two"
    assert events[2]["exception"].splitlines()[0] == "Traceback (most recent call last):"


@pytest.mark.parametrize("form", ["console", "json"])
def test_what_the_store_would_say_of_its_parameters_is_never_logged(tmp_path: Path, form: str) -> None:
    ended = log_of(tmp_path, form, 'logging.getLogger("aiosqlite").debug("INSERT %s", "a member\'s words")')
    assert ended.err == ""


def test_the_id_of_a_request_is_in_each_line_of_it(tmp_path: Path) -> None:
    script = (
        'import structlog\nwith structlog.contextvars.bound_contextvars(request_id="r-7"):\n    log.info("within")\n'
    )
    ended = log_of(tmp_path, "json", script + 'log.info("after")\n')
    within, after = [json.loads(line) for line in ended.err.splitlines()]
    assert within["request_id"] == "r-7"
    assert "request_id" not in after


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    log_of(tmp_path, "console", "import os\nos.close(2)\nlog.error('lost')\nopen('reached', 'w').close()\n")
    assert (tmp_path / "reached").exists()


OF_THE_LIBRARY = """
import asyncio, aiohttp, discord
from aiohttp import web
from discord.http import Route

async def main():
    async def answer(request):
        if request.path.endswith("/users/@me"):
            return web.json_response({"message": "401: Unauthorized"}, status=401)
        return web.json_response({"message": "no", "code": 0}, status=404)
    app = web.Application()
    app.router.add_route("*", "/{any:.*}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    Route.BASE = "http://127.0.0.1:%d" % runner.addresses[0][1]
    async with discord.Client(intents=discord.Intents.none()) as client:
        try:
            await client.login(TOKEN)
        except discord.LoginFailure:
            log.exception("the token is not known")
    async with aiohttp.ClientSession() as session:
        try:
            await discord.Webhook.partial(123456, CANARY, session=session).send(f"hello {KEY}")
        except discord.NotFound:
            log.exception("the webhook is gone")
    await runner.cleanup()

asyncio.run(main())
"""


@pytest.mark.parametrize("form", ["console", "json"])
def test_discord_py_at_its_most_talkative_tells_no_secret(tmp_path: Path, form: str) -> None:
    """O02, 36: a failed login and a webhook's request, with the library's own lines about both."""
    ended = log_of(tmp_path, form, OF_THE_LIBRARY)
    assert ended.code == 0
    assert [secret for secret in SECRETS if secret in ended.err] == []
    assert "/webhooks/123456/[hidden]" in ended.err
    assert "LoginFailure" in ended.err
