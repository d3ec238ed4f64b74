"""Each limit that Discord states in words alone is held: what keeps it passes, what passes it is named."""

from typing import Any, Final

import pytest

from tests.schema.limits import beyond
from tests.schema.request import Request

ID: Final = 100000000000000001
V2: Final = 1 << 15


def message(**fields: Any) -> Request:
    """A message of the bot."""
    return Request("POST", f"/channels/{ID}/messages", {}, fields)


def row(*items: dict[str, Any]) -> dict[str, Any]:
    """A row of components."""
    return {"type": 1, "components": list(items)}


def button(name: str = "a", **changes: Any) -> dict[str, Any]:
    """A button."""
    return {"type": 2, "style": 1, "label": name, "custom_id": name} | changes


def select(*values: str, **changes: Any) -> dict[str, Any]:
    """A select."""
    return {"type": 3, "custom_id": "s", "options": [{"label": it, "value": it} for it in values]} | changes


def answer(kind: int, **data: Any) -> Request:
    """An answer to an interaction."""
    return Request("POST", f"/interactions/{ID}/token/callback", {}, {"type": kind, "data": data})


def modal(*parts: dict[str, Any], title: str = "Form") -> Request:
    """A form."""
    return answer(9, custom_id="form", title=title, components=list(parts))


def field(name: str, **changes: Any) -> dict[str, Any]:
    """An input under its label."""
    return {"type": 18, "label": name, "component": {"type": 4, "custom_id": name, "style": 1} | changes}


def command(*options: dict[str, Any], **changes: Any) -> Request:
    """All commands: one."""
    made = {"type": 1, "name": "ticket", "description": "Tickets", "options": list(options)} | changes
    return Request("PUT", f"/applications/{ID}/commands", {}, [made])


def option(name: str = "one", **changes: Any) -> dict[str, Any]:
    """An option of a command."""
    return {"type": 3, "name": name, "description": "x"} | changes


def text(words: str) -> dict[str, Any]:
    """A text among components."""
    return {"type": 10, "content": words}


GOOD: Final = {
    "a full message": message(content="x" * 2000, components=[row(*[button(str(i)) for i in range(5)])]),
    "forty components": message(flags=V2, components=[{"type": 17, "components": [text("x" * 100)] * 39}]),
    "an edit of nothing but the flags": Request("PATCH", f"/channels/{ID}/messages/{ID}", {}, {"flags": 4}),
    "a deferral": Request("POST", f"/interactions/{ID}/token/callback", {}, {"type": 5, "data": {"flags": 64}}),
    "a form of five": modal(*[field(str(i)) for i in range(5)]),
    "a select of several": message(content="x", components=[row(select("a", "b", min_values=0, max_values=2))]),
    "a link": message(content="x", components=[row(button(style=5, url="https://a.example", custom_id=None))]),
    "a command": command(option(required=True), option("two", choices=[{"name": "a", "value": "b"}])),
    "a command of the menu": command(type=3, name="Open a ticket about this", description=""),
    "a name in another script": command(option(name_localizations={"ja": "カテゴリー"})),
    "completions": answer(8, choices=[{"name": "a", "value": "a"}]),
}

BAD: Final = {
    "content: 2002 of 2000 at most": message(content="\N{FIRE}" * 1001),
    "the message is empty": message(content="", flags=4),
    "rows: 6 of 5 at most": message(content="x", components=[row(button(str(i))) for i in range(6)]),
    "buttons of a row: 6 of 5 at most": message(content="x", components=[row(*[button(str(i)) for i in range(6)])]),
    "a row with a select: 2 of 1 at most": message(content="x", components=[row(select("a"), button())]),
    "custom_id 'a' stands twice": message(content="x", components=[row(button(), button())]),
    "button 'a' shows neither label nor emoji": message(content="x", components=[row(button(label=" "))]),
    "button 'a' is to have url alone": message(content="x", components=[row(button(style=5))]),
    "component 2 is in no row": message(content="x", components=[button()]),
    "content stands beside components that are the whole message": message(content="x", components=[text("y")]),
    "components: 41 of 40 at most": message(components=[{"type": 17, "components": [text("x")] * 40}]),
    "the text of the components: 4001 of 4000 at most": message(components=[text("x" * 4000), text("y")]),
    "a text is blank": message(components=[text(" \n")]),
    "select 's' asks for 3 to 1": message(content="x", components=[row(select("a", "b", min_values=3))]),
    "select 's' asks for 3 of 2": message(content="x", components=[row(select("a", "b", max_values=3))]),
    "value in select 's' 'a' stands twice": message(content="x", components=[row(select("a", "a"))]),
    "select 's' has a blank label": message(content="x", components=[row(select(" "))]),
    "the words of all embeds: 6002 of 6000 at most": message(
        embeds=[{"title": "a", "description": "x" * 3000}, {"footer": {"text": "y" * 3001}}]
    ),
    "a field of an embed is blank": message(embeds=[{"fields": [{"name": "x", "value": ""}]}]),
    "allowed_mentions names users and allows all of them": message(
        content="x", allowed_mentions={"parse": ["users"], "users": ["1"]}
    ),
    "inputs: 6 of 5 at most": modal(*[field(str(i)) for i in range(6)]),
    "the title is blank": modal(field("a"), title=" "),
    "a label is blank": modal(field(" ")),
    "input 'a' is filled with 3 characters, and takes 0 to 2": modal(field("a", value="xyz", max_length=2)),
    "input 'a' takes 3 to 2 characters": modal(field("a", min_length=3, max_length=2)),
    "choice 0 has a blank name": answer(8, choices=[{"name": "", "value": "a"}]),
    "the name is blank": Request("POST", f"/channels/{ID}/threads", {}, {"name": " "}),
    "topic: 1025 of 1024 at most": Request("PATCH", f"/channels/{ID}", {}, {"topic": "x" * 1025}),
    "overwrite '1' stands twice": Request("PATCH", f"/channels/{ID}", {}, {"permission_overwrites": [{"id": 1}] * 2}),
    "/ticket: 'Ticket' is no name of a command or option": command(name_localizations={"de": "Ticket"}),
    "/ticket one has a blank description": command(option(description="")),
    "option of /ticket 'one' stands twice": command(option(), option()),
    "/ticket: what must be given comes first": command(option(), option("two", required=True)),
    "/ticket one has choices and completes": command(option(choices=[{"name": "a", "value": 1}], autocomplete=True)),
    "choice of /ticket one 'a' stands twice": command(option(choices=[{"name": "a", "value": 1}] * 2)),
    "all words of /ticket: 8013 of 8000 at most": command(
        *[option(f"{i:02}", description="x", description_localizations={"ja": "y" * 318}) for i in range(25)]
    ),
    "command 'ticket' stands twice": Request(
        "PUT", f"/applications/{ID}/commands", {}, [{"name": "ticket", "type": 3}] * 2
    ),
}


@pytest.mark.parametrize("what", GOOD)
def test_what_keeps_the_limits_passes_them(what: str) -> None:
    assert beyond(GOOD[what]) == []


@pytest.mark.parametrize("what", BAD)
def test_what_passes_a_limit_is_named(what: str) -> None:
    assert what in beyond(BAD[what])
