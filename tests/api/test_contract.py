"""Each point of the REST contract is named by a test that tries it."""

import ast
import re
from pathlib import Path

# What they say stands in the tests that name them.
POINTS = {
    "G": range(1, 17),
    "T": range(1, 11),
    "P": range(1, 8),
    "U": range(1, 12),
    "D": range(1, 7),
    "M": range(1, 7),
    "C": range(1, 10),
    "A": range(1, 2),
    "O": range(1, 4),
    "Q": range(1, 5),
    "S": range(1, 7),
    "K": range(1, 9),
    "E": range(1, 8),
    "I": range(1, 6),
    "B": range(1, 8),
    "X": range(1, 7),
}


def docstrings() -> str:
    """What the tests of this door say that they try."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py")]
    functions = [
        it for tree in trees for it in ast.walk(tree) if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return "\n".join(ast.get_docstring(it) or "" for it in functions if it.name.startswith("test_"))


def test_every_point_and_no_other_is_tried() -> None:
    named = set(re.findall(r"\b[A-Z][1-9]\d*\b", docstrings()))
    assert named == {f"{letter}{number}" for letter, numbers in POINTS.items() for number in numbers}
