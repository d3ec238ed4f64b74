"""One message sent once: where it may go, how long that may take, how little of the answer is read."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from yarl import URL

from bot.webhooks.lookup import Guard, Lookup, NotPublic, SystemLookup
from desk.clock import Clock
from desk.deliveries import Outcome
from desk.outward import Allowed, Target, target_of, why_not

SECONDS: Final = 10.0
"""How long one try may take, from the look-up of the name to the end of the answer."""
READ_AT_MOST: Final = 64 * 1024
"""Bytes of an answer's body that are read, and thrown away. They are not unpacked."""
_BUFFER: Final = 8 * 1024

_FAILURES: Final[Mapping[type[Exception], str]] = {
    TimeoutError: "timeout",
    ssl.SSLError: "tls",
    aiohttp.ClientSSLError: "tls",
    aiohttp.ClientConnectorDNSError: "dns",
    aiohttp.ClientOSError: "connection",
}
"""The first that fits; whatever else goes wrong is no HTTP."""

OK: Final = range(200, 300)
ELSEWHERE: Final = range(300, 400)


class Post:
    """Sends to the open internet, and to what is `allowed` beside it."""

    def __init__(
        self,
        allowed: Allowed,
        clock: Clock,
        *,
        seconds: float = SECONDS,
        lookup: Lookup | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`lookup` asks for the addresses of a host, by default the system; `tls` is what certificates are held to."""
        self._allowed = allowed
        self._clock = clock
        self._seconds = seconds
        self._lookup = SystemLookup() if lookup is None else lookup
        self._tls = tls

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Send it once. The address is judged anew each time, and no redirect is followed."""
        target = target_of(url)
        if target is None or why_not(url, self._allowed) is not None or not _alike(target, url):
            return Outcome(error="not_public")
        try:
            return await self._send(url, target, headers, body)
        except (TimeoutError, aiohttp.ClientError, ssl.SSLError, ValueError) as error:
            return Outcome(error=_why(error))

    async def _trusted(self) -> ssl.SSLContext:
        """What certificates are held to: the system's own, read when something is sent first, as that takes a while."""
        if self._tls is None:
            self._tls = await asyncio.to_thread(ssl.create_default_context)
        return self._tls

    async def _send(self, url: str, target: Target, headers: Mapping[str, str], body: bytes) -> Outcome:
        deadline = asyncio.get_running_loop().time() + self._seconds
        guard = Guard(target, self._allowed, self._lookup)
        # A connection of its own for each try: none is kept whose address was judged at another time.
        connector = aiohttp.TCPConnector(
            resolver=guard,
            socket_factory=guard.socket_to,
            ssl=await self._trusted(),
            use_dns_cache=False,
            force_close=True,
        )
        async with aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            read_bufsize=_BUFFER,
            timeout=aiohttp.ClientTimeout(total=None),
        ) as session:
            async with asyncio.timeout_at(deadline):
                response = await session.post(URL(url, encoded=True), data=body, headers=headers, allow_redirects=False)
            with suppress(TimeoutError, aiohttp.ClientError):
                async with asyncio.timeout_at(deadline):
                    await _drain(response.content)
            response.close()
        return self._outcome(response)

    def _outcome(self, response: aiohttp.ClientResponse) -> Outcome:
        if response.status in OK:
            return Outcome(response.status)
        error = "redirect" if response.status in ELSEWHERE else "status"
        return Outcome(response.status, error, _seconds(response.headers.get("Retry-After"), self._clock()))


def _why(error: Exception) -> str:
    """What kept the message from being taken, in one word."""
    if isinstance(error, aiohttp.ClientConnectorDNSError) and isinstance(error.os_error, NotPublic):
        return "not_public"
    return next((word for kind, word in _FAILURES.items() if isinstance(error, kind)), "no_http")


def _alike(target: Target, judged: str) -> bool:
    """Whether who sends reads the URL as who judged it did."""
    try:
        url = URL(judged, encoded=True)
    except ValueError:
        return False
    return (url.scheme, (url.raw_host or "").lower(), url.port) == (target.scheme, target.host, target.port)


async def _drain(content: aiohttp.StreamReader) -> None:
    """Read the rest of a short answer: some servers end their work when nobody does."""
    left = READ_AT_MOST
    while left > 0 and (part := await content.read(min(left, _BUFFER))):
        left -= len(part)


def _seconds(retry_after: str | None, now: datetime) -> float | None:
    """What Retry-After asks for, in its two forms; None for nothing that makes sense."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        moment = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())
