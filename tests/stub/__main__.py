"""`python -m tests.stub`: serve on a free port of the loopback address, print it, and stop when standard input ends."""

import asyncio
import os
import sys
from collections import Counter

from aiohttp import web

from tests.stub import control, faults, gateway, rest
from tests.stub.world import World


def application() -> web.Application:
    """The stub with a fresh guild."""
    app = web.Application(middlewares=[faults.inject], client_max_size=1 << 24)
    app[rest.WORLD] = World()
    app[rest.COUNTS] = Counter()
    app[rest.ASKED] = []
    app[gateway.GATEWAYS] = set()
    app[faults.FAULTS] = []
    rest.add_routes(app)
    control.add_routes(app)
    app.router.add_get("/gateway", gateway.connect)
    return app


async def serve() -> None:
    """Serve until whoever started it closes its standard input, or dies."""
    runner = web.AppRunner(application(), access_log=None, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    print(runner.addresses[0][1], flush=True)  # noqa: T201 -- how the starter learns the port
    await asyncio.to_thread(sys.stdin.read)
    # At once: an answer that is held back would hold the process, too.
    os._exit(0)


if __name__ == "__main__":
    asyncio.run(serve())
