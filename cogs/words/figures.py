"""What is said of figures."""

from collections.abc import Sequence
from typing import Final

from cogs.language import say, say_n
from cogs.typed import line
from desk.figures import DAYS, WEEK, Figures, Line, OfCategory

_BARS: Final = "▁▂▃▄▅▆▇█"
_SHOWN: Final = 10
_MINUTES, _HOURS, _DAYS = 60, 60 * 60, 24 * 60 * 60


def title() -> str:
    """The head of the figures."""
    return say_n("Figures of the last {n} day", "Figures of the last {n} days", DAYS)


def text(shown: Figures) -> str:
    """All the figures of a guild."""
    parts = ["\n".join([*_now(shown), *_answers(shown.whole)])]
    if shown.categories:
        rows = [_category(each) for each in shown.categories[:_SHOWN]]
        parts.append("\n".join([say("**By category**"), *rows, *_left(len(shown.categories) - _SHOWN)]))
    if shown.responders:
        rows = [_responder(*each) for each in shown.responders[:_SHOWN]]
        parts.append("\n".join([say("**By responder**"), *rows, *_left(len(shown.responders) - _SHOWN)]))
    return "\n\n".join(parts)


def _now(shown: Figures) -> list[str]:
    load, opened, closed = shown.load, [day[0] for day in shown.days], [day[1] for day in shown.days]
    most = max(1, *opened, *closed)
    unclaimed = say_n("{n} unclaimed", "{n} unclaimed", load.unclaimed)
    return [
        say("**Now** {facts}", facts=" · ".join([_open(load.open), unclaimed, _overdue(load.overdue)])),
        _lately(WEEK, sum(opened[-WEEK:]), sum(closed[-WEEK:])),
        _lately(DAYS, sum(opened), sum(closed)),
        say("`{bars}` opened each day, at most {most}", bars=_bars(opened, most), most=max(opened)),
        say("`{bars}` closed each day, at most {most}", bars=_bars(closed, most), most=max(closed)),
    ]


def _lately(days: int, opened: int, closed: int) -> str:
    facts = f"{_opened(opened)} · {_closed(closed)}"
    return say_n("**Last {n} day** {facts}", "**Last {n} days** {facts}", days, facts=facts)


def _open(count: int) -> str:
    return say_n("{n} open", "{n} open", count)


def _overdue(count: int) -> str:
    return say_n("{n} overdue", "{n} overdue", count)


def _opened(count: int) -> str:
    return say_n("{n} opened", "{n} opened", count)


def _closed(count: int) -> str:
    return say_n("{n} closed", "{n} closed", count)


def _answers(whole: Line) -> list[str]:
    answer, resolution, rating = whole.answer, whole.resolution, whole.rating
    return [
        say("**First answer** none yet")
        if answer.value is None
        else say_n(
            "**First answer** {time}, the median of {n} ticket",
            "**First answer** {time}, the median of {n} tickets",
            answer.count,
            time=stretch(answer.value),
        ),
        say("**Resolved** none yet")
        if resolution.value is None
        else say_n(
            "**Resolved** {time}, the median of {n} ticket",
            "**Resolved** {time}, the median of {n} tickets",
            resolution.count,
            time=stretch(resolution.value),
        ),
        say("**Rated** none yet")
        if rating.value is None
        else say_n(
            "**Rated** {mean} of 5, the mean of {n} rating",
            "**Rated** {mean} of 5, the mean of {n} ratings",
            rating.count,
            mean=f"{rating.value:.1f}",
        ),
    ]


def _category(one: OfCategory) -> str:
    name = say("Deleted category") if one.name is None else line(one.name, 40)
    facts = [_open(one.load.open)]
    if one.load.overdue:
        facts.append(_overdue(one.load.overdue))
    facts.append(_opened(one.line.opened))
    return f"{name}: {' · '.join([*facts, *_measures(one.line)])}"


def _responder(user_id: int, one: Line) -> str:
    return f"<@{user_id}>: {' · '.join([_closed(one.closed), *_measures(one)])}"


def _measures(one: Line) -> list[str]:
    """The figures of one row, each with the number on which it rests; what is not known is left out."""
    found = []
    if one.answer.value is not None:
        found.append(say("answer {time} ({n})", time=stretch(one.answer.value), n=one.answer.count))
    if one.resolution.value is not None:
        found.append(say("resolved {time} ({n})", time=stretch(one.resolution.value), n=one.resolution.count))
    if one.rating.value is not None:
        found.append(say("rated {mean} ({n})", mean=f"{one.rating.value:.1f}", n=one.rating.count))
    return found


def _left(left: int) -> list[str]:
    return [say_n("and {n} more", "and {n} more", left)] if left > 0 else []


def stretch(seconds: float) -> str:
    """A length of time, short."""
    if seconds < 90 * _MINUTES:
        return say("{n} min", n=round(seconds / _MINUTES))
    if seconds < 2 * _DAYS:
        return say("{n} h", n=_short(seconds / _HOURS))
    return say("{n} d", n=_short(seconds / _DAYS))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _bars(counts: Sequence[int], most: int) -> str:
    """A bar for each count; the lowest is that of none at all, so that a quiet day is seen."""
    return "".join(_BARS[-(-count * (len(_BARS) - 1) // most)] for count in counts)
