"""The share of the room for files that one member has."""

import asyncio
from pathlib import Path

import aiohttp

from desk.filing import room_of
from tests.api.client import Client
from tests.api.test_attachments import MESSAGES, rows, send
from tests.api.world import running_desk


async def test_who_has_filled_their_share_of_the_room_leaves_theirs_to_all_others(
    tmp_path: Path, session: aiohttp.ClientSession
) -> None:
    """However many send at once; what was answered before is answered again, and what they delete makes room."""
    file = ("a.bin", bytes(300_000))
    async with running_desk(tmp_path, files_room=room_of(10_000_000, 700_000)) as desk:
        call, told, key = Client(desk, session), {"ticketId": await desk.ticket()}, {"Idempotency-Key": "full"}
        first = await send(call, "responder", told, [file], **key)
        both = await asyncio.gather(*(send(call, "responder", told, [file]) for _ in range(2)))
        assert sorted(it.status for it in both) == [201, 507]
        again = await send(call, "responder", told, [file], **key)
        assert (again.body, again.headers["Idempotency-Replayed"]) == (first.body, "true")
        assert (await send(call, "responder", told, [("b.bin", file[1])], **key)).status == 422
        refused = await send(call, "responder", told, [file], **{"Idempotency-Key": "new"})
        assert (refused.status, refused.error["code"], await rows(desk)) == (507, "share_full", 2)
        assert (await send(call, "owner", told, [file])).status == 201
        gone = f"{MESSAGES}?messageId={first.data['message']['id']}"
        assert (await call("DELETE", gone, "responder")).status == 200
        assert (await send(call, "responder", told, [file])).status == 201
