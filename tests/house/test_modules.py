"""How a module is written: it opens with its purpose, stays small, and gives a reason for each exception to a rule."""

import ast
import re
from statistics import quantiles

from tests.house.source import ROOMS, NamedFunction, modules, named_functions, room_modules

MODULE_LINES = 400
MODULE_LINES_P95 = 250
FUNCTION_LINES = 60
FUNCTION_LINES_P95 = 30

SENTENCE = re.compile(r"^[A-Z`/].*[.:]")
# What follows a silenced rule: its name, then the reason after a dash or in a comment of its own.
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)$", re.MULTILINE)
REASON = re.compile(r"^(?::\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s*(?:--?|#)\s*\w+|\[[\w, -]+\]\s*#\s*(?:--?\s*)?\w+).*")


def body_lines(function: NamedFunction) -> int:
    """The lines of a function without its docstring and decorators."""
    node = function[1]
    last = node.end_lineno or node.lineno
    docstring = node.body[0] if ast.get_docstring(node) is not None else None
    told = (docstring.end_lineno or docstring.lineno) - docstring.lineno + 1 if docstring else 0
    return last - node.lineno + 1 - told


def p95(numbers: list[int]) -> float:
    """The number that 95 of 100 do not pass; 0 for fewer than two."""
    return quantiles(numbers, n=20, method="inclusive")[-1] if len(numbers) > 1 else 0


def test_every_module_opens_with_a_sentence_of_its_purpose() -> None:
    openings = {module.path: ast.get_docstring(module.tree) or "" for module in modules() if module.text.strip()}
    assert [path for path, opening in openings.items() if not SENTENCE.match(opening)] == []


def test_no_package_of_the_house_is_without_words() -> None:
    assert [module.path for module in room_modules() if not module.text.strip()] == []


def test_no_module_is_longer_than_one_can_hold_in_mind() -> None:
    lines = {module.path: module.text.count("\n") for module in modules()}
    assert {path: count for path, count in lines.items() if count > MODULE_LINES} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    lengths = {f"{module.path}:{it[0]}": body_lines(it) for module in modules() for it in named_functions(module)}
    assert {name: count for name, count in lengths.items() if count > FUNCTION_LINES} == {}


def test_nearly_all_of_the_house_is_in_small_pieces() -> None:
    assert p95([module.text.count("\n") for module in room_modules(*ROOMS)]) <= MODULE_LINES_P95
    functions = [body_lines(function) for module in room_modules(*ROOMS) for function in named_functions(module)]
    assert p95(functions) <= FUNCTION_LINES_P95


def test_every_silenced_rule_gives_its_reason() -> None:
    bare = [
        f"{module.path}: {match.group().strip()}"
        for module in modules()
        if module.path != "tests/house/test_modules.py"
        for match in SILENCED.finditer(module.text)
        if not REASON.match(match.group("rest").strip())
    ]
    assert bare == []
