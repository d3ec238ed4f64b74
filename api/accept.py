"""What a request's Accept wishes for."""

import re
from collections.abc import Sequence

_WEIGHT = re.compile(r"[01](\.[0-9]{0,3})?", re.ASCII)


def wishes(accept: Sequence[str], kind: str) -> bool:
    """Whether the Accept names that media type, and not JSON before it."""
    named = dict(map(_weighed, ",".join(accept).lower().split(",")))
    wish = named.get(kind, 0.0)
    return wish > 0 and wish >= named.get("application/json", 0.0)


def _weighed(choice: str) -> tuple[str, float]:
    """A media type and how much it is wished for."""
    kind, *parameters = (part.strip() for part in choice.split(";"))
    weights = [part[2:] for part in parameters if part.startswith("q=")]
    weight = weights[0] if weights else "1"
    return kind, float(weight) if _WEIGHT.fullmatch(weight) else 0.0
