"""A client that costs little, and what its requests cost the process that answers them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PER_ADDRESS: Final = 16
"""Connections from one address of loopback: the desk takes twenty."""


class _Asker(asyncio.Protocol):
    """One connection, which sends a request as soon as the last was answered."""

    def __init__(self, requests: Iterator[bytes]) -> None:
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._transport: asyncio.Transport | None = None
        self._held = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._go_on()

    def data_received(self, data: bytes) -> None:
        self._held += data
        end = self._held.find(b"\r\n\r\n")
        if end < 0:
            return
        length = int(self._held[self._held.index(b"Content-Length: ") + 16 :].partition(b"\r")[0])
        if len(self._held) < end + 4 + length:
            return
        if not self._held.startswith((b"HTTP/1.1 2", b"HTTP/1.1 401")):
            self.done.set_exception(RuntimeError(self._held.decode()))
            return
        self._held = b""
        self._go_on()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("the server closed the connection"))

    def _go_on(self) -> None:
        assert self._transport is not None
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
        elif not self.done.done():
            self.done.set_result(None)
            self._transport.close()


async def ask(port: int, requests: Iterator[bytes], connections: int) -> None:
    """Send all of them, over so many connections at once. Raises RuntimeError for an answer that is a refusal."""
    loop = asyncio.get_running_loop()
    asked: list[_Asker] = []
    for number in range(connections):
        address = f"127.0.0.{1 + number // PER_ADDRESS}"
        _, asker = await loop.create_connection(lambda: _Asker(requests), "127.0.0.1", port, local_addr=(address, 0))
        asked.append(asker)
    await asyncio.gather(*(each.done for each in asked))


def cpu_of(pid: int) -> float:
    """Seconds of processor time that the threads of a process have used, to the nanosecond."""
    spent = (each.joinpath("schedstat").read_text("ascii") for each in Path(f"/proc/{pid}/task").iterdir())
    return sum(int(each.split()[0]) for each in spent) / 1e9
