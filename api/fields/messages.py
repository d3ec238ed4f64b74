"""What a message is made of, and what all of a ticket's messages are written as."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import checked_by, chosen, length, unless_empty
from desk import text, transcript
from desk.models import MessageKind

_KIND = chosen({each.value: each for each in (MessageKind.REPLY, MessageKind.NOTE)}, "not_kind")
_FORMAT = chosen({each.value: each for each in transcript.Format}, "not_format")

Content = Annotated[str, BeforeValidator(checked_by(text.reply)), length(text.REPLY)]
MaybeContent = Annotated[str, BeforeValidator(unless_empty("", checked_by(text.reply))), length((0, text.REPLY[1]))]
Kind = Annotated[
    MessageKind,
    BeforeValidator(unless_empty(MessageKind.REPLY, _KIND)),
    WithJsonSchema({"type": ["string", "null"], "enum": ["reply", "note", "", None]}),
]
Format = Annotated[
    transcript.Format,
    BeforeValidator(_FORMAT),
    WithJsonSchema({"type": "string", "enum": [each.value for each in transcript.Format]}),
]
