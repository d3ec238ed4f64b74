"""Each point of the REST contract and each fault that applies at this door is named by a test that tries it."""

import ast
import re
from pathlib import Path

# The points that need no session and no later operation; what they say stands in the tests that name them.
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
    "Q": (1, 3),
    "S": range(1, 7),
    "K": range(1, 9),
    "E": range(1, 8),
    "I": range(1, 6),
    "B": (1, 4, 5, 6, 7),
    "X": range(1, 7),
}
NEED_A_SESSION = {"G7"}

# Tries with their right answers, by number, as far as they apply without sessions, outbound calls and search.
FAULTS = {*range(1, 11), 12, 13, 14, 15, 17, 24, 25, *range(30, 37), *range(42, 46), *range(52, 62), 64}


def docstrings() -> str:
    """What the tests of this door say that they try."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py")]
    functions = [
        it for tree in trees for it in ast.walk(tree) if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return "\n".join(ast.get_docstring(it) or "" for it in functions if it.name.startswith("test_"))


def test_every_point_that_needs_no_session_is_tried() -> None:
    named = set(re.findall(r"\b[A-Z][1-9]\d*\b", docstrings()))
    wanted = {f"{letter}{number}" for letter, numbers in POINTS.items() for number in numbers}
    assert wanted - named == NEED_A_SESSION
    assert named - wanted == set()


def test_every_fault_of_this_door_is_tried() -> None:
    told = re.findall(r"[Ff]aults? ([\d, and]+)", docstrings())
    named = {int(number) for part in told for number in re.findall(r"\d+", part)}
    assert FAULTS - named == set()
