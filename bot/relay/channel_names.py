"""The name of a ticket's channel: number and title, as far as Discord writes them in the names of channels."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from cogs.typed import room
from desk.models import Ticket

NAME_ROOM: Final = 100
MARKS_AT_MOST: Final = 2
"""Accents kept on one letter; no script that people write needs more."""

_KEPT: Final = frozenset("-_")


def channel_name(ticket: Ticket) -> str:
    """Small letters, digits, pictures, and a dash for all between; the number alone where there are none of them."""
    name = f"{ticket.number:04d}-{slug(ticket.title)}"
    while room(name) > NAME_ROOM:
        name = name[:-1]
    return name.rstrip("-")


def slug(text: str) -> str:
    """What a channel's name keeps of a text; empty when that is nothing."""
    return "-".join("".join(_signs(text)).replace("-", " ").split())


def _signs(text: str) -> Iterator[str]:
    marks = 0
    for sign in unicodedata.normalize("NFKC", text).lower():
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind.startswith("M") else 0
        if marks > MARKS_AT_MOST or kind.startswith("C"):
            continue
        pictured = kind.startswith("S") and not sign.isascii()
        yield sign if kind[0] in "LNM" or pictured or sign in _KEPT else " "
