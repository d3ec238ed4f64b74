"""What a page is made of, read as a browser reads it."""

from html.parser import HTMLParser
from typing import Final

ALLOWED: Final = {
    "a": {"href", "rel"},
    "bdi": {"class"},
    "blockquote": set[str](),
    "br": set[str](),
    "code": set[str](),
    "em": set[str](),
    "li": set[str](),
    "ol": {"start"},
    "p": {"class"},
    "pre": set[str](),
    "s": set[str](),
    "span": {"class", "tabindex"},
    "strong": set[str](),
    "time": {"datetime"},
    "u": set[str](),
    "ul": set[str](),
}
"""The elements of a message, each with the attributes that it may have."""

OF_THE_PAGE: Final = ALLOWED | {
    "article": {"class"},
    "body": set[str](),
    "dd": set[str](),
    "details": set[str](),
    "div": {"class", "dir"},
    "dl": {"class"},
    "dt": set[str](),
    "h1": set[str](),
    "h2": {"class"},
    "h3": set[str](),
    "head": set[str](),
    "header": set[str](),
    "html": {"lang"},
    "main": set[str](),
    "meta": {"charset", "http-equiv", "content", "name"},
    "style": set[str](),
    "summary": set[str](),
    "title": set[str](),
}


class Elements(HTMLParser):
    """Every element of a page with its attributes, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.strange: list[tuple[str, str]] = []
        self.allowed = OF_THE_PAGE if page.startswith("<!doctype") else ALLOWED
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what may not be there."""
        if tag not in self.allowed:
            self.strange.append((tag, ""))
            return
        self.strange += [(tag, name) for name, _ in attrs if name not in self.allowed[tag]]
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_comment(self, data: str) -> None:
        """There are none."""
        self.strange.append(("comment", data))
