"""The answers to a category's form in a ticket's place: short ones in the card, long ones below it, and files again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import discord

from bot.relay import words
from bot.relay.markers import Marker, find
from bot.relay.place import Channel
from bot.relay.posting import NAME_AT_MOST, post, post_file, safe_name
from bot.relay.quoting import MESSAGE_ROOM, framed, frames
from bot.relay.stage import Job, Stage
from cogs.typed import line, room
from desk import places
from desk.forms import MENTIONS, said
from desk.models import Field, Upload

# The parts of the event that the messages are: the opening message has those before.
FIRST_TEXT: Final = 3
_WHOLE_TEXT: Final = 19
FIRST_FILE: Final = 20

_VALUE_ON_LINE: Final = 120
_UPLOAD_TOO_LARGE: Final = 40005


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card shows of the answers, empty for nothing, and which of them stand below it."""

    text: str
    below: tuple[Field, ...]


def shown_in_card(fields: Iterable[Field], space: int) -> Shown:
    """As many of the answers, in their order, as that room takes."""
    rows: list[str] = []
    below: list[Field] = []
    for field in fields:
        row = _row(field, space)
        if row is None or room(row) + 1 > space:
            below.append(field)
            continue
        space -= room(row) + 1
        rows.append(row)
    return Shown("\n".join(rows), tuple(below))


def _row(field: Field, space: int) -> str | None:
    """The answer in its frame, None when it does not fit."""
    text = said(field)
    if field.kind in MENTIONS:
        return words.answer(line(field.label), text)
    if "\n" not in text and room(text) <= _VALUE_ON_LINE:
        return words.answer(line(field.label), line(text))
    frame = framed(text, space)
    return None if frame is None else f"{words.answer(line(field.label), '')}\n{frame}"


async def post_answers(stage: Stage, job: Job, channel: Channel, below: Sequence[Field]) -> None:
    """Post the long answers and the files of the event's ticket, unless an earlier try has."""
    messages = list(_packed(below))
    if len(messages) > _WHOLE_TEXT - FIRST_TEXT:
        whole = "\n\n".join(f"{field.label}\n{said(field)}" for field in below).encode()
        file = discord.File(BytesIO(whole), "answers.txt")
        await post_file(channel, stage.me, job, words.answers_in_file(), file, _WHOLE_TEXT)
    else:
        for part, texts in enumerate(messages, FIRST_TEXT):
            await post(channel, stage.me, job, texts, part=part)
    for part, upload in enumerate(await stage.store.read(places.uploads, job.ticket_id), FIRST_FILE):
        await _post_file(stage, job, channel, upload, part)


def _packed(below: Iterable[Field]) -> Iterable[list[str]]:
    """The answers whole, in as few messages as it takes: each answer under its question."""
    texts: list[str] = []
    for field in below:
        heading = words.answer(line(field.label), "")
        for index, frame in enumerate(frames(said(field), MESSAGE_ROOM - room(heading) - 50)):
            text = f"{heading}\n{frame}" if index == 0 else frame
            if texts and sum(map(room, texts)) + room(text) > MESSAGE_ROOM - 50:
                yield texts
                texts = []
            texts.append(text)
    if texts:
        yield texts


async def _post_file(stage: Stage, job: Job, channel: Channel, upload: Upload, part: int) -> None:
    """Post a file that was handed in; where it cannot be had or posted any more, say so in its place."""
    if job.doubtful and await find(channel, stage.me, Marker(job.event.seq, part)) is not None:
        return
    name = line(upload.name, NAME_AT_MOST)
    content = await _fetched(stage, upload)
    if content is not None:
        try:
            file = discord.File(BytesIO(content), safe_name(upload.name))
            await post_file(channel, stage.me, job, words.file_of(name), file, part)
        except discord.HTTPException as refusal:
            if refusal.code != _UPLOAD_TOO_LARGE:
                raise
        else:
            return
    await post(channel, stage.me, job, [words.file_lost(name)], part=part)


async def _fetched(stage: Stage, upload: Upload) -> bytes | None:
    """The file from where Discord keeps it; None when that is over."""
    try:
        return await stage.client.http.get_from_cdn(upload.url)
    except (discord.NotFound, discord.Forbidden):
        return None
