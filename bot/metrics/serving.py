"""Serves the numbers on an address of their own: they are for who runs the desk, and the API is for all."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.metrics.numbers import Numbers
from desk.clock import Clock, rfc3339
from desk.errors import DeskError
from desk.gauges import gauges
from desk.store import Store

PATH: Final = "/metrics"
_STOP_SECONDS: Final = 1.0


@asynccontextmanager
async def serve_metrics(
    numbers: Numbers,
    store: Store,
    clock: Clock,
    parts: Callable[[], Mapping[str, bool]],
    address: tuple[str, int],
) -> AsyncIterator[str]:
    """Serve them at that host and port, 0 for any, and give the URL. Raises OSError when it cannot be had."""

    async def tell(request: web.BaseRequest) -> web.StreamResponse:
        if request.method not in {"GET", "HEAD"} or request.path != PATH:
            return web.Response(status=404, text="The numbers are at GET /metrics.\n")
        try:
            now = await store.read(gauges, rfc3339(clock()))
        except DeskError as error:
            return web.Response(status=503, text=f"The store cannot be read now: {type(error).__name__}.\n")
        return web.Response(body=numbers.text(now, dict(parts())), headers={"Content-Type": CONTENT_TYPE_LATEST})

    # Without a log of its own: a line for each look of a monitor would bury the others.
    runner = web.ServerRunner(web.Server(tell, access_log=None), shutdown_timeout=_STOP_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, *address).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}{PATH}"
    finally:
        await runner.cleanup()
