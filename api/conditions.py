"""Conditional requests: the entity tag of an answer, and what If-None-Match and If-Match say to it (RFC 9110)."""

import hashlib
import re
from collections.abc import Sequence
from typing import Final

from api.call import Answer

CACHED: Final = "private, no-cache"
"""How long an answer with a tag is good: to be kept by who asked, and asked about each time."""

_TAGS = re.compile(r'(?:(W/)?("[\x21\x23-\x7e\x80-\xff]*"))(?:\s*,\s*|\s*$)')


def tag_of(body: bytes) -> str:
    """The strong tag of a representation: made of its bytes, so it tells nobody more than they see."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def tagged(answer: Answer) -> Answer:
    """The answer with its tag, to be kept by who asked and by nobody on the way, and asked about each time."""
    return Answer(answer.body, {**answer.headers, "ETag": tag_of(answer.body), "Cache-Control": CACHED})


def unchanged(if_none_match: Sequence[str], tag: str) -> bool:
    """Whether who sent that header has what carries `tag` already."""
    value = ", ".join(if_none_match).strip()
    return value == "*" or any(found == tag for _, found in _listed(value))


def still(if_match: Sequence[str], tag: str) -> bool:
    """Whether what carries `tag` is what that header names. A weak tag names nothing for sure."""
    value = ", ".join(if_match).strip()
    return value == "*" or any(found == tag and not weak for weak, found in _listed(value))


def _listed(value: str) -> list[tuple[str, str]]:
    """Each tag of a list with the mark of a weak one; a list that cannot be read names none."""
    found, place = [], 0
    while place < len(value):
        match = _TAGS.match(value, place)
        if match is None:
            return []
        found.append((match[1] or "", match[2]))
        place = match.end()
    return found
