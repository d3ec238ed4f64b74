"""A desk that dies between sending to a webhook and writing that down, and with files on their way in."""

import asyncio
import json
import signal
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from tests.killed import store
from tests.killed.desk import starter_of_desks
from tests.stub.process import running_stub
from tests.webhooks.receiver import receiving

FILE = bytes(range(251)) * 8_000
"""Some pieces of a file."""
KEPT = "SELECT size, (SELECT sum(length(bytes)) FROM attachment_part WHERE attachment_id = a.id) FROM attachment AS a"


def form(category: str) -> bytes:
    """The body with which a ticket with that file is opened."""
    fields = {"categoryId": category, "title": "Lamp", "message": "It is dark"}
    parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode() for name, value in fields.items()]
    parts.append(b'Content-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n' + FILE)
    return b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


async def sent(session: aiohttp.ClientSession, url: str, who: str, body: Mapping[str, Any]) -> None:
    """Make what the body says."""
    async with session.post(url, json=body, headers={"x-api-key": store.key_of(who)}) as response:
        assert response.status == 201, await response.text()


async def test_what_was_on_its_way_when_the_desk_died_is_whole_after_the_next_start(tmp_path: Path) -> None:
    """Fault 2.1: a message comes again under its id; half a file is none, and its request can be repeated."""
    category = await store.prepare(tmp_path)
    whole = form(category)
    upload = {
        "x-api-key": store.key_of("owner"),
        "Idempotency-Key": "1",
        "Content-Type": "multipart/form-data; boundary=b",
    }
    async with (
        receiving() as receiver,
        running_stub() as stub,
        aiohttp.ClientSession() as session,
        starter_of_desks(stub, tmp_path, session) as desks,
    ):
        life = await desks.start(point="webhooks.after_post")
        url = await desks.ready(life)
        assert url is not None
        await sent(session, f"{url}/api/webhooks", "manager", {"url": receiver.url, "types": ["ticket.opened"]})
        _, half = await asyncio.open_connection("127.0.0.1", URL(url).port)
        begun = {"Host": URL(url).authority, "Content-Length": str(len(whole)), **upload}
        head = "".join(f"{name}: {value}\r\n" for name, value in begun.items())
        half.write(f"POST /api/tickets HTTP/1.1\r\n{head}\r\n".encode())
        half.write(whole[:-200_000])
        while not store.rows(tmp_path, "SELECT place FROM attachment_part"):
            async with session.get(f"{url}/healthz") as response:
                assert response.status == 200
        body = {"categoryId": category, "title": "Lamp", "message": "It is dark"}
        await sent(session, f"{url}/api/tickets", "owner", body)
        await receiver.until(1)
        assert await life.ended == -signal.SIGKILL
        half.close()
        assert store.rows(tmp_path, "SELECT state, attempts FROM delivery") == [("pending", 0)]
        assert store.rows(tmp_path, "SELECT count(*) FROM ticket") == [(1,)]
        assert store.rows(tmp_path, "SELECT message_id FROM attachment") == [(None,)]
        life = await desks.start()
        url = await desks.ready(life)
        for _ in range(2):
            async with session.post(f"{url}/api/tickets", data=BytesIO(whole), headers=upload) as response:
                assert (response.status, (await response.json())["data"]["ticket"]["number"]) == (201, 2)
        await receiver.until(3)
        assert await life.stop() == 0
        assert store.rows(tmp_path, "SELECT state, attempts, status FROM delivery") == [("delivered", 1, 204)] * 2
        assert store.rows(tmp_path, f"{KEPT} WHERE message_id IS NOT NULL") == [(len(FILE), len(FILE))]
        assert store.rows(tmp_path, "SELECT count(*) FROM message") == [(2,)]
    first, again, _ = receiver.got
    # The ticket is told as it is at the second try, and may have its thread by then.
    assert first.id == again.id
    assert json.loads(first.body)["data"]["seq"] == json.loads(again.body)["data"]["seq"]
