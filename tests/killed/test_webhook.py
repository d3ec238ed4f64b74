"""A desk that dies between sending to a webhook and writing that down: nothing is lost, and the receiver can tell."""

import json
import signal
from pathlib import Path

import aiohttp

from tests.killed import store
from tests.killed.desk import starter_of_desks
from tests.stub.process import running_stub
from tests.webhooks.receiver import receiving


async def test_what_was_sent_when_the_desk_died_comes_again_under_the_same_id(tmp_path: Path) -> None:
    """Fault 2.1."""
    category = await store.prepare(tmp_path)
    async with (
        receiving() as receiver,
        running_stub() as stub,
        aiohttp.ClientSession() as session,
        starter_of_desks(stub, tmp_path, session) as desks,
    ):
        life = await desks.start(point="webhooks.after_post")
        url = await desks.ready(life)
        for who, path, body in (
            ("manager", "/api/webhooks", {"url": receiver.url, "types": ["ticket.opened"]}),
            ("owner", "/api/tickets", {"categoryId": category, "title": "Lamp", "message": "It is dark"}),
        ):
            headers = {"x-api-key": store.key_of(who)}
            async with session.post(f"{url}{path}", json=body, headers=headers) as response:
                assert response.status == 201, await response.text()
        await receiver.until(1)
        assert await life.ended == -signal.SIGKILL
        assert store.rows(tmp_path, "SELECT state, attempts FROM delivery") == [("pending", 0)]
        life = await desks.start(point="webhooks.after_kept")
        await receiver.until(2)
        await life.ended
        assert store.rows(tmp_path, "SELECT state, attempts, status FROM delivery") == [("delivered", 1, 204)]
    first, again = receiver.got
    # The ticket is told as it is at the second try, and may have its thread by then.
    assert first.id == again.id
    assert json.loads(first.body)["data"]["seq"] == json.loads(again.body)["data"]["seq"]
