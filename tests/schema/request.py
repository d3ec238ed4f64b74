"""One request that a bot made to Discord, whichever Discord that was."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Request:
    """`path` begins after the version; `body` is the JSON, or None for none; of a multipart form, its JSON part."""

    method: str
    path: str
    query: Mapping[str, Any]
    body: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
