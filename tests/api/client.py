"""A client that holds every answer against what all answers are before a test looks at it."""

import json as json_module
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from tests.api.described import DOCUMENT
from tests.api.world import Desk

EVERYWHERE: Final = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}

Json = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """An answer as it came."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The whole envelope."""
        parsed: Json = json_module.loads(self.body)
        return parsed

    @property
    def data(self) -> Json:
        """What stands under `data`, of an answer that succeeded."""
        assert self.status < 300, self.body
        data: Json = self.json["data"]
        return data

    @property
    def error(self) -> Json:
        """What stands under `error`, of an answer that refused."""
        assert self.status >= 400, self.body
        error: Json = self.json["error"]
        return error

    @property
    def faulty(self) -> set[str]:
        """The names of the fields that a 400 names."""
        assert self.status == 400, self.body
        return set(self.error.get("fields", ()))

    def but_for_its_id(self) -> tuple[int, Json, dict[str, str]]:
        """All that a caller can tell two refusals apart by."""
        error = {name: value for name, value in self.error.items() if name != "requestId"}
        varying = {"x-request-id", "date", "content-length", "ratelimit"}
        return self.status, error, {name: it for name, it in self.headers.items() if name.lower() not in varying}


class Client:
    """Calls one desk. `who` is one of the people, whose key goes into the Authorization header."""

    def __init__(self, desk: Desk, session: aiohttp.ClientSession) -> None:
        self.desk = desk
        self.session = session

    async def __call__(
        self,
        method: str,
        path: str,
        who: str | None = None,
        *,
        json: object = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request and check what every answer must be."""
        sent = dict(headers or {})
        if who is not None:
            sent.setdefault("Authorization", f"Bearer {self.desk.keys[who]}")
        body = {"data": data} if data is not None else {"json": json} if json is not None else {}
        async with self.session.request(method, self.desk.url + path, headers=sent, **body) as response:
            reply = Reply(response.status, response.headers, await response.read())
        if method != "HEAD":
            check(method, path.split("?", maxsplit=1)[0], reply)
        return reply

    async def get(self, path: str, who: str) -> Json:
        """What stands under `data`."""
        return (await self("GET", path, who)).data

    async def put(self, who: str, ticket: str, **fields: object) -> Reply:
        """Update a ticket."""
        return await self("PUT", "/api/tickets", who, json={"ticketId": ticket, **fields})

    async def write(self, who: str, ticket: str, content: str = "Some words", kind: str = "reply") -> Reply:
        """Write a reply or a note."""
        sent = {"ticketId": ticket, "content": content, "kind": kind}
        return await self("POST", "/api/tickets/messages", who, json=sent)


def check(method: str, path: str, reply: Reply) -> None:
    """Hold an answer against what all answers are, and against the API's own description."""
    if reply.status == 304:
        check_unchanged(method, path, reply)
        return
    kind = reply.headers["Content-Type"].partition(";")[0]
    if kind == "application/problem+json":
        check_problem(reply)
        return
    if kind != "application/json":
        described = DOCUMENT["paths"][path][method.lower()]["responses"][str(reply.status)]["content"]
        assert described[kind] == {"schema": {"type": "string"}}
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Disposition"].startswith("attachment; ")
        return
    kept = {"Cache-Control": "private, no-cache"} if "ETag" in reply.headers else {}
    assert {name: reply.headers.get(name) for name in EVERYWHERE} == {**EVERYWHERE, **kept}
    assert set(reply.headers["Vary"].split(", ")) >= {"Authorization", "x-api-key", "x-api-token"}
    envelope = reply.json
    assert list(envelope) == ["success", "data", "error"]
    assert envelope["success"] is (envelope["error"] is None) is (reply.status < 300)
    assert envelope["success"] or envelope["data"] is None
    assert reply.status != 500, "a test that wants a 500 asks without this client"
    operation = DOCUMENT["paths"].get(path, {}).get(method.lower())
    if operation is None or operation.get("security") == []:
        assert reply.status in {200, 404, 405, 400, 417, 503}
        return
    assert str(reply.status) in operation["responses"], f"{method} {path} is not said to answer {reply.status}"
    if envelope["error"]:
        assert envelope["error"]["requestId"] == reply.headers["X-Request-Id"]


def check_unchanged(method: str, path: str, reply: Reply) -> None:
    """Hold an answer without a body against what it must have all the same."""
    assert "304" in DOCUMENT["paths"][path][method.lower()]["responses"]
    assert (reply.body, reply.headers["Cache-Control"]) == (b"", "private, no-cache")
    assert reply.headers["ETag"]
    assert "Content-Type" not in reply.headers


def check_problem(reply: Reply) -> None:
    """Hold a refusal of that form against what all of them are."""
    assert (reply.json["status"], reply.json["instance"]) == (reply.status, reply.headers["X-Request-Id"])
    assert reply.headers["Cache-Control"] == "no-store"
