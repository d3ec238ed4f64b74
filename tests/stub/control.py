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


def whole_state(app: web.Application) -> Json:
    """Everything that stands in the stub, and how far it has come."""
    world, counts = app[WORLD], app[COUNTS]
    return {
        "seq": world.seq,
        "identified": world.identified,
        "connected": sum(each.identified for each in app[GATEWAYS]),
        "counts": dict(counts),
        "channels": [each for each in world.channels.values() if not world.is_thread(each)],
        "threads": [
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
        ],
        "messages": {str(channel): list(found.values()) for channel, found in world.messages.items()},
        "interactions": world.interactions,
        "faults": [each.struck for each in app[FAULTS]],
    }


async def state(request: web.Request) -> web.Response:
    """The state, at once; or, with `?after=N`, as soon as more than N changes have happened."""
    world = request.app[WORLD]
    if "after" in request.query:
        try:
            async with asyncio.timeout(PATIENCE):
                await world.wait_beyond(int(request.query["after"]))
        except TimeoutError:
            pass
    return web.json_response(whole_state(request.app))


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
