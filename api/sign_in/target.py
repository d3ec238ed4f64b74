"""Where a browser goes when it has signed in: to a page of this desk, whatever it was asked."""

import re
from typing import Final

HOME: Final = "/"
_LOCAL: Final = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}", re.ASCII)


def local(asked: str | None) -> str:
    """`asked` when it is a path of this desk, or else the page at which everybody can begin."""
    return asked if asked is not None and _LOCAL.fullmatch(asked) else HOME
