"""Parser, .env.example, pages and `check` tell of the same settings, commands and exit codes."""

import re

import pytest

from bot.commands import words
from bot.commands.exits import ExitCode
from bot.errors import ProcessError
from bot.settings import PREFIX, TABLE, Settings
from storage.errors import StoreStartError
from tests.commandline.pages import PAGES, command_paths
from tests.forked import ROOT


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_are_those_that_the_code_writes(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), "run: python -m tests.commandline.pages"


def test_every_setting_that_is_read_stands_in_the_table_with_all_that_is_told_of_it() -> None:
    secrets = {row.name for row in TABLE if row.secret}
    fields = {PREFIX + field.upper() for field in Settings.model_fields}
    assert {row.name for row in TABLE} == fields | {f"{name}_FILE" for name in secrets}
    assert [row.name for row in TABLE if not (row.takes and row.help.endswith(".") and row.example)] == []


def test_the_example_sets_nothing_until_somebody_takes_a_sign_away() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
    assert {match[1] for line in lines if (match := re.match(r"#(DESK_\w+)=", line))} == {row.name for row in TABLE}


def test_every_command_is_named_on_the_page_about_running() -> None:
    page = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    assert [path for path in command_paths() if path != ("demo",) and f"-m bot {' '.join(path)}" not in page] == []


def test_every_setting_and_exit_code_of_the_page_about_running_exists() -> None:
    page = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\bDESK_\w+", page)) <= {row.name for row in TABLE}
    codes = re.search(r"RestartPreventExitStatus=(.*)", page)
    assert codes is not None
    assert {int(code) for code in codes[1].split()} == {ExitCode.USAGE, ExitCode.STORE, ExitCode.SETTINGS}


def leaves(root: type[Exception]) -> set[type[Exception]]:
    """The errors of a tree that are raised."""
    below = {leaf for kind in root.__subclasses__() for leaf in leaves(kind)}
    return below or {root}


def test_whatever_can_end_the_process_is_told_in_a_sentence() -> None:
    raised = leaves(ProcessError) | leaves(StoreStartError)
    assert {kind.__name__ for kind in raised if not issubclass(kind, words.TOLD)} == set()
