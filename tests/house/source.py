"""The project's own files as the guards read them: what git would commit, parsed once."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("api", "bot", "cogs", "desk", "storage")
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)

LOOKED_AT = (
    *DEFINITIONS,
    *(ast.Import, ast.ImportFrom, ast.Call, ast.Attribute, ast.Try, ast.ExceptHandler),
    *(ast.Await, ast.AsyncFor, ast.AsyncWith),
)
"""Kinds of nodes that the guards ask for; the rest is most of the project, and is not kept."""

NamedFunction = tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]


@dataclass(frozen=True)
class Module:
    """One Python file: `path` from the top of the project, its `text`, and its syntax `tree`."""

    path: str
    text: str
    tree: ast.Module

    @cached_property
    def named_nodes(self) -> tuple[tuple[str, ast.AST], ...]:
        """Every node that a guard looks at, with the qualified name of the definition that it is, or stands in."""
        return tuple(_with_names(self.tree))

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node that a guard looks at."""
        return tuple(node for _, node in self.named_nodes)

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
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    return [(name, node) for name, node in module.named_nodes if isinstance(node, functions)]


def _with_names(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    left: list[tuple[str, ast.AST]] = [("", tree)]
    while left:
        name, node = left.pop()
        if isinstance(node, LOOKED_AT):
            yield name, node
        for child in ast.iter_child_nodes(node):
            inner = f"{name}.{child.name}".lstrip(".") if isinstance(child, DEFINITIONS) else name
            left.append((inner, child))


@cache
def _read(path: str) -> Module:
    text = (ROOT / path).read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text, path))
