"""Reads a form with files, as multipart/form-data: its texts are returned, its files go into the store as they come.

Nothing is held in memory but a piece of one file.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from api.body import JsonObject, announced, go_on
from api.errors import Malformed, TooLarge, TooSlow, WrongMediaType
from api.limits import Limits
from desk import attachments
from desk.actor import Actor
from desk.attachments import NewFile, file_name
from desk.errors import Fault, FilesFull, Invalid
from desk.filing import FILES_AT_MOST, PART
from desk.store import Store
from desk.text import BadText, storable

MEDIA_TYPE: Final = "multipart/form-data"
FIELD: Final = "files"
"""The field in which files come, once for each; Discord's own way of counting them is understood as well."""

KEY_HEADER: Final = "Idempotency-Key"
"""By which a request is known that comes again, and whose files the store may have already."""

_FIELD: Final = re.compile(r"files(\[[0-9]\])?")
_PLAIN: Final = {"7bit", "8bit", "binary"}
# More than is ever in the buffer of a connection, so that the reader gives nothing back to it.
_READ: Final = 2**20

_FIELDS_AT_MOST: Final = 50

T = TypeVar("T")


@dataclass(slots=True)
class Form:
    """What has come so far: the fields by their names, and the files in their order.

    `no_room` is why the store has not all of them, which does not matter to a request that was answered before.
    """

    fields: JsonObject = field(default_factory=dict)
    files: list[NewFile] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    no_room: FilesFull | None = None


def is_form(request: web.BaseRequest) -> bool:
    """Whether the body is announced as a form with files."""
    return announced(request) == MEDIA_TYPE


@asynccontextmanager
async def read_form(request: web.BaseRequest, limits: Limits, store: Store, actor: Actor) -> AsyncIterator[Form]:
    """The whole form, which the actor sends; at the end those of its files are dropped that no message was given.

    Raises WrongMediaType, TooLarge, TooSlow, Malformed and Invalid, and FilesFull for what cannot be a repetition.
    """
    reader = _FormReader(request, limits, store, actor)
    try:
        yield await reader.read()
    finally:
        if reader.form.begun:
            await store.write(attachments.drop, reader.form.begun)


class _FormReader:
    """Reads one request's form into `form`, which also tells what was begun when it is not read to its end."""

    def __init__(self, request: web.BaseRequest, limits: Limits, store: Store, actor: Actor) -> None:
        self.form = Form()
        self._request = request
        self._limits = limits
        self._store = store
        self._actor = actor
        self._end = 0.0

    async def read(self) -> Form:
        """See read_form."""
        if self._request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise WrongMediaType(form=True)
        await go_on(self._request)
        self._end = asyncio.get_running_loop().time() + self._limits.form_seconds
        parts = await self._opened()
        while (part := await self._in_time(parts.next())) is not None:
            await self._take(part)
        return self.form

    async def _opened(self) -> MultipartReader:
        async def opened() -> MultipartReader:
            return MultipartReader(self._request.headers, self._request.content)

        return await self._in_time(opened())

    async def _in_time(self, reading: Awaitable[T]) -> T:
        """What the connection brings, if it comes in time and is what it should be."""
        now = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout_at(min(self._end, now + self._limits.body_seconds)):
                came = await reading
        except TimeoutError:
            raise TooSlow from None
        except (ValueError, RuntimeError, HttpProcessingError):
            raise Malformed("multipart") from None
        if self._request.content.total_bytes > self._limits.form_bytes:
            raise TooLarge(self._limits.form_bytes)
        return came

    async def _take(self, part: MultipartReader | BodyPartReader) -> None:
        if isinstance(part, MultipartReader):
            raise Malformed("multipart")
        if part.headers.get("Content-Transfer-Encoding", "binary").strip().lower() not in _PLAIN:
            raise Malformed("multipart")
        name, sent_as = _names(part)
        if sent_as is None:
            await self._take_text(name, part)
        elif _FIELD.fullmatch(name) is None:
            raise Invalid({FIELD: Fault("files_elsewhere")})
        else:
            await self._take_file(sent_as, part)

    async def _take_text(self, name: str, part: BodyPartReader) -> None:
        if _FIELD.fullmatch(name):
            raise Invalid({FIELD: Fault("not_file")})
        if name in self.form.fields:
            raise Malformed("doubled")
        text = bytearray()
        while chunk := await self._in_time(part.read_chunk(_READ)):
            text += chunk
            if len(text) > self._limits.body_bytes:
                raise TooLarge(self._limits.body_bytes)
        try:
            self.form.fields[storable(name)] = storable(text.decode())
        except UnicodeDecodeError:
            raise Malformed("utf8") from None
        except BadText:
            raise Malformed("characters") from None
        if len(self.form.fields) > _FIELDS_AT_MOST:
            raise Malformed("multipart")

    async def _take_file(self, sent_as: str, part: BodyPartReader) -> None:
        if len(self.form.files) == FILES_AT_MOST:
            raise Invalid({FIELD: Fault("too_many_attached", FILES_AT_MOST)})
        place, size, digest = f"{FIELD}[{len(self.form.files)}]", 0, hashlib.sha256()
        buffer = bytearray()
        file_id: int | None = None
        ended = False
        while not ended:
            chunk = await self._in_time(part.read_chunk(_READ))
            buffer += chunk
            size += len(chunk)
            digest.update(chunk)
            ended = not chunk
            if size > self._limits.file_bytes:
                raise Invalid({place: Fault("too_large", self._limits.file_bytes)})
            while len(buffer) >= PART or (ended and buffer):
                file_id = await self._keep(file_id, bytes(buffer[:PART]))
                del buffer[:PART]
        if file_id is None and sent_as:
            raise Invalid({place: Fault("empty_file")})
        if file_id is not None:
            self.form.files.append(NewFile(file_id, file_name(sent_as), size, digest.digest()))

    async def _keep(self, file_id: int | None, piece: bytes) -> int:
        first = file_id is None
        if file_id is None:
            file_id = await self._store.write(attachments.begin, self._actor.user_id, self._actor.at)
            self.form.begun.append(file_id)
        if self.form.no_room is None:
            await self._add(file_id, piece, first=first)
        return file_id

    async def _add(self, file_id: int, piece: bytes, *, first: bool) -> None:
        try:
            await self._store.write(attachments.add, file_id, piece, first=first)
        except FilesFull as error:
            if KEY_HEADER not in self._request.headers:
                raise
            self.form.no_room = error


def _names(part: BodyPartReader) -> tuple[str, str | None]:
    """The names of its field and of its file, in whatever charset they say to be. Raises Malformed."""
    try:
        name, sent_as = part.name, part.filename
    except (ValueError, LookupError):
        raise Malformed("multipart") from None
    if name is None:
        raise Malformed("multipart")
    return name, sent_as
