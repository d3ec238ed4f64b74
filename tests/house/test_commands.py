"""The commands that the README prints are those that run before a change lands, on an empty machine."""

import os
import re
import tomllib

from tests.house.source import ROOT

SET_UP = (
    "python3.11 -m venv .venv && .venv/bin/pip install --require-hashes -r requirements-dev.txt && .venv/bin/python"
)


def commands_of(page: str) -> list[str]:
    """The lines of a page that begin as the set-up does."""
    return [
        line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line.startswith("python3.11 -m venv")
    ]


def test_the_readme_sets_everything_up_with_two_commands() -> None:
    assert commands_of("README.md") == [f"{SET_UP} -m bot demo", f"{SET_UP} -m pytest"]


def test_what_runs_before_a_change_lands_takes_its_test_command_from_the_readme() -> None:
    pattern = re.search(r"grep -m 1 -E '(.*)' README\.md", (ROOT / ".ci/run").read_text(encoding="utf-8"))
    assert pattern is not None
    assert [line for line in commands_of("README.md") if re.match(pattern[1], line)] == [f"{SET_UP} -m pytest"]


def test_the_scripts_of_the_house_can_be_started() -> None:
    assert all(os.access(ROOT / ".ci" / script, os.X_OK) for script in ("run", "lock"))


def test_every_import_contract_covers_every_room() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["importlinter"]["root_packages"] == ["api", "bot", "cogs", "desk", "storage"]
