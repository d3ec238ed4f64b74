"""A transcript as one page that needs nothing beside it: no script, no picture, no request, to read and to print."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.transcripts import people, words
from bot.transcripts.markdown import rendered
from bot.transcripts.names import Names
from bot.transcripts.people import called, isolated, moment
from cogs.typed import flat
from desk.clock import parse_rfc3339
from desk.models import Message, MessageKind
from desk.transcript import Happening, Transcript

_HERE: Final = Path(__file__).with_name("templates")
_STYLE: Final = (_HERE / "transcript.css").read_text(encoding="utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()

POLICY: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
"""What a browser lets the page do: draw itself with its own style, and nothing else."""

_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the page. `day` is over it where a new day begins; `happened` is empty for a message.

    Each of `files` has its words, and where it can be had.
    """

    day: str
    at: str
    time: str
    happened: str
    author: str = ""
    kind: str = ""
    marks: tuple[str, ...] = ()
    content: Markup | None = None
    files: tuple[tuple[str, str | None], ...] = ()
    earlier: tuple[tuple[str, Markup], ...] = ()


def html(found: Transcript, names: Names) -> str:
    """The whole page."""
    ticket = found.ticket
    return _ENVIRONMENT.get_template("transcript.html").render(
        policy=POLICY,
        style=Markup(_STYLE),  # noqa: S704 -- a file of ours
        language=words.code(),
        title=flat(ticket.title),
        number=words.number(ticket),
        heading=words.heading(),
        made=words.made(moment(found.at)),
        counted=words.counted(len(found.messages)),
        warning=words.with_notes() if found.with_notes else "",
        facts=people.facts(found, names),
        answers_heading=words.answers(),
        answers=tuple(people.answers(found, names)),
        lines=_lines(found, names),
        before_edits=words.before_edits,
    )


def _lines(found: Transcript, names: Names) -> Iterator[Line]:
    day = ""
    for it in found.lines():
        at = parse_rfc3339(it.at if isinstance(it, Happening) else it.created_at)
        today = words.day(at)
        begun = today if today != day else ""
        line = partial(Line, begun, f"{at:%Y-%m-%dT%H:%M:%SZ}", f"{at:%H:%M}")
        day = today
        if isinstance(it, Happening):
            member, person = isolated(called(it.actor_id, names)), isolated(called(it.member_id, names))
            yield line(words.happened(it, member, person))
        else:
            yield _message(line, it, found, names)


def _message(line: "partial[Line]", it: Message, found: Transcript, names: Names) -> Line:
    owner = it.author_id == found.ticket.owner_id
    return line(
        "",
        called(it.author_id, names),
        "note" if it.kind is MessageKind.NOTE else "member" if owner else "staff",
        tuple(words.marks(it, found.ticket.owner_id)),
        rendered(it.content, names),
        tuple((words.file(file, isolated(file.name)), names.file(file)) for file in it.attachments),
        tuple((words.until(moment(until)), rendered(content, names)) for content, until in it.earlier),
    )
