"""Figures: how much is open, what came and went, how soon members were answered and helped, how they rated it.

Answers are counted from the opening to the first reply of staff; notes, bots and other members do not count. A ticket
is resolved when it is closed for the first time. Whatever is a mean or a median says on how many tickets it rests.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean, median

from desk.actor import Actor
from desk.asking import demand_in_guild
from desk.clock import parse_rfc3339, rfc3339
from desk.exchange import Activity, Load
from desk.permissions import Action
from desk.store import Tx

DAYS = 30
WEEK = 7
_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Measure:
    """A median in seconds, or a mean of ratings, and on how many tickets it rests; None where there are none."""

    value: float | None
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of the last thirty days for the whole guild, one category or one responder."""

    opened: int
    closed: int
    answer: Measure
    resolution: Measure
    rating: Measure


@dataclass(frozen=True, slots=True)
class OfCategory:
    """A category's figures, with what is open in it now. `name` is None for one that was deleted."""

    category_id: int
    name: str | None
    load: Load
    line: Line


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a guild. `days` has how many were opened and closed in each of the last thirty, today's last.

    A responder's figures are those of the tickets of which they have or had the claim.
    """

    load: Load
    days: tuple[tuple[int, int], ...]
    whole: Line
    categories: tuple[OfCategory, ...]
    responders: tuple[tuple[int, Line], ...]


def figures(tx: Tx, actor: Actor) -> Figures:
    """The figures of the actor's guild. Raises MissingGrant."""
    demand_in_guild(tx, actor, Action.SEE_FIGURES)
    since = rfc3339(parse_rfc3339(actor.at) - timedelta(days=DAYS))
    loads = {load.category_id: load for load in tx.figures.loads(actor.guild_id, actor.at)}
    moved = tx.figures.activity(actor.guild_id, since, actor.at)
    names = {each.id: each.name for each in tx.categories.live(actor.guild_id)}
    of_category, of_holder = _by(moved, lambda it: it.category_id), _by(moved, lambda it: it.holder_id)
    categories = [
        OfCategory(
            category_id,
            names.get(category_id),
            loads.get(category_id, Load(category_id, 0, 0, 0)),
            line(of_category.get(category_id, ())),
        )
        for category_id in {*loads, *of_category, *names}
    ]
    responders = [(holder, line(theirs)) for holder, theirs in of_holder.items()]
    return Figures(
        load=_sum(loads.values()),
        days=_days(moved),
        whole=line(moved),
        categories=tuple(sorted(categories, key=lambda it: (-it.line.opened, -it.load.open, it.category_id))),
        responders=tuple(sorted(responders, key=lambda it: (-it[1].closed, -it[1].answer.count, it[0]))),
    )


def line(moved: Sequence[Activity]) -> Line:
    """The figures of these tickets in the last thirty days."""
    answered = [it.answered for it in moved if it.answered is not None and _lately(it.answered_ago)]
    resolved = [it.resolved for it in moved if it.resolved is not None and _lately(it.closed)]
    ratings = [it.rating for it in moved if it.rating is not None]
    return Line(
        opened=sum(_lately(it.opened) for it in moved),
        closed=sum(_lately(it.closed) for it in moved),
        answer=Measure(median(answered) if answered else None, len(answered)),
        resolution=Measure(median(resolved) if resolved else None, len(resolved)),
        rating=Measure(fmean(ratings) if ratings else None, len(ratings)),
    )


def _by(moved: Iterable[Activity], key: Callable[[Activity], int | None]) -> dict[int, list[Activity]]:
    """The tickets by the id that `key` gives, without those for which it gives none."""
    found: dict[int, list[Activity]] = {}
    for each in moved:
        if (at := key(each)) is not None:
            found.setdefault(at, []).append(each)
    return found


def _lately(ago: int | None) -> bool:
    return ago is not None and ago < DAYS * _DAY


def _days(moved: Iterable[Activity]) -> tuple[tuple[int, int], ...]:
    opened, closed = [0] * DAYS, [0] * DAYS
    for each in moved:
        for ago, counts in ((each.opened, opened), (each.closed, closed)):
            if ago is not None and _lately(ago):
                counts[DAYS - 1 - max(0, ago) // _DAY] += 1
    return tuple(zip(opened, closed, strict=True))


def _sum(loads: Iterable[Load]) -> Load:
    each = list(loads)
    return Load(0, sum(it.open for it in each), sum(it.unclaimed for it in each), sum(it.overdue for it in each))
