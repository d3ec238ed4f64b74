"""Secrets that are made while tests run: none of them may turn up anywhere but where it is handed out.

Looked at are every record of a log as it would be written, every answer of a desk, and all that a bot sends to Discord.
"""

import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from api.protocol import Connection
from bot.demo import oauth
from bot.metrics.serving import PATH as METRICS
from bot.redaction import Redactor
from desk import keys, sessions, webhooks
from tests.publishing import Kept
from tests.schema.request import Request
from tests.stub.world import TOKEN

KEY: Final = "an API key"
COOKIE: Final = "the cookie of a session"
CSRF: Final = "the token of a session"
SIGN_IN: Final = "what Discord gave for a sign-in"
WEBHOOK: Final = "the secret of a webhook"
CLIENT: Final = "the client secret"
BOT: Final = "the token of the bot"

HANDED_OUT: Final = {
    ("POST", "/api/keys"): (KEY,),
    ("GET", "/api/session"): (CSRF,),
    ("PUT", "/api/session"): (CSRF,),
    ("POST", "/api/webhooks"): (WEBHOOK,),
    ("POST", "/api/webhooks/rotate"): (WEBHOOK,),
}
"""What the answer of an operation is there to tell."""

BOT_TOKENS: Final = ("simcord.fake.token", TOKEN)
HEAD: Final = 22
"""So many signs of a secret give it away; an API key shows its first twelve everywhere."""
LARGE: Final = 32 * 1024
"""Bytes of a body that is looked at once: pages and descriptions are the same each time."""

_CANDIDATE: Final = re.compile("|".join([*map(re.escape, BOT_TOKENS), r"whsec_[\w+/]{16}", r"[\w-]{22,}"]), re.ASCII)
_OWN: Final = ("api", "bot", "cogs", "desk", "storage")
_OF_A_RECORD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_redacted: Final = Redactor()


class Canaries:
    """The secrets of the process by their first signs, and where one was found since somebody last asked."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._found: list[str] = []
        self._seen: set[int] = set()

    def keep(self, kind: str, secret: str) -> str:
        """Look out for it from now on."""
        self._kinds[secret[:HEAD]] = kind
        return secret

    def take(self) -> list[str]:
        """What was found where, since the last time."""
        found, self._found = self._found, []
        return found

    def kinds(self, text: str) -> set[str]:
        """The kinds of the secrets that stand in the text."""
        return {kind for token in _CANDIDATE.findall(text) if (kind := self._kinds.get(token[:HEAD]))}

    def look(self, text: str, where: str, handed_out: Collection[str] = ()) -> None:
        """Look at what leaves the desk."""
        self._found += [f"{kind} in {where}" for kind in sorted(self.kinds(text)) if kind not in handed_out]

    def answer(self, request: web.BaseRequest, answer: web.StreamResponse) -> None:
        """Look at an answer, which is about to be sent."""
        where = f"the answer to {request.method} {request.path}: {answer.status}"
        cookies = answer.headers.getall("Set-Cookie", [])
        self.look("\n".join(cookies), where, (COOKIE,))
        self.look("\n".join(it for it in answer.headers.values() if it not in cookies), where)
        body = answer.body if isinstance(answer, web.Response) and isinstance(answer.body, bytes) else b""
        if len(body) >= LARGE:
            if hash(body) in self._seen:
                return
            self._seen.add(hash(body))
        self.look(body.decode("utf-8", "replace"), where, HANDED_OUT.get((request.method, request.path), ()))

    def record(self, record: logging.LogRecord) -> None:
        """Look at a record of a log: one of the desk as it is, one of a library with its secrets blanked."""
        try:
            parts = [record.getMessage()]
        except (TypeError, ValueError):
            return  # Whoever writes it will say what is wrong with it.
        if record.exc_info and record.exc_info[0] is not None:
            parts += traceback.format_exception(*record.exc_info)
        parts += [str(value) for name, value in vars(record).items() if name not in _OF_A_RECORD]
        text = "\n".join(parts)
        if self.kinds(text):
            own = record.name.partition(".")[0] in _OWN
            self.look(text if own else _redacted(text), f"a log, {record.name} {record.levelname}")

    def sent(self, requests: Iterable[Request]) -> None:
        """Look at what a bot sent to Discord, where an interaction's answer may hand out a key."""
        for request in requests:
            if request.body is not None and not isinstance(request.body, Kept):
                to_one = request.path.startswith(("/interactions/", "/webhooks/"))
                where = f"{request.method} {request.path} to Discord"
                self.look(json.dumps(request.body), where, (KEY,) if to_one else ())


CANARIES: Final = Canaries()


def watch() -> None:
    """Keep every secret that is made from now on, and look at all that leaves a desk."""
    for token in BOT_TOKENS:
        CANARIES.keep(BOT, token)
    CANARIES.keep(CLIENT, oauth.CLIENT_SECRET)
    _keep_made(keys.mint, KEY)
    _keep_made(sessions.mint, COOKIE)
    _keep_made(sessions.csrf_token, CSRF)
    _keep_made(webhooks.secret, WEBHOOK)
    _Made.token_urlsafe = staticmethod(_keeping(secrets.token_urlsafe, SIGN_IN))
    vars(oauth)["secrets"] = _Made
    _watch_answers()
    _watch_logs()


class _Made:
    """Makes the codes and tokens of the server that plays Discord's part of a sign-in."""

    token_urlsafe: Callable[[int], str]


def _keeping(make: Callable[..., str], kind: str) -> Callable[..., str]:
    return lambda *given: CANARIES.keep(kind, make(*given))


def _keep_made(make: Callable[..., str], kind: str) -> None:
    """Keep what that function makes, by whatever module it was imported until now."""
    keeping = _keeping(make, kind)
    for module in [it for it in sys.modules.values() if getattr(it, make.__name__, None) is make]:
        setattr(module, make.__name__, keeping)


def _watch_answers() -> None:
    finish, write = RequestHandler.finish_response, web.StreamResponse.write

    async def finish_response(
        self: Any, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        if isinstance(self, Connection) or request.path == METRICS:
            CANARIES.answer(request, resp)
        return await finish(self, request, resp, start_time)

    async def written(self: web.StreamResponse, data: bytes) -> None:
        CANARIES.look(bytes(data).decode("utf-8", "replace"), "a stream")
        await write(self, data)

    RequestHandler.finish_response = finish_response  # type: ignore[method-assign] # where every answer passes
    web.StreamResponse.write = written  # type: ignore[assignment] # where every part of a stream passes


def _watch_logs() -> None:
    handle = logging.Logger.handle

    def handled(self: logging.Logger, record: logging.LogRecord) -> None:
        CANARIES.record(record)
        handle(self, record)

    logging.Logger.handle = handled  # type: ignore[method-assign] # where every record passes
