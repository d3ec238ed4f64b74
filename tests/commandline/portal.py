"""What Discord says of the application, served on loopback, and the command line pointed at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from tests import forked
from tests.commandline.desk import TOKEN, environment
from tests.forked import Ended
from tests.stub.rest import BASE
from tests.stub.world import BOT, World, as_json, user

BOTH_INTENTS: Final = 1 << 15 | 1 << 19

BOT_USER: Final = user(BOT, "desk", bot=True)
UNKNOWN: Final = {"message": "Unknown Guild", "code": 10004}

_LAUNCH: Final = """
import sys
from tests.stub.pointing import point_at
point_at(sys.argv.pop(1))
from bot.__main__ import main
main()
"""


@dataclass
class Portal:
    """Answers at `base` with `status` and the application's `flags`; `asked` keeps what was asked for."""

    status: int = 200
    flags: int = BOTH_INTENTS
    base: str = ""
    asked: list[str] = field(default_factory=list)
    redirects: list[str] = field(default_factory=list)
    world: World | None = None

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path.removeprefix(BASE))
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        found = self._of_the_guild(request.path.removeprefix(f"{BASE}/"))
        if found is not None:
            return as_json(found, status=404 if found == UNKNOWN else 200)
        told = {"id": "930000000000000001", "name": "desk", "flags": self.flags, "redirect_uris": self.redirects}
        return web.json_response(told, status=self.status)

    def _of_the_guild(self, path: str) -> Any:
        """What is answered of the bot and of the guild in `world`; None for other paths."""
        if path == "users/@me":
            return BOT_USER
        if path == "oauth2/applications/@me":
            return {**BOT_USER, "name": "desk", "description": "", "verify_key": "", "owner": BOT_USER} | dict.fromkeys(
                ("bot_public", "bot_require_code_grant", "icon", "team")
            )
        if not path.startswith("guilds/"):
            return None
        if self.world is None:
            return UNKNOWN
        guild = self.world.guild()
        within = {"": guild, "channels": guild["channels"], f"members/{BOT}": self.world.member(BOT)}
        return within.get(path.removeprefix(f"guilds/{guild['id']}").strip("/"), UNKNOWN)

    async def run(self, folder: Path, *arguments: str, **settings: str) -> Ended:
        """Run `python -m bot …` in `folder` with this portal for Discord."""
        known = environment(settings)
        command = ("-c", _LAUNCH, self.base, *arguments)
        return await asyncio.to_thread(forked.run, *command, folder=folder, environment=known)


@asynccontextmanager
async def open_portal() -> AsyncIterator[Portal]:
    """A portal that knows the tests' token and has both intents on."""
    portal = Portal()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", portal.answer)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        portal.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield portal
    finally:
        await runner.cleanup()
