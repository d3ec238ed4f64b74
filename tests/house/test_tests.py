"""How tests are written: their names are sentences, nothing pretends to be Discord, and nothing waits by the clock."""

import ast

from tests.house.source import Module, modules_of_tests, named_functions
from tests.house.test_layout import imported_modules

FEWEST_WORDS = 4


def test_the_name_of_every_test_is_a_sentence() -> None:
    names = {
        f"{module.path}:{name}": name.split(".")[-1]
        for module in modules_of_tests()
        for name, _ in named_functions(module)
    }
    tests = {place: name.removeprefix("test_") for place, name in names.items() if name.startswith("test_")}
    assert [place for place, name in tests.items() if len(name.split("_")) < FEWEST_WORDS] == []


def test_no_test_makes_a_mock() -> None:
    assert [module.path for module in modules_of_tests() if "unittest.mock" in imported_modules(module)] == []


def waits(module: Module) -> list[str]:
    """Name each line of a module that sleeps for a stretch of time; giving way once (`sleep(0)`) is none."""
    calls = [node for node in module.nodes if isinstance(node, ast.Call)]
    sleeping = [call for call in calls if ast.unparse(call.func) in {"asyncio.sleep", "sleep", "time.sleep"}]
    return [f"{module.path}:{call.lineno}" for call in sleeping if [ast.unparse(it) for it in call.args] != ["0"]]


def test_no_test_waits_by_the_clock() -> None:
    assert [place for module in modules_of_tests() for place in waits(module)] == []
