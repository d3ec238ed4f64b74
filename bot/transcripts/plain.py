"""A transcript as plain text: what people wrote is set in, so that no line of it can pass for one of the desk's."""

import re
from collections.abc import Iterator
from itertools import chain

from bot.transcripts import people, words
from bot.transcripts.names import Names
from bot.transcripts.people import Fact, called, isolated, moment
from bot.transcripts.signs import entities_told
from desk.models import Message
from desk.transcript import Happening, Transcript

SET_IN = "    "

# What a terminal would obey, and what ends a line for some reader only.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_END = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


def text(found: Transcript, names: Names) -> str:
    """The whole of it; every line ends with a newline, and no sign in it is one that a terminal obeys."""
    ticket = found.ticket
    head = [f"{words.number(ticket)} · {isolated(ticket.title)}", words.made(moment(found.at))]
    if found.with_notes:
        head.append(words.with_notes())
    facts = chain.from_iterable(_fact(fact) for fact in people.facts(found, names))
    answers = list(chain.from_iterable(_fact(fact) for fact in people.answers(found, names)))
    said = chain.from_iterable(_line(each, found, names) for each in found.lines())
    lines = [*head, "", *facts, *(["", words.answers(), *answers] if answers else ()), *said]
    return "".join(f"{_COMMANDS.sub('', line)}\n" for line in lines)


def _fact(fact: Fact) -> Iterator[str]:
    if len(fact.values) == 1 and "\n" in _LINE_END.sub("\n", fact.values[0]):
        yield f"{fact.label}:"
        yield from _set_in(fact.values[0])
    else:
        yield f"{fact.label}: {', '.join(isolated(value) for value in fact.values)}"


def _line(it: Message | Happening, found: Transcript, names: Names) -> Iterator[str]:
    yield ""
    if isinstance(it, Happening):
        member, person = isolated(called(it.actor_id, names)), isolated(called(it.member_id, names))
        yield f"{moment(it.at)} * {words.happened(it, member, person)}"
        return
    marks = words.marks(it, found.ticket.owner_id)
    marked = f" ({', '.join(marks)})" if marks else ""
    yield f"{moment(it.created_at)} {isolated(called(it.author_id, names))}{marked}"
    if it.content:
        yield from _set_in(entities_told(it.content, names))
    for attachment in it.attachments:
        url = names.file(attachment)
        yield f"{SET_IN}[{words.file(attachment, isolated(attachment.name))}]{f' {url}' if url else ''}"
    for earlier, until in it.earlier:
        yield f"{SET_IN}[{words.until(moment(until))}]"
        yield from _set_in(entities_told(earlier, names), SET_IN * 2)


def _set_in(content: str, by: str = SET_IN) -> Iterator[str]:
    for line in _LINE_END.sub("\n", content).split("\n"):
        yield f"{by}{line}".rstrip()
