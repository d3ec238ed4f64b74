"""Reads a request's query strictly: each parameter once, in UTF-8, an empty value taken as not given."""

import re
from collections import Counter
from urllib.parse import parse_qsl

from api.errors import Malformed
from desk.errors import Fault, Invalid

PARAMETERS_AT_MOST = 50

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def read_query(raw: str) -> dict[str, str]:
    """The parameters by name. Raises Malformed for what cannot be read, Invalid for what came twice."""
    if not raw:
        return {}
    try:
        pairs = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS_AT_MOST)
    except ValueError:
        raise Malformed("query") from None
    if any(_CONTROL.search(name + value) for name, value in pairs):
        raise Malformed("query")
    doubled = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
    if doubled:
        raise Invalid({name[:64]: Fault("twice") for name in doubled})
    return {name: value for name, value in pairs if value}
