"""Every error has its words, and every fault of a field too."""

import ast
import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

from api import errors as door
from api import faults, words
from api.responses import answer_error
from desk import errors as desk
from desk.actor import Scope

ROOT = Path(__file__).parents[2]
SAMPLES = {"int": 7, "str": "words", "bool": True, "Scope": Scope.WRITE, "tuple": ("words",), "dict": {}}


def family(root: type[Exception]) -> list[type[Exception]]:
    """A class of error and all below it."""
    return [root, *(each for kind in root.__subclasses__() for each in family(kind))]


ALL = [kind for root in (desk.DeskError, door.Refused) for kind in family(root)]


def sample(kind: type[Exception]) -> Exception:
    """An error of that class with something in each field."""
    given = {}
    for it in fields(kind):  # type: ignore[arg-type]  # every error of both trees is a dataclass
        given[it.name] = SAMPLES[re.split(r"\W", str(getattr(it.type, "__name__", it.type)))[0]]
    if kind is door.Malformed:
        given["reason"] = "json"
    if kind is door.BadIdempotencyKey:
        given["reason"] = "idempotency_key"
    if kind is door.TooMany:
        given["policy"] = "key"
    if kind is door.BadDryRun:
        given["reason"] = "dry_run"
    return kind(**given)


@pytest.mark.parametrize("kind", [it for it in ALL if it not in {desk.DeskError, door.Refused, door.SignInEnds}])
def test_every_error_has_words_of_its_own_tree(kind: type[Exception]) -> None:
    """G9."""
    how = words.told(sample(kind))
    assert how is not words.TABLE[Exception]
    answer = answer_error(sample(kind), "id")
    assert 400 <= answer.status < 600
    assert str(how.words(sample(kind))).endswith(".")


def test_nearly_every_error_stands_in_the_table_itself() -> None:
    inherits = {kind for kind in ALL if kind not in words.TABLE}
    assert inherits == {desk.DeskError, door.Refused, door.SignInEnds, door.BadIdempotencyKey, door.BadDryRun}


def test_the_table_holds_nothing_that_is_no_error() -> None:
    assert set(words.TABLE) - set(ALL) == {Exception}


def test_what_is_unavailable_says_when_to_come_back() -> None:
    """G11."""
    for kind in ALL:
        how = words.told(sample(kind))
        if how.status in {429, 503}:
            assert int(how.headers(sample(kind))["Retry-After"]) > 0, kind


def test_every_401_and_scope_refusal_says_how_to_sign_in() -> None:
    """G9."""
    for error in (
        door.Unauthenticated(given=True),
        door.Unauthenticated(given=False),
        door.InsufficientScope(Scope.READ),
    ):
        assert words.told(error).headers(error)["WWW-Authenticate"].startswith('Bearer realm="tickets"')


def test_both_trees_are_drawn_as_they_are() -> None:
    for module, root in ((desk, desk.DeskError), (door, door.Refused)):
        drawn = re.findall(r"^[│ ├└─]*(\w+)", inspect.getdoc(module) or "", re.MULTILINE)
        assert {kind.__name__ for kind in family(root)} <= set(drawn)


def codes_of(room: str, function: str) -> set[str]:
    """The codes of faults that a room names: the first argument of each call of that function."""
    found = set()
    for path in (ROOT / room).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function:
                found |= {it.value for it in ast.walk(node.args[0]) if isinstance(it, ast.Constant)}
    return {code for code in found if isinstance(code, str)}


def test_every_fault_of_a_field_has_words() -> None:
    named = codes_of("desk", "Fault") | codes_of("api", "Fault") | codes_of("api", "fault")
    assert named - set(faults.FAULTS) == set()
    assert all(faults.words_of(desk.Fault(code, 7)) for code in faults.FAULTS)


def test_every_reason_why_something_cannot_be_read_has_words() -> None:
    assert codes_of("api", "Malformed") - set(words.MALFORMED) == set()
