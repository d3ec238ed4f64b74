"""The project's own files as the guards read them: what git would commit, parsed once."""

import ast
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "bot", "cogs", "desk", "storage")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

NamedFunction = tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]


@dataclass(frozen=True)
class Module:
    """One Python file: `path` from the top of the project, its `text`, and its syntax `tree`."""

    path: str
    text: str
    tree: ast.Module

    @property
    def dotted(self) -> str:
        """The name it is imported by."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def project_files() -> tuple[str, ...]:
    """List every file that is or would be committed. Skips the test where there is no git to ask."""
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout, so nobody can say which files are the project's")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted({name for name in listed.split("\0") if name and (ROOT / name).is_file()}))


@cache
def modules() -> tuple[Module, ...]:
    """Parse every Python file of the project, tests included."""
    return room_modules(*{path.split("/")[0] for path in project_files()})


def room_modules(*rooms: str) -> tuple[Module, ...]:
    """The modules of the given rooms; of all five when none is named."""
    paths = (path for path in project_files() if path.endswith(".py"))
    return tuple(_read(path) for path in paths if path.split("/")[0] in (rooms or ROOMS))


def modules_of_tests() -> tuple[Module, ...]:
    """The modules under `tests/`."""
    return room_modules("tests")


def named_functions(module: Module) -> list[NamedFunction]:
    """List every function with its qualified name, methods and nested ones too."""
    found: list[NamedFunction] = []
    _collect_functions(module.tree, "", found)
    return found


def _collect_functions(node: ast.AST, prefix: str, found: list[NamedFunction]) -> None:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            found.append((prefix + child.name, child))
        inner = prefix + child.name + "." if isinstance(child, DEFINITIONS) else prefix
        _collect_functions(child, inner, found)


@cache
def _read(path: str) -> Module:
    text = (ROOT / path).read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text, path))
