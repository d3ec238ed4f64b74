"""The examples that the reference prints, eleven in each of three languages, made from one table of operations."""

from dataclasses import dataclass
from typing import Any, Final

from api.reference.samples import KEY, Sample

__all__ = ["EXAMPLES", "HOST", "KEY", "LANGUAGES", "Example"]

HOST: Final = "https://playroom.date"
LANGUAGES: Final = ("curl", "javascript", "python")


@dataclass(frozen=True)
class Example:
    """One operation as the reference shows it; ids, key and colour are placeholders. `who` may do it for real."""

    method: str
    target: str
    who: str
    body: dict[str, Any] | None = None

    @property
    def name(self) -> str:
        """The operation as people write it."""
        return f"{self.method} {self.target}"

    @property
    def sample(self) -> Sample:
        """What the reference prints of it."""
        return Sample(self.method, HOST + self.target, self.body)


_TICKETS = "/api/tickets"
_CATEGORIES = "/api/tickets/categories"
_CATEGORY = {
    "name": "example-name",
    "description": "example-description",
    "color": "example-color",
    "responderRoleIds": [],
    "viewerRoleIds": [],
}

EXAMPLES: Final = (
    Example("GET", _TICKETS, "owner"),
    Example(
        "POST",
        _TICKETS,
        "owner",
        {"title": "Example title", "categoryId": "category_id", "message": "example-message"},
    ),
    Example("PUT", _TICKETS, "responder", {"ticketId": "ticket_id", "status": "", "claimedByMe": True}),
    Example("DELETE", f"{_TICKETS}?ticketId=ticket_id", "manager"),
    Example("DELETE", f"{_TICKETS}/messages?messageId=message_id", "owner"),
    Example("GET", _CATEGORIES, "owner"),
    Example("POST", _CATEGORIES, "definer", _CATEGORY),
    Example("PUT", _CATEGORIES, "definer", {"categoryId": "category_id", **_CATEGORY}),
    Example("DELETE", f"{_CATEGORIES}?categoryId=category_id", "definer"),
    Example("GET", f"{_TICKETS}/access", "owner"),
    Example("GET", f"{_TICKETS}/open-count", "owner"),
)
