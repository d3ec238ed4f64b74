"""A client that sends bytes as they are, for what no well-behaved client would send."""

import asyncio

Answer = tuple[int, dict[str, str], bytes]


async def exchange(port: int, *parts: bytes, timeout: float = 10) -> Answer:  # noqa: ASYNC109 -- a bound for all of it
    """Send these bytes and give the first answer: its status, its headers by lower-case name, its body."""
    async with asyncio.timeout(timeout):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            for part in parts:
                writer.write(part)
                await writer.drain()
            return await read_answer(reader)
        finally:
            writer.close()


async def read_answer(reader: asyncio.StreamReader) -> Answer:
    """The next answer on a connection."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("ascii").rstrip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return int(first.split()[1]), headers, body
