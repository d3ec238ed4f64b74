"""A ticket in which everybody typed what a page must not obey, wherever the desk takes a text."""

from dataclasses import replace
from typing import Final

from desk.actor import Via
from desk.events import EventType
from desk.models import (
    Attachment,
    Field,
    Message,
    MessageKind,
    Place,
    PlaceState,
    Priority,
    QuestionKind,
    Status,
    Ticket,
)
from desk.transcript import Happening, Transcript

AT: Final = "2026-01-01T12:00:00.000Z"
OWNER, STAFF = 1, 2

MARKUP: Final = (
    "\"'><script>window.owned=1</script><img src=x onerror=window.owned=1></title></style></textarea>"
    "<!-- --><svg/onload=window.owned=1>"
)
"""What would run if it stood in a page as it is, in a text, an attribute, a title or a style."""

LINKS: Final = (
    "[click](javascript:window.owned=1) [click](JaVaScRiPt:window.owned=1) [click](java\tscript:window.owned=1)"
    " [click](data:text/html,<script>window.owned=1</script>) [click](vbscript:x) [click](//evil.example)"
    " <javascript:window.owned=1> javascript:window.owned=1 [click](http:javascript:window.owned=1)"
    ' [click](https://good.example "onmouseover=window.owned=1") https://good.example/"onmouseover=x'
)
TURNED: Final = "\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe"


class Hostile:
    """Names as hostile as all else."""

    def member(self, _user_id: int) -> str | None:
        """A member."""
        return f"{TURNED}{MARKUP}"

    def role(self, _role_id: int) -> str | None:
        """A role."""
        return MARKUP

    def channel(self, _channel_id: int) -> str | None:
        """A channel."""
        return MARKUP

    def file(self, attachment: Attachment) -> str | None:
        """The place of a file, where the desk has it."""
        return None if attachment.id is None else f"https://desk.example/file?attachmentId={attachment.id}&x=y"


def message(number: int, content: str, author_id: int = OWNER) -> Message:
    """A message of the ticket."""
    return Message(
        id=number,
        ticket_id=1,
        author_id=author_id,
        author_name=MARKUP,
        via=Via.DISCORD,
        kind=MessageKind.REPLY,
        content=content,
        attachments=(),
        created_at=AT,
        edited_at=None,
        opening=False,
        discord_id=None,
        by_bot=False,
    )


TICKET: Final = Ticket(
    id=1,
    guild_id=9,
    number=12,
    title=f"{TURNED}{MARKUP}",
    status=Status.CLOSED,
    owner_id=OWNER,
    owner_name=MARKUP,
    category_id=1,
    category_name=MARKUP,
    category_deleted=False,
    claimed_by=STAFF,
    priority=Priority.HIGH,
    tags=(MARKUP, TURNED),
    fields=(
        Field(MARKUP, QuestionKind.LONG, (f"{MARKUP}\n{LINKS}",)),
        Field("Who", QuestionKind.USER, (MARKUP,)),
        Field("File", QuestionKind.FILE, (f"{TURNED}{MARKUP}",)),
    ),
    opened_via=Via.DISCORD,
    created_at=AT,
    updated_at=AT,
    closed_at=AT,
    close_reason=f"{MARKUP}\n{LINKS}",
    version=1,
    place=Place(PlaceState.MADE, 55),
    rating=1,
    rating_comment=MARKUP,
)

MESSAGES: Final = (
    message(1, MARKUP),
    message(2, LINKS),
    message(3, f"||{MARKUP}|| `{MARKUP}` **{MARKUP}**\n> {MARKUP}\n# {MARKUP}\n-# {MARKUP}\n- {MARKUP}", STAFF),
    message(4, f"```html\n{MARKUP}\n```\n<@1> <@&1> <#1> <:x:1> <t:0:R> </{MARKUP}:1> \x1b[31m{TURNED}", STAFF),
    replace(message(5, MARKUP), kind=MessageKind.NOTE, earlier=((f"{MARKUP}{LINKS}", AT),), edited_at=AT),
    replace(message(6, ""), attachments=(Attachment(f"{TURNED}{MARKUP}", 3),), forwarded=True, via=Via.REST),
)

TRANSCRIPT: Final = Transcript(
    ticket=TICKET,
    messages=MESSAGES,
    happened=(
        Happening(EventType.TICKET_OPENED, AT, Via.DISCORD, OWNER),
        Happening(EventType.TICKET_MOVED, AT, Via.DISCORD, STAFF, category=MARKUP),
        Happening(EventType.PARTICIPANT_ADDED, AT, Via.DISCORD, STAFF, member_id=OWNER),
        Happening(EventType.TICKET_WOKEN, AT, Via.DESK, None),
    ),
    participants=(OWNER, STAFF),
    links=(replace(TICKET, id=2, number=13),),
    names={OWNER: MARKUP},
    with_notes=True,
    with_rating=True,
    at=AT,
)
