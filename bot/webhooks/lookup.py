"""Names looked up once for a connection that goes to just that address, and only if it is one of the open internet."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final

from aiohttp.abc import AbstractResolver, ResolveResult

from desk.outward import Allowed, Target, all_held

LOOKUPS: Final = 64
"""Most names that are looked up at once; one whose servers are silent takes its time, whoever still waits for it."""

Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""The addresses of a host. Raises OSError."""


class NotPublic(OSError):
    """The address is none that the desk may send to."""


class SystemLookup:
    """Asks the system, each time in a thread that keeps nobody waiting: neither others nor the end of the process."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(LOOKUPS)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """See Lookup."""
        loop = asyncio.get_running_loop()
        await self._room.acquire()
        found: asyncio.Future[Sequence[str]] = loop.create_future()

        def look() -> None:
            result: Sequence[str] | OSError
            try:
                infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                result = list(dict.fromkeys(str(info[4][0]) for info in infos))
            except (OSError, UnicodeError) as error:
                result = error if isinstance(error, OSError) else OSError(str(error))
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._tell, found, result)

        try:
            threading.Thread(target=look, name="lookup", daemon=True).start()
        except RuntimeError as error:  # the machine has no more of them
            self._room.release()
            raise OSError(str(error)) from error
        return await found

    def _tell(self, found: asyncio.Future[Sequence[str]], result: Sequence[str] | OSError) -> None:
        self._room.release()
        if found.done():
            return
        if isinstance(result, OSError):
            found.set_exception(result)
        else:
            found.set_result(result)


class Guard(AbstractResolver):
    """The addresses to connect to for one target: those of its name, if the desk may send to every one of them."""

    def __init__(self, target: Target, allowed: Allowed, lookup: Lookup) -> None:
        self._target = target
        self._allowed = allowed
        self._lookup = lookup

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """See AbstractResolver. Raises NotPublic."""
        found = await self._lookup(host, port)
        if not self._allowed.names(self._target) and not all_held(map(ip_address, found), self._allowed):
            raise NotPublic(host)
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for each in found
            if family in {socket.AF_UNSPEC, socket.AF_INET6 if ":" in each else socket.AF_INET}
        ]

    async def close(self) -> None:
        """See AbstractResolver."""

    def socket_to(self, where: tuple[Any, ...]) -> socket.socket:
        """The socket that is connected to `where`, an answer of getaddrinfo: looked at once more, however it came."""
        family, kind, proto, _, address = where
        if not self._allowed.names(self._target) and not self._allowed.holds(ip_address(address[0])):
            raise NotPublic(address[0])
        return socket.socket(family=family, type=kind, proto=proto)
