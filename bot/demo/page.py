"""The demo's page: the places of the simulated Discord, each a click away, beside the API and who is who."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.demo.simulated import BackendError, NoViewer, Place, Simulated, Windows

HERE = Path(__file__).with_name("templates")
ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}
THREADS = ("thread", "private thread")
THREADS_SHOWN = 25
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Person:
    """A member of the demo: `role` is empty for one without, `may` says in a few words what they can do."""

    name: str
    user_id: int
    role: str
    may: str
    key: str


@dataclass(frozen=True)
class Call:
    """A curl line that works as it stands, and what it does."""

    does: str
    curl: str


@dataclass(frozen=True)
class Facts:
    """What the page says that does not change while the demo runs. `api` is the base URL."""

    guild: str
    api: str
    people: tuple[Person, ...]
    calls: tuple[Call, ...]
    more_keys: tuple[tuple[str, str], ...] = ()


class DemoPage:
    """Serves the page on 127.0.0.1 from `async with` to its end; `url` is where."""

    def __init__(self, discord: Simulated, windows: Windows, facts: Facts, port: int = 0) -> None:
        self._discord = discord
        self._windows = windows
        self._facts = facts
        self._names = {person.user_id: person.name for person in facts.people}
        self._port = port
        self._runner = web.AppRunner(self._application(), access_log=None)
        self._templates = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )

    @property
    def url(self) -> str:
        """The page's address; only while it is served."""
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}/"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._only_here])
        application.router.add_get("/", self._index)
        application.router.add_get("/places", self._rows)
        application.router.add_get("/state", self._state)
        application.router.add_get("/open/{channel_id:[0-9]{1,20}}", self._open)
        application.router.add_get("/{asset:page\\.(?:css|js)}", self._asset)
        return application

    @web.middleware
    async def _only_here(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse another host's name: a page elsewhere that points its name at this machine must not read the keys."""
        port = self._runner.addresses[0][1]
        if request.host not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
            raise web.HTTPMisdirectedRequest
        response = await handler(request)
        response.headers.update(HEADERS)
        return response

    async def _index(self, _request: web.Request) -> web.Response:
        return self._html("index.html")

    async def _rows(self, _request: web.Request) -> web.Response:
        return self._html("places.html")

    def _html(self, template: str) -> web.Response:
        text = self._templates.get_template(template).render(facts=self._facts, places=self._places())
        return web.Response(text=text, content_type="text/html")

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["asset"]
        return web.Response(text=(HERE / name).read_text(encoding="utf-8"), content_type=ASSETS[name])

    async def _state(self, _request: web.Request) -> web.Response:
        return web.json_response({"places": self._places()})

    async def _open(self, request: web.Request) -> web.Response:
        wanted = request.query.get("as")
        ids = {name: user_id for user_id, name in self._names.items()}
        if wanted is not None and wanted not in ids:
            raise web.HTTPNotFound(text="There is no such member.")
        try:
            url = await self._windows.open(int(request.match_info["channel_id"]), ids[wanted] if wanted else None)
        except BackendError:
            raise web.HTTPNotFound(text="This channel is gone.") from None
        except NoViewer:
            raise web.HTTPForbidden(text="This member cannot see the channel.") from None
        raise web.HTTPFound(url)

    def _places(self) -> list[dict[str, Any]]:
        """The rows of the list: of each channel's threads the newest alone, as a busy desk has thousands."""
        places = self._discord.places()
        threads: dict[int | None, list[int]] = {}
        for place in places:
            if place.kind in THREADS:
                threads.setdefault(place.parent_id, []).append(place.id)
        left_out = {thread for of_one in threads.values() for thread in sorted(of_one)[:-THREADS_SHOWN]}
        return [self._shown(place) for place in places if place.id not in left_out]

    def _shown(self, place: Place) -> dict[str, Any]:
        """One row of the list; ids as text, as JavaScript's numbers are too short for them."""
        viewers = [name for user_id, name in self._names.items() if self._discord.can_see(user_id, place.id)]
        row = asdict(place) | {"id": str(place.id), "viewers": viewers}
        return {name: value for name, value in row.items() if name not in {"members", "parent_id"}}
