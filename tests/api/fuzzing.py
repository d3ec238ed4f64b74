"""Requests made from the API's own description, by the thousand, each answer held against that description."""

import asyncio
import json
import secrets
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyStrategyDefinition
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.authentication import CSRF_HEADER
from api.cookies import SESSION
from api.openapi import document
from desk import sessions
from desk.clock import rfc3339
from tests.api.world import Desk, running_desk
from tests.people import GUILD, USERS

CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""No 5xx, and no answer that the description does not have: by status, media type, headers and schema."""

SCHEMA: Final = schemathesis.openapi.from_dict(json.loads(document()))
OPERATIONS: Final = {it.ok().label: it.ok() for it in SCHEMA.get_all_operations() if isinstance(it, Ok)}


@dataclass
class Ground:
    """A desk that runs in a thread of its own, so that a blocking client can call it; it holds nothing to keep."""

    desk: Desk
    loop: asyncio.AbstractEventLoop
    session: requests.Session = field(default_factory=requests.Session)

    def real_ids(self, label: str, who: dict[str, str]) -> dict[str, str]:
        """Ids of what there is: for an operation on webhooks or keys, of one that `who` has; else of what is new."""
        if "webhooks" in label:
            made = {"url": "https://hooks.example.org/desk"}
            return {"webhookId": self._there_or_made("/api/webhooks", "webhook", made, who)}
        if "keys" in label:
            program = {"name": "A program", "scopes": ["tickets:read"]}
            return {"keyId": self._there_or_made("/api/keys", "key", program, who)}
        return {"guildId": str(GUILD), **self._new_ids()}

    def _there_or_made(self, path: str, noun: str, body: Any, who: dict[str, str]) -> str:
        url = f"{self.desk.url}{path}"
        there = self.session.get(url, headers=who, timeout=30).json()["data"][f"{noun}s"]
        # A member has one key from the beginning, with which nothing is to happen.
        if len(there) > 1:
            return str(there[0]["id"])
        made = self.session.post(url, json=body, headers=who, timeout=30).json()["data"]
        return str(made[noun]["id"])

    def _new_ids(self) -> dict[str, str]:
        category = self._asked("POST", "/categories", {"name": "A category"})["category"]["id"]
        sent = {"title": "A title", "categoryId": category, "message": "A message"}
        ticket = self._asked("POST", "", sent)["ticket"]["id"]
        message = self._asked("POST", "/messages", {"ticketId": ticket, "content": "A reply"})["message"]["id"]
        return {"ticketId": ticket, "categoryId": category, "messageId": message}

    def _asked(self, method: str, path: str, body: object) -> Any:
        url = f"{self.desk.url}/api/tickets{path}"
        return self.session.request(method, url, json=body, headers=self.key("admin"), timeout=30).json()["data"]

    def signed_in(self) -> dict[str, str]:
        """The headers of a page of ours at which outsider has just signed in."""
        cookie = sessions.mint(secrets.token_bytes(32))
        at, found = rfc3339(self.desk.time()), sessions.digest(cookie)

        async def begin() -> None:
            await self.desk.store.write(sessions.begin, USERS["outsider"], GUILD, at, found, None)

        asyncio.run_coroutine_threadsafe(begin(), self.loop).result(30)
        page = {"Cookie": f"{SESSION}={cookie}", "Origin": self.desk.url, "Sec-Fetch-Site": "same-origin"}
        told = self.session.get(f"{self.desk.url}/api/session", headers=page, timeout=30).json()
        return page | {CSRF_HEADER: told["data"]["session"]["csrfToken"]}

    def credentials(self, label: str) -> dict[str, str]:
        """The headers of who may do all of it: admin's key, or a session where only that will do."""
        by_session = all("session" in way for way in OPERATIONS[label].definition.raw.get("security") or [{}])
        return self.signed_in() if by_session else self.key("admin")

    def key(self, who: str) -> dict[str, str]:
        """The header with that person's key."""
        return {"Authorization": f"Bearer {self.desk.keys[who]}"}


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Run a desk in a thread, and stop it at the end."""
    box: list[Ground] = []
    ready, over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async with running_desk(folder) as desk:
            box.append(Ground(desk, asyncio.get_running_loop()))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield box[0]
    finally:
        box[0].session.close()
        box[0].loop.call_soon_threadsafe(over.set)
        thread.join(30)


_FAST: Final = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def _linked() -> Any:
    """The operations that links begin at or lead to, asked only for what they take: else a walk seldom gets on."""
    schema = schemathesis.openapi.from_dict(json.loads(document()))
    schema.config.generation.update(modes=[schemathesis.GenerationMode.POSITIVE])
    return schema.include(path_regex="^/api/(tickets|search|webhooks)")


def walk(on: Ground, walks: int, steps: int, which: int) -> Counter[str]:
    """Follow the description's links from what was made to what can be done with it; tells what was asked.

    `which` begins chance: without it, walks asked for twice are the same walks wherever `CI` is set.
    """
    asked: Counter[str] = Counter()
    machine: Any = _linked().as_state_machine()
    begun = 0

    @seed(which)
    class Walk(machine):  # type: ignore[misc] # made at run time
        def setup(self) -> None:
            nonlocal begun
            begun += 1

        def call(self, case: Any, **_kwargs: Any) -> Any:
            answer = case.call(base_url=on.desk.url, session=on.session, headers=on.key("admin"))
            asked[f"{answer.status_code} {case.operation.label}"] += 1
            return answer

        def validate_response(self, response: Any, case: Any, **_kwargs: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    while begun < walks:
        # Where a walk can go on depends on what the desk answered before, which Hypothesis takes for our fault.
        with suppress(FlakyStrategyDefinition):
            Walk.run(settings=settings(_FAST, max_examples=walks - begun, stateful_step_count=steps))
    return asked


def fuzz(on: Ground, label: str, examples: int) -> Counter[int]:
    """Send so many requests to that operation; returns how often each status came. Raises on the first wrong answer."""
    statuses: Counter[int] = Counter()
    ends = label.startswith("DELETE")
    who = on.credentials(label)
    lasting = {} if ends else on.real_ids(label, who)

    @settings(_FAST, max_examples=examples)
    @given(case=OPERATIONS[label].as_strategy(), real=st.booleans())
    def send(case: Any, real: bool) -> None:  # noqa: FBT001 -- a property draws it
        ids = (lasting or on.real_ids(label, who)) if real else {}
        for place in (case.query, case.body):
            if isinstance(place, dict):
                place.update({name: value for name, value in ids.items() if name in place})
        headers = on.credentials(label) if label == "DELETE /api/session" else who
        answer = case.call(base_url=on.desk.url, session=on.session, headers=headers)
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    send()
    return statuses
