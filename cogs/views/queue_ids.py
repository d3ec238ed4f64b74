"""The custom_ids of the queue: which part of it is shown, and by what it is narrowed, stand in each of them."""

import re

from desk.models import Priority
from desk.queue import Show, Wanted

_STATE = "([aumsfoz]):([unhl-]):([0-9]{1,18}):(.{0,32})"

PAGE = re.compile(f"queue-page:([0-9]{{1,6}}):{_STATE}")
AGAIN = re.compile(f"queue-again:{_STATE}")
SHOW = re.compile(f"queue-show:{_STATE}")
NARROW = re.compile(f"queue-narrow:{_STATE}")
NEXT = re.compile("queue-next:([0-9]{1,18})")
MINE = re.compile("queue-mine:([0-9]{1,18})")

_SHOW = {
    "a": Show.ALL,
    "u": Show.UNCLAIMED,
    "m": Show.MINE,
    "s": Show.FOR_STAFF,
    "f": Show.FOR_MEMBER,
    "o": Show.OVERDUE,
    "z": Show.SNOOZED,
}
_PRIORITY = {"u": Priority.URGENT, "h": Priority.HIGH, "n": Priority.NORMAL, "l": Priority.LOW, "-": None}


def _state(wanted: Wanted) -> str:
    show = next(key for key, value in _SHOW.items() if value is wanted.show)
    priority = next(key for key, value in _PRIORITY.items() if value is wanted.priority)
    return f"{show}:{priority}:{wanted.category_id or 0}:{wanted.tag or ''}"


def wanted_in(found: re.Match[str]) -> Wanted:
    """Which part of the queue a custom_id is about: the last four groups of its match."""
    show, priority, category_id, tag = found.groups()[-4:]
    return Wanted(_SHOW[show], _PRIORITY[priority], int(category_id) or None, tag or None)


def page(number: int, wanted: Wanted) -> str:
    """The button that turns to that page."""
    return f"queue-page:{number}:{_state(wanted)}"


def again(wanted: Wanted) -> str:
    """The button that draws the first page as it is now."""
    return f"queue-again:{_state(wanted)}"


def show(wanted: Wanted) -> str:
    """The select of the part that is shown."""
    return f"queue-show:{_state(wanted)}"


def narrow(wanted: Wanted) -> str:
    """The select of priority, category and tag."""
    return f"queue-narrow:{_state(wanted)}"


def claim_next(category_id: int | None) -> str:
    """The button that claims the most pressing ticket, of that category or of all."""
    return f"queue-next:{category_id or 0}"


def mine(category_id: int) -> str:
    """The button below that category's live queue that shows one's own queue."""
    return f"queue-mine:{category_id}"
