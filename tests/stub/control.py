"""The tests' own door to the stub, under `/_test`: its state, what members do, faults, and waiting for changes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from tests.stub import channels, interactions, messages
from tests.stub.faults import FAULTS, Fault
from tests.stub.gateway import GATEWAYS
from tests.stub.rest import ASKED, COUNTS, WORLD
from tests.stub.world import Json

PATIENCE: Final = 10
"""Seconds after which a wait answers though nothing changed, so that no connection hangs for ever."""

Handler = Callable[[web.Request], Awaitable[web.Response]]


def _counts(app: web.Application) -> dict[str, int]:
    counts = app[COUNTS]
    return dict(counts)


def _threads(app: web.Application) -> list[Json]:
    world = app[WORLD]
    return [
        each
        | {
            "members": sorted(world.thread_members[int(each["id"])]),
            "messages": [
                message | {"text": messages.shown_text(message)}
                for _, message in sorted(world.messages[int(each["id"])].items())
            ],
        }
        for each in world.channels.values()
        if world.is_thread(each)
    ]


PARTS: Final[dict[str, Callable[[web.Application], object]]] = {
    "seq": lambda app: app[WORLD].seq,
    "identified": lambda app: app[WORLD].identified,
    "connected": lambda app: sum(each.identified for each in app[GATEWAYS]),
    "counts": _counts,
    "channels": lambda app: [each for each in app[WORLD].channels.values() if not app[WORLD].is_thread(each)],
    "threads": _threads,
    "messages": lambda app: {str(channel): list(found.values()) for channel, found in app[WORLD].messages.items()},
    "interactions": lambda app: app[WORLD].interactions,
    "faults": lambda app: [each.struck for each in app[FAULTS]],
}
"""Everything that stands in the stub, and how far it has come."""


async def state(request: web.Request) -> web.Response:
    """The state, at once; or, with `?after=N`, as soon as more than N changes have happened.

    With `?part=` no more of it than how far it has come, and that part: the whole grows with all that was ever said.
    """
    world = request.app[WORLD]
    if "after" in request.query:
        try:
            async with asyncio.timeout(PATIENCE):
                await world.wait_beyond(int(request.query["after"]))
        except TimeoutError:
            pass
    part = request.query.get("part")
    wanted = PARTS if part is None else ("seq", part)
    return web.json_response({name: PARTS[name](request.app) for name in wanted})


async def asked(request: web.Request) -> web.Response:
    """Every request of the bot, the oldest first."""
    return web.json_response(request.app[ASKED])


async def add_fault(request: web.Request) -> web.Response:
    """One more fault; answers its place in the list of faults."""
    request.app[FAULTS].append(Fault(**await request.json()))
    return web.json_response(len(request.app[FAULTS]) - 1)


async def clear_faults(request: web.Request) -> web.Response:
    """No fault any more; whatever is held goes on."""
    for fault in request.app[FAULTS]:
        fault.released.set()
    request.app[FAULTS].clear()
    return web.Response()


async def forget_nonces(request: web.Request) -> web.Response:
    """As after some minutes: a nonce may make another message."""
    request.app[WORLD].nonces.clear()
    return web.Response()


async def disconnect(request: web.Request) -> web.Response:
    """Cut every gateway connection."""
    standing = request.app[GATEWAYS]
    for connection in [*standing]:
        await connection.close()
    return web.Response()


async def act(request: web.Request) -> web.Response:
    """A member does something: `say`, `run` a command, `press` a button, `send` a form."""
    world, wish = request.app[WORLD], await request.json()
    channel, who = int(wish["channel"]), int(wish["who"])
    match wish["verb"]:
        case "say":
            done = messages.post(world, channel, who, {"content": wish["text"]})
        case "run":
            data = interactions.command(world, wish["names"], wish["options"])
            done = interactions.begin(world, channel, who, 2, data)
        case "press":
            data = {"custom_id": wish["custom_id"], "component_type": 2, "message": wish["message"]}
            done = interactions.begin(world, channel, who, 3, data)
        case other:
            raise web.HTTPBadRequest(text=f"unknown verb {other}")
    return web.json_response(done)


async def make_channel(request: web.Request) -> web.Response:
    """A channel that is not of the bot's making."""
    return web.json_response(channels.create_channel(request.app[WORLD], await request.json()))


def add_routes(app: web.Application) -> None:
    """Put the tests' routes into the application."""
    app.router.add_get("/_test/state", state)
    app.router.add_get("/_test/asked", asked)
    posts: dict[str, Handler] = {
        "fault": add_fault,
        "clear": clear_faults,
        "forget-nonces": forget_nonces,
        "disconnect": disconnect,
        "act": act,
        "channel": make_channel,
    }
    for name, handler in posts.items():
        app.router.add_post(f"/_test/{name}", handler)
