"""The pages that somebody sees on the way of a sign-in: a choice of servers, and what went wrong."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.cookies import SIGN_IN_PATH

GUARDED: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none';"
    " form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of these pages: nothing runs in them, and their addresses, which hold secrets, are told to nobody."""

_PAGES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
)


def choice_page(doors: Sequence[tuple[str, str]]) -> bytes:
    """The page on which somebody chooses one of several servers; `doors` are names, also equal ones, and addresses."""
    return _PAGES.get_template("choice.html").render(doors=doors).encode()


def trouble_page(words: str, request_id: str) -> bytes:
    """The page that says why nobody was signed in."""
    page = _PAGES.get_template("trouble.html")
    return page.render(words=words, again=SIGN_IN_PATH, request_id=request_id).encode()


def wants_page(path: str) -> bool:
    """Whether people see what is answered at that path, and not programs."""
    return path == SIGN_IN_PATH or path.startswith(f"{SIGN_IN_PATH}/")
