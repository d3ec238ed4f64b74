"""What everybody in a transcript is called where they are spoken of, and the facts that stand at its head."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.transcripts import words
from bot.transcripts.names import Names
from bot.transcripts.signs import entities_told, told
from cogs.typed import flat
from desk.clock import parse_rfc3339
from desk.models import Field, QuestionKind
from desk.transcript import Transcript
from desk.veil import HIDDEN

_ISOLATED = "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}"
_SIGNS = {QuestionKind.USER: "<@{}>", QuestionKind.ROLE: "<@&{}>", QuestionKind.CHANNEL: "<#{}>"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head: what it tells, and the texts that tell it, each isolated from the others."""

    label: str
    values: tuple[str, ...]


def isolated(text: str) -> str:
    """The text on one line, so that its direction of writing stays inside it."""
    return _ISOLATED.format(flat(text))


def called(user_id: int | None, names: Names) -> str:
    """What that member is called; None is the desk itself."""
    if user_id is None:
        return words.desk()
    if user_id == HIDDEN:
        return words.team()
    return flat(names.member(user_id) or "") or words.gone()


def facts(found: Transcript, names: Names) -> Iterator[Fact]:
    """What is known of the ticket, what is ordinary left out."""
    ticket = found.ticket
    yield Fact(words.opened_by(), (called(ticket.owner_id, names),))
    yield Fact(words.category(), (flat(ticket.category_name),))
    yield Fact(words.status(), (words.state(ticket),))
    holder = words.nobody() if ticket.claimed_by is None else called(ticket.claimed_by, names)
    yield Fact(words.claim(), (holder,))
    yield Fact(words.priority(), (words.urgency(ticket),))
    if ticket.tags:
        yield Fact(words.tags(), tuple(flat(tag) for tag in ticket.tags))
    if found.participants:
        yield Fact(words.people(), tuple(called(each, names) for each in found.participants))
    if found.links:
        yield Fact(words.links(), tuple(f"#{each.number} {flat(each.title)}" for each in found.links))
    yield from _end(found)


def _end(found: Transcript) -> Iterator[Fact]:
    ticket = found.ticket
    if ticket.closed_at:
        yield Fact(words.closed(), (moment(ticket.closed_at),))
    if ticket.close_reason:
        yield Fact(words.reason(), (words.why(ticket.close_reason),))
    if found.with_rating and ticket.rating:
        yield Fact(words.rating(), (words.stars(ticket.rating),))
    if found.with_rating and ticket.rating_comment:
        yield Fact(words.comment(), (ticket.rating_comment,))


def answers(found: Transcript, names: Names) -> Iterator[Fact]:
    """The answers to the category's form."""
    for field in found.ticket.fields:
        values = tuple(_answer(field, value, names) for value in field.values if value)
        yield Fact(flat(field.label), values or (words.unanswered(),))


def _answer(field: Field, value: str, names: Names) -> str:
    """An answer as it was typed, or what the thing is called that was chosen."""
    if (sign := _SIGNS.get(field.kind)) is not None:
        return entities_told(sign.format(value), names)
    return value if field.kind is QuestionKind.LONG else flat(value)


def moment(at: str) -> str:
    """A stored time as it is told."""
    return told(parse_rfc3339(at))
