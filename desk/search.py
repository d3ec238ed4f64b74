"""Search: the visible tickets that have what somebody typed in their title, tags, answers or messages."""

import re
import unicodedata
from dataclasses import dataclass, replace

from desk.actor import Actor
from desk.asking import guild_standing, sight_of, what_is_visible
from desk.errors import Fault, Invalid
from desk.exchange import Found, Hit, Search, Slice, Term, TicketFilter
from desk.messages import for_reader
from desk.models import Message, Ticket
from desk.permissions import staffing
from desk.store import Tx
from desk.text import BadText, within
from desk.veil import for_reader as veiled
from desk.veil import narrowed

QUERY = (1, 200)
"""How many code points may be searched for."""

ROOM = 160
"""How many code points an excerpt has at most, unless less is asked for."""

WALKED_AT_MOST = 10_000
"""How many rows of what was found may be walked over to reach a page by its number."""

_NOISE = re.compile(r'[^\w\s"]{16,}|"{16,}')
"""So many signs in a row stand in no word."""

_QUOTED = re.compile(r'"([^"]*)"|([^\s"]+)')
_LEAD = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """One found ticket, and where the words stand in it.

    `message` is its last message with one of them, if any, and `excerpt` a piece of that, or of an answer of the form;
    None when the title or the tags say it all.
    """

    ticket: Ticket
    message: Message | None
    excerpt: str | None


@dataclass(frozen=True, slots=True)
class Matches:
    """One part of what was found, newest activity first, and how much there is in all."""

    matches: tuple[Match, ...]
    total: int


def search(tx: Tx, actor: Actor, query: str, wanted: TicketFilter, part: Slice, room: int = ROOM) -> Matches:
    """The visible tickets that fit `wanted` and have every word of `query`; excerpts have at most `room` code points.

    A word is found by its beginning, and what stands in double quotes as it stands. Raises Invalid for a query in
    which there is nothing to be found by, or that is too long.
    """
    terms = terms_of(query)
    found = find(tx, actor, terms, wanted, part)
    return Matches(tuple(_match(tx, actor, hit, terms, room) for hit in found.hits), found.total)


def search_literally(tx: Tx, actor: Actor, query: str, wanted: TicketFilter, part: Slice) -> Matches:
    """As `search`, for who hands on what others typed: signs that belong to no word are passed over, however many.

    Where nothing is left nothing is found. Raises Invalid for too many words, or a part that only a long walk reaches.
    """
    asked = " ".join(_asked(_NOISE.sub(" ", query)))
    if not asked:
        return Matches((), 0)
    terms = terms_of(asked, "q")
    found = find(tx, actor, terms, wanted, part)
    if found.hits and part.offset >= WALKED_AT_MOST:
        raise Invalid({"page": Fault("too_deep_to_find", WALKED_AT_MOST)})
    return Matches(tuple(_match(tx, actor, hit, terms, ROOM) for hit in found.hits), found.total)


def _asked(query: str) -> list[str]:
    """What of the query can be found, as it was written."""
    written = ((f'"{whole}"' if whole else word) for whole, word in _QUOTED.findall(query))
    return [each for each in written if _sayable(each)]


def find(tx: Tx, actor: Actor, terms: tuple[Term, ...], wanted: TicketFilter, part: Slice) -> Found:
    """That part of the visible tickets that fit `wanted` and have all the terms, where the actor may read them."""
    staffed = staffing(actor, guild_standing(tx, actor), tx.categories.live(actor.guild_id))
    wanted = narrowed(tx, actor, wanted)
    found = tx.words.find(what_is_visible(tx, actor), staffed, Search(terms, wanted), part)
    tickets = veiled(tx, actor, (hit.ticket for hit in found.hits))
    hits = (replace(hit, ticket=ticket) for hit, ticket in zip(found.hits, tickets, strict=True))
    return replace(found, hits=tuple(hits))


def terms_of(query: str, field: str = "query") -> tuple[Term, ...]:
    """What `query` asks for. Every sign in it is taken for itself. Raises Invalid naming `field`."""
    try:
        text = within(query, QUERY)
    except BadText as bad:
        raise Invalid({field: bad.fault}) from bad
    written = [(whole, word) for whole, word in _QUOTED.findall(text) if _sayable(whole + word)]
    found = [Term(whole, whole=True) if whole else Term(word) for whole, word in written]
    if not found:
        raise Invalid({field: Fault("no_words")})
    return tuple(dict.fromkeys(found))


def _sayable(text: str) -> bool:
    """Whether the index knows any sign of it: letters and digits, of whatever script."""
    return any(unicodedata.category(sign)[0] in "LN" for sign in text)


def _match(tx: Tx, actor: Actor, hit: Hit, terms: tuple[Term, ...], room: int) -> Match:
    message = tx.messages.get(hit.message_id) if hit.message_id else None
    if message is not None:
        [message] = for_reader(tx, sight_of(tx, actor, hit.ticket), [message])
        return Match(hit.ticket, message, excerpt(message.content, terms, room))
    for field in hit.ticket.fields:
        said = " ".join(field.values)
        if place(said, terms) is not None:
            return Match(hit.ticket, None, excerpt(said, terms, room))
    return Match(hit.ticket, None, None)


def excerpt(text: str, terms: tuple[Term, ...], room: int) -> str:
    """At most `room` code points of `text`, on one line, around the first of the words that is found in it."""
    flat = " ".join(text.split())
    if len(flat) <= room:
        return flat
    begin = max(0, min((place(flat, terms) or 0) - _LEAD, len(flat) - room + 1))
    head = "…" if begin else ""
    rest = head + flat[begin:]
    return rest if len(rest) <= room else rest[: room - 1] + "…"


def place(text: str, terms: tuple[Term, ...]) -> int | None:
    """Where in `text` the first word of a term stands, whatever its case and accents; None when none is found."""
    folded, origin = _folded(text)
    words = [word for term in terms for word in _WORD.findall(_folded(term.text)[0])]
    found = [at for word in words if (at := folded.find(word)) >= 0]
    return origin[min(found)] if found else None


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` without case and accents, and for each sign of that the place from which it came."""
    signs: list[str] = []
    origin: list[int] = []
    for at, sign in enumerate(text):
        plain = [part for part in unicodedata.normalize("NFKD", sign.casefold()) if not unicodedata.combining(part)]
        signs += plain
        origin += [at] * len(plain)
    return "".join(signs), origin
