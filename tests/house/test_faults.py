"""Every try is held off by a test that names its number."""

import ast
import re
from functools import cache

import pytest

from tests.house.faults import EXEMPT, TRIES
from tests.house.source import Module, modules_of_tests, named_functions

# "Fault 5", "faults 3, 10" at any place of a docstring; a number with a dot, as 2.16, is of another list.
LISTED = re.compile(r"\bfaults? (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?\b)*)", re.IGNORECASE)


def numbers(docstring: str) -> set[int]:
    """The numbers that a docstring names."""
    found = [each for listed in LISTED.findall(docstring) for each in re.split(", | and ", listed)]
    return {int(each) for each in found if each.isdecimal()}


def named(module: Module) -> set[int]:
    """The numbers that the tests of a module name."""
    tests = [node for name, node in named_functions(module) if name.split(".")[-1].startswith("test_")]
    return {number for test in tests for number in numbers(ast.get_docstring(test) or "")}


@cache
def all_named() -> frozenset[int]:
    """The numbers that any test names."""
    return frozenset().union(*map(named, modules_of_tests()))


@pytest.mark.parametrize(
    ("docstring", "found"),
    [
        ("Fault 61: pipelining.", {61}),
        ("T7, G10, faults 1, 2, 4.", {1, 2, 4}),
        ("Faults 13 and 14, whoever asks.", {13, 14}),
        ("Fault 33, in a cookie and an id.", {33}),
        ("Faults 2.16, 50, Q2.", {50}),
        ("The default 5.", set()),
    ],
)
def test_a_docstring_names_tries_in_plain_words(docstring: str, found: set[int]) -> None:
    assert numbers(docstring) == found


def test_every_try_is_named_by_a_test_that_holds_it_off() -> None:
    unnamed = set(range(1, len(TRIES) + 1)) - all_named() - set(EXEMPT)
    assert {number: TRIES[number - 1] for number in sorted(unnamed)} == {}


def test_no_test_names_a_try_that_there_is_not() -> None:
    assert all_named() <= set(range(1, len(TRIES) + 1))


def test_no_try_is_exempt_that_a_test_names() -> None:
    assert sorted(set(EXEMPT) & all_named()) == []
