"""Files of messages: sent as a form, kept by the desk, handed out to who may read the message, and gone with it."""

from collections.abc import Sequence
from typing import Any

import aiohttp

from tests.api.client import Client, Json, Reply
from tests.api.world import Desk

MESSAGES = "/api/tickets/messages"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
BIG = bytes(range(251)) * 4_000
"""Some pieces of a file, and a bit."""

File = tuple[str, bytes]


async def send(call: Client, who: str, fields: Json, files: Sequence[File], **headers: str) -> Reply:
    """Send a form with those fields and files."""
    form = aiohttp.FormData(quote_fields=False)
    for name, value in fields.items():
        form.add_field(name, value)
    for name, content in files:
        form.add_field("files", content, filename=name, content_type="text/html")
    sent = {"Authorization": f"Bearer {call.desk.keys[who]}", **headers}
    async with call.session.post(call.desk.url + MESSAGES, data=form, headers=sent) as response:
        return Reply(response.status, response.headers, await response.read())


async def attach(call: Client, who: str, ticket: str, *files: File, **fields: str) -> Json:
    """Send files to a ticket, with what else the form has; the message."""
    reply = await send(call, who, {"ticketId": ticket, **fields}, files)
    assert reply.status == 201, reply.body
    message: Json = reply.data["message"]
    return message


async def rows(desk: Desk, table: str = "attachment") -> int:
    """How many rows of files, or of their pieces, the store has."""
    found: int = await desk.store.read(lambda tx: _count(tx, table))
    return found


def _count(tx: Any, table: str) -> int:
    [(count,)] = tx._db.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 -- a name of this module
    return int(count)


async def test_files_come_with_a_reply_and_are_handed_out_as_they_were(call: Client, ticket: str) -> None:
    """Its words and its files stand in the message; each file comes back byte for byte, to be saved and not run."""
    sent: list[File] = [
        ("Rechnung \xfc.png", PNG),
        ("page.html", b"<script>alert(1)</script>"),
        ("big.bin", BIG),
    ]
    message = await attach(call, "owner", ticket, *sent, content="See here")
    assert (message["content"], message["kind"], message["via"]) == ("See here", "reply", "rest")
    assert [(it["name"], it["size"]) for it in message["attachments"]] == [(name, len(it)) for name, it in sent]
    assert (await call.get(f"{MESSAGES}?ticketId={ticket}", "viewer"))["messages"][-1] == message
    kinds = ["image/png", "application/octet-stream", "application/octet-stream"]
    for file, (_, content), kind in zip(message["attachments"], sent, kinds, strict=True):
        assert file["url"] == f"/api/tickets/attachments?attachmentId={file['id']}"
        replies = [await call("GET", file["url"], who) for who in ("owner", "viewer", "responder", "manager")]
        assert {(it.status, it.body, it.headers["Content-Type"]) for it in replies} == {(200, content, kind)}
        reply = replies[0]
        assert reply.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert (reply.headers["Cache-Control"], reply.headers["Content-Length"]) == ("no-store", str(len(content)))
    named = (await call("GET", message["attachments"][0]["url"], "owner")).headers["Content-Disposition"]
    assert named == "attachment; filename=\"Rechnung _.png\"; filename*=UTF-8''Rechnung%20%C3%BC.png"
    head = await call("HEAD", message["attachments"][2]["url"], "owner")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(BIG)))
