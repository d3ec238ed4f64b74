"""What stands where: the top of the project, the rooms, and which way their imports run."""

import ast
import sys

import pytest

from tests.house.source import ROOMS, ROOT, Module, project_files, room_modules

TOP_LEVEL = {
    *ROOMS,
    "tests",
    "docs",
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    ".ci",
    ".env.example",
    ".gitignore",
    ".pre-commit-config.yaml",
}


def imported_packages(module: Module) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    found = set()
    for node in module.nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_the_top_of_the_project_holds_only_what_is_meant_to_be_there() -> None:
    assert {path.split("/")[0] for path in project_files()} - TOP_LEVEL == set()


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_every_folder_of_modules_is_a_package(room: str) -> None:
    folders = {(ROOT / module.path).parent for module in room_modules(room)}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_the_desk_imports_nothing_but_itself_and_the_standard_library() -> None:
    allowed = sys.stdlib_module_names - {"asyncio", "sqlite3", "http", "socket", "logging"} | {"desk"}
    strangers = {module.path: imported_packages(module) - allowed for module in room_modules("desk")}
    assert {path: names for path, names in strangers.items() if names} == {}


def test_the_desk_awaits_nothing() -> None:
    kinds = ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
    waiting = [module.path for module in room_modules("desk") for node in module.nodes if isinstance(node, kinds)]
    assert waiting == []


def test_only_use_cases_ask_what_an_actor_may_do() -> None:
    outsiders = room_modules("api", "bot", "cogs")
    assert [module.path for module in outsiders if "desk.permissions" in imported_modules(module)] == []


def imported_modules(module: Module) -> set[str]:
    """The dotted names that a module imports, and those it might mean by `from package import name`."""
    found = set()
    for node in module.nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_simulated_discord_is_touched_in_one_place_of_the_tests_too() -> None:
    allowed = ("tests/simulated/",)
    touching = [module.path for module in room_modules("tests") if "simcord" in imported_packages(module)]
    assert [path for path in touching if not path.startswith(allowed)] == []
