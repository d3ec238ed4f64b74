"""Ids as callers see them: opaque texts. What is no id of ours is an id that nothing has."""

import re
from typing import Final

NOTHING: Final = 0
"""No row has this id, so what is looked up by it is not found, like any other id that nothing has."""

LONGEST: Final = 64
"""More characters than this are not even taken for an id."""

_ID = re.compile(r"[1-9][0-9]{0,18}", re.ASCII)
_GREATEST = 2**63 - 1


def to_id(text: str) -> int:
    """The number behind an opaque id, or NOTHING when the text cannot be one."""
    if _ID.fullmatch(text) is None:
        return NOTHING
    number = int(text)
    return number if number <= _GREATEST else NOTHING
