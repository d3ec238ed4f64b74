"""One request as people would write it: for curl, for fetch, and for Python's requests."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

KEY: Final = "prapi_your_key"
"""Stands where a reader puts their own API key."""

BY_SESSION: Final = {"Cookie": "session=<session_cookie>"}
WITH_CSRF: Final = {**BY_SESSION, "x-csrf-token": "<csrfToken>"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A request to `url`; `headers` are those beside Content-Type, `body` is sent as JSON where there is one.

    `file` tells that no JSON is answered but a file, to be saved.
    """

    method: str
    url: str
    body: Mapping[str, object] | None = None
    headers: Mapping[str, str] | None = None
    file: bool = False

    @property
    def sent_headers(self) -> Mapping[str, str]:
        """The headers that say who asks: the API key's, unless the sample has others."""
        return {"Authorization": f"Bearer {KEY}"} if self.headers is None else self.headers

    @property
    def curl(self) -> str:
        """The command line."""
        method = "" if self.method == "GET" else f"-X {self.method} "
        headers = "".join(f'-H "{name}: {value}" ' for name, value in self.sent_headers.items())
        sent = json.dumps(self.body, separators=(",", ":")).replace("'", "'\\''")
        body = "" if self.body is None else f"-H \"Content-Type: application/json\" -d '{sent}' "
        save = "-OJ " if self.file else ""
        return f'curl {method}{save}{headers}{body}"{self.url}"'

    @property
    def javascript(self) -> str:
        """The call of fetch."""
        named = [f'"{name}": "{value}"' for name, value in self.sent_headers.items()]
        if self.body is not None:
            named.append('"Content-Type": "application/json"')
        headers = ",\n    ".join(named)
        sent = json.dumps(self.body, indent=2).replace("\n", "\n  ")
        body = "" if self.body is None else f"\n  body: JSON.stringify({sent}),"
        return (
            f"const response = await fetch('{self.url}', {{\n  method: '{self.method}',\n"
            f"  headers: {{\n    {headers}\n  }},{body}\n}});\n"
            f"const data = await response.{'blob' if self.file else 'json'}();"
        )

    @property
    def python(self) -> str:
        """The call of requests."""
        headers = ", ".join(f'"{name}": "{value}"' for name, value in self.sent_headers.items())
        body = "" if self.body is None else f", json={_python(self.body)}"
        return (
            f"import requests\n\nheaders = {{{headers}}}\n"
            f"response = requests.{self.method.lower()}('{self.url}', headers=headers{body})\n"
            + (
                "with open('file', 'wb') as file:\n    file.write(response.content)"
                if self.file
                else "print(response.json())"
            )
        )


def _python(value: object) -> str:
    """A JSON value as Python writes it, with double quotes as JSON has them."""
    match value:
        case True | False | None:
            return repr(value)
        case Mapping():
            return "{" + ", ".join(f"{json.dumps(name)}: {_python(each)}" for name, each in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_python, value)) + "]"
        case _:
            return json.dumps(value)
