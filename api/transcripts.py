"""The operation on transcripts: all of a ticket as data, or as a document to be kept."""

from typing import Final

from api import representations
from api.call import Answer, Call, answer
from api.identifiers import to_id
from api.requests import TranscriptQuery
from desk.transcript import Document, Format, transcript

DOCUMENTS: Final = ("text/html", "text/plain")
"""What a transcript is answered as beside the envelope."""


async def read_transcript(call: Call[TranscriptQuery, None]) -> Answer:
    """The transcript in the envelope, or as the document that is asked for."""
    found = await call.store.read_long(transcript, call.actor, to_id(call.query.ticket_id))
    if call.query.format is Format.JSON:
        return answer({"transcript": representations.transcript(found)})
    return _document(await call.transcriber.write(found, call.query.format))


def _document(made: Document) -> Answer:
    """The file, to be saved and not opened here: people wrote what stands in it, and this is where keys are used."""
    headers = {
        "Content-Type": f"{made.media_type}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{made.name}"',
        "Content-Security-Policy": f"{made.policy}; frame-ancestors 'none'; sandbox",
    }
    return Answer(made.body, headers)
