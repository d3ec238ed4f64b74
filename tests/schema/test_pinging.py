"""What a message says of whom it pings: nothing that its writer typed decides it."""

from typing import Any

import pytest

from tests.schema.pinging import unbridled
from tests.schema.request import Request

ID = 100000000000000001


def sent(**message: Any) -> Request:
    """A message of the bot."""
    return Request("POST", f"/channels/{ID}/messages", {}, message)


def answered(kind: int, **message: Any) -> Request:
    """An answer to an interaction."""
    return Request("POST", f"/interactions/{ID}/token/callback", {}, {"type": kind, "data": message})


def test_a_message_that_names_whom_it_pings_is_fine() -> None:
    """Fault 42."""
    fine = [
        sent(content="@everyone", allowed_mentions={"parse": []}),
        sent(content="x", allowed_mentions={"parse": [], "users": [str(ID)]}),
        sent(content="x", allowed_mentions={"users": [str(ID)], "roles": []}),
        sent(content=""),
        answered(4, content="x", allowed_mentions={"parse": []}),
        answered(5),
        answered(9, title="A form", components=[{"type": 18}]),
        Request("PATCH", f"/channels/{ID}/messages/{ID}", {}, {"content": "x"}),
    ]
    assert unbridled(fine) == []


@pytest.mark.parametrize(
    ("made", "wrong"),
    [
        (sent(content="x"), "leaves open whom it pings"),
        (sent(components=[{"type": 10, "content": "x"}], allowed_mentions=None), "leaves open whom it pings"),
        (sent(content="x", allowed_mentions={"users": []}), "leaves open a part of whom it pings"),
        (sent(content="x", allowed_mentions={"parse": ["roles"]}), "pings all roles that stand in it"),
        (answered(4, content="x"), "leaves open whom it pings"),
        (Request("POST", f"/webhooks/{ID}/token", {}, {"content": "x"}), "leaves open whom it pings"),
    ],
)
def test_a_message_that_leaves_it_open_is_named(made: Request, wrong: str) -> None:
    """Fault 42."""
    assert unbridled([made]) == [f"POST {made.path}: {wrong}"]
