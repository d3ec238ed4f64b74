"""The stub's gateway: HELLO, IDENTIFY, READY and the guild, heartbeats, member chunks, and each event as it happens."""

import asyncio
import json
from typing import Final

from aiohttp import WSMsgType, web

from tests.people import GUILD
from tests.stub.rest import WORLD
from tests.stub.world import BOT, TOKEN, Json, World

HEARTBEAT_MS: Final = 41250
AUTHENTICATION_FAILED: Final = 4004


class Connection:
    """One client's connection: what happens is queued for it from its IDENTIFY on, and sent in order."""

    def __init__(self, world: World, socket: web.WebSocketResponse, url: str) -> None:
        self._url = url
        self._world = world
        self._socket = socket
        self._queue: asyncio.Queue[Json] = asyncio.Queue()
        self._sequence = 0
        self.identified = False

    def hear(self, event: str, data: Json) -> None:
        """Queue an event, as it is now: payloads change later."""
        if self.identified:
            self._dispatch(event, json.loads(json.dumps(data)))

    async def close(self) -> None:
        """Cut it, as Discord does now and then."""
        await self._socket.close(code=4000)

    async def serve(self) -> None:
        """Speak until the client goes."""
        self._put(10, {"heartbeat_interval": HEARTBEAT_MS})
        sending = asyncio.create_task(self._send_all())
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    await self._received(json.loads(message.data))
        finally:
            sending.cancel()

    async def _send_all(self) -> None:
        while True:
            payload = await self._queue.get()
            try:
                await self._socket.send_str(json.dumps(payload))
            except ConnectionError:
                return

    def _put(self, code: int, data: object) -> None:
        self._queue.put_nowait({"op": code, "d": data, "s": None, "t": None})

    def _dispatch(self, event: str, data: Json) -> None:
        self._sequence += 1
        self._queue.put_nowait({"op": 0, "d": data, "s": self._sequence, "t": event})

    async def _received(self, message: Json) -> None:
        code, data = message["op"], message["d"]
        if code == 1:
            self._put(11, None)
        elif code == 2:
            await self._identify(data)
        elif code == 6:
            # No session outlives its connection here: the client must identify anew and ask for what it missed.
            self._put(9, data=False)
        elif code == 8:
            self._send_members(data)

    async def _identify(self, data: Json) -> None:
        if data["token"] != TOKEN:
            await self._socket.close(code=AUTHENTICATION_FAILED)
            return
        ready = {
            "v": 10,
            "user": self._world.members[BOT]["user"],
            "guilds": [{"id": str(GUILD), "unavailable": True}],
            "session_id": f"session-{self._world.new_id()}",
            "resume_gateway_url": self._url,
            "application": {"id": str(BOT), "flags": 0},
        }
        self._dispatch("READY", ready)
        self._dispatch("GUILD_CREATE", json.loads(json.dumps(self._world.guild())))
        self.identified = True
        self._world.identified += 1
        self._world.touch()

    def _send_members(self, data: Json) -> None:
        wanted = data.get("user_ids")
        ids = {int(each) for each in ([wanted] if isinstance(wanted, str | int) else wanted or self._world.members)}
        members = [member for user_id, member in self._world.members.items() if user_id in ids]
        chunk = {
            "guild_id": str(GUILD),
            "members": members,
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(each) for each in ids if each not in self._world.members],
        }
        if "nonce" in data:
            chunk["nonce"] = data["nonce"]
        self._dispatch("GUILD_MEMBERS_CHUNK", json.loads(json.dumps(chunk)))


GATEWAYS: Final[web.AppKey[set[Connection]]] = web.AppKey("GATEWAYS")
"""The connections that stand."""


async def connect(request: web.Request) -> web.WebSocketResponse:
    """Take a client in."""
    socket = web.WebSocketResponse(heartbeat=None)
    await socket.prepare(request)
    world = request.app[WORLD]
    connection = Connection(world, socket, f"ws://{request.host}/gateway")
    world.listeners.append(connection.hear)
    request.app[GATEWAYS].add(connection)
    try:
        await connection.serve()
    finally:
        world.listeners.remove(connection.hear)
        request.app[GATEWAYS].discard(connection)
    return socket
