"""The one who writes transcripts: in a thread beside the event loop, with the names that the client knows."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import discord
from pydantic_core import to_json

from api import representations
from bot.transcripts import page, plain
from bot.transcripts.names import GuildNames, Names
from desk.transcript import Document, Format, Transcript

MEDIA_TYPES: Final[Mapping[Format, str]] = {
    Format.HTML: "text/html",
    Format.TXT: "text/plain",
    Format.JSON: "application/json",
}


class LiveTranscriber:
    """See desk.transcript.Transcriber."""

    def __init__(self, client: discord.Client, public_url: str | None = None) -> None:
        """`public_url` is where others reach the API, None for nowhere: files are named then, and lead nowhere."""
        self._client = client
        self._public_url = public_url

    async def write(self, found: Transcript, wanted: Format) -> Document:
        """See desk.transcript.Transcriber."""
        names = GuildNames(self._client.get_guild(found.ticket.guild_id), found, self._public_url)
        body = await asyncio.to_thread(_WRITTEN[wanted], found, names)
        name = f"ticket-{found.ticket.number:04d}.{wanted}"
        if wanted is Format.HTML:
            return Document(name, MEDIA_TYPES[wanted], body, page.POLICY)
        return Document(name, MEDIA_TYPES[wanted], body)


def _data(found: Transcript, _names: Names) -> bytes:
    return to_json(representations.transcript(found), indent=2)


_WRITTEN: Final[Mapping[Format, Callable[[Transcript, Names], bytes]]] = {
    Format.HTML: lambda found, names: page.html(found, names).encode(),
    Format.TXT: lambda found, names: plain.text(found, names).encode(),
    Format.JSON: _data,
}
