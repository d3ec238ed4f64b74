"""The examples that the reference prints, eleven in each of three languages, made from one table of operations."""

import json
from dataclasses import dataclass
from typing import Any, Final

HOST: Final = "https://playroom.date"
KEY: Final = "prapi_your_key"
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
    def curl(self) -> str:
        """The command line."""
        method = "" if self.method == "GET" else f"-X {self.method} "
        sent = json.dumps(self.body, separators=(",", ":"))
        body = "" if self.body is None else f"-H \"Content-Type: application/json\" -d '{sent}' "
        return f'curl {method}-H "Authorization: Bearer {KEY}" {body}"{HOST}{self.target}"'

    @property
    def javascript(self) -> str:
        """The call of fetch."""
        kind = "" if self.body is None else ',\n    "Content-Type": "application/json"'
        sent = json.dumps(self.body, indent=2).replace("\n", "\n  ")
        body = "" if self.body is None else f"\n  body: JSON.stringify({sent}),"
        return (
            f"const response = await fetch('{HOST}{self.target}', {{\n  method: '{self.method}',\n"
            f'  headers: {{\n    "Authorization": "Bearer {KEY}"{kind}\n  }},{body}\n}});\n'
            "const data = await response.json();"
        )

    @property
    def python(self) -> str:
        """The call of requests."""
        sent = json.dumps(self.body).replace("true", "True")
        body = "" if self.body is None else f", json={sent}"
        return (
            f'import requests\n\nheaders = {{"Authorization": "Bearer {KEY}"}}\n'
            f"response = requests.{self.method.lower()}('{HOST}{self.target}', headers=headers{body})\n"
            "print(response.json())"
        )


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
