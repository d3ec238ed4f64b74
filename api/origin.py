"""Where the desk is reached, as its settings say; nothing of a request is believed about that."""

from dataclasses import dataclass
from typing import Final

from aiohttp import web

from api.errors import ForeignOrigin, UnknownHost

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})
"""Names by which a health check on the same machine may ask."""

_OWN_PORTS: Final = {"http": ":80", "https": ":443"}


@dataclass(slots=True)
class Origin:
    """The address that people and programs use, such as `https://desk.example.org`; `public` when a setting says so.

    Without the setting it is the address at which the desk listens, once it does.
    """

    url: str
    public: bool

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by https, so that cookies are sent by nothing else."""
        return self.url.startswith("https:")

    def demand_host(self, request: web.BaseRequest) -> None:
        """Raise UnknownHost when the request names another host, be it in its target: somebody's DNS points here."""
        if not self.public:
            return
        for host in {request.host.lower(), *(each.lower() for each in request.headers.getall("Host", ()))}:
            if plain_netloc(self._scheme, host) != self._netloc and _without_port(host) not in LOOPBACK:
                raise UnknownHost

    def demand_same(self, request: web.BaseRequest) -> None:
        """Raise ForeignOrigin when a browser says that another site's page asks."""
        origins = request.headers.getall("Origin", ())
        if any(not self._is_own(origin) for origin in origins):
            raise ForeignOrigin
        if any(site not in {"same-origin", "none"} for site in request.headers.getall("Sec-Fetch-Site", ())):
            raise ForeignOrigin

    def _is_own(self, origin: str) -> bool:
        # What a stranger sent as an origin is compared as it is: it need not be one that can be taken apart.
        if _without_port(self._netloc) not in LOOPBACK:
            return origin == self.url
        # A desk that only its own machine reaches has several names there.
        port = _port(self._netloc)
        return any(origin == f"{self._scheme}://{name}{port}" for name in LOOPBACK)

    @property
    def _scheme(self) -> str:
        return self.url.partition("://")[0]

    @property
    def _netloc(self) -> str:
        return self.url.partition("://")[2]


def plain_netloc(scheme: str, netloc: str) -> str:
    """Host and port as a browser writes them: without the port that the scheme has by itself."""
    return netloc.removesuffix(_OWN_PORTS[scheme])


def _without_port(netloc: str) -> str:
    return netloc if netloc.endswith("]") else netloc.rpartition(":")[0] or netloc


def _port(netloc: str) -> str:
    return netloc[len(_without_port(netloc)) :]
