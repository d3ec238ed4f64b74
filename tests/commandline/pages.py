"""The pages that are written from the code: `python -m tests.commandline.pages` writes them anew."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import typer.main
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands.exits import ExitCode
from bot.settings import TABLE, Setting
from storage.export.nouns import LEFT_OUT, NOUNS
from tests.forked import ROOT
from tests.house.source import modules

SETTINGS_HEAD: Final = """# Settings

The desk is told how to run by these settings. Each can stand in the environment or in a file `.env` in the folder that
the desk is started from; the environment goes first, and no file is needed. An empty value counts as none. Whatever
starts with `DESK_` and is not in this table is refused, with the name that it is most like.

| setting | takes | default | what it does |
|---|---|---|---|
"""

SETTINGS_FOOT: Final = """
In `.env` a line is `NAME=value`. Blanks, line breaks and one pair of quotes around a value are left out, and no `$` in
it is expanded. `python -m bot check` says what is wrong with the settings, all of it at once; so does each command that
needs them, and ends with 78. No command and no log ever prints a secret.
"""

ENV_HEAD: Final = """# Settings of the desk, as docs/settings.md tells of them.
# Copy this file to .env, which is never committed, and take away the # before what you set.
"""

COMMANDS_HEAD: Final = """# The command line

All commands start with `python -m bot`, in the folder of the project, and print this help themselves.
"""

EXITS_HEAD: Final = """
## Exit codes

| code | meaning |
|---|---|
"""


EXPORT_HEAD: Final = """# The form of an export

`python -m bot export` writes all of a server into one `.zip`, for other programs and for `python -m bot import`. This
page is about what is in it; [running the desk](running.md#exporting-and-importing) says when one uses it.

The archive has a file of JSON Lines for each noun below: UTF-8, one object a line, in the order of its key. Every field
is there in every line, null where there is nothing. Ids are texts, times are RFC 3339 in UTC, and what the REST API
has, too, is named as there. The files that came with messages are `files/` and their id. `manifest.json` stands last:

```json
{
 "format": "support desk",
 "formatVersion": 1,
 "madeAt": "2027-02-01T00:00:00.000Z",
 "servers": ["1456074443980800006"],
 "counts": {"tickets": 1234, "messages": 5678},
 "lastIds": {"tickets": 1240, "messages": 5700}
}
```

`counts` has the lines of every noun, `lastIds` the last id that was given to a row of it, deleted ones included: none
of them is given again. `formatVersion` grows when a program that knows the older form could not read the newer one.

```python
import json, zipfile

with zipfile.ZipFile("desk.zip") as archive, archive.open("tickets.jsonl") as lines:
    tickets = [json.loads(line) for line in lines]
```
"""

EXPORT_FOOT: Final = """
## What is not in it

| what | why |
|---|---|
"""


def export_page() -> str:
    """docs/export.md."""
    nouns = "".join(
        f"\n## {noun.file}\n\n{noun.about}\n\n| field | what stands there |\n|---|---|\n"
        + "".join(f"| `{each.name}` | {each.kind.takes} |\n" for each in noun.columns)
        for noun in NOUNS
    )
    left_out = "".join(f"| {table.replace('_', ' ')} | {why} |\n" for table, why in LEFT_OUT.items())
    return EXPORT_HEAD + nouns + EXPORT_FOOT + left_out


def settings_page() -> str:
    """docs/settings.md."""
    return SETTINGS_HEAD + "".join(_row(setting) for setting in TABLE) + SETTINGS_FOOT


def _row(setting: Setting) -> str:
    default = "" if setting.default is None else f"`{setting.default}`"
    return f"| `{setting.name}` | {setting.takes} | {default} | {setting.help} |\n"


def env_example() -> str:
    """.env.example."""
    return ENV_HEAD + "".join(_lines(setting) for setting in TABLE)


def _lines(setting: Setting) -> str:
    # A default needs no repeating, but shows the form; a secret is left empty, so that none looks as if it were one.
    value = setting.default if setting.default is not None else "" if setting.secret else setting.example
    return f"\n# {setting.help}\n# Takes {setting.takes}.\n#{setting.name}={value}\n"


def commands_page() -> str:
    """docs/command-line.md."""
    helps = "".join(f"\n## {' '.join(path)}\n\n```text\n{_help(path)}```\n" for path in command_paths())
    codes = "".join(f"| {code.value} | {meaning} |\n" for code, meaning in _exit_meanings())
    return COMMANDS_HEAD + helps + EXITS_HEAD + codes


def command_paths() -> list[tuple[str, ...]]:
    """Every command with the groups above it, as one types it."""
    found: list[tuple[str, ...]] = []
    for name, command in typer.main.get_group(app).commands.items():
        inner = getattr(command, "commands", None)
        found += [(name, below) for below in inner] if inner else [(name,)]
    return found


def _help(path: tuple[str, ...]) -> str:
    shown = CliRunner().invoke(app, [*path, "--help"], prog_name="python -m bot", env={"COLUMNS": "100"})
    return re.sub(r"[ \t]+$", "", shown.output, flags=re.MULTILINE)


def _exit_meanings() -> Iterator[tuple[ExitCode, str]]:
    (source,) = (module.text for module in modules() if module.path == "bot/commands/exits.py")
    meanings = dict(re.findall(r'^    ([A-Z]+) = \d+\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL))
    for code in ExitCode:
        yield code, meanings[code.name]


PAGES: Final = {
    ".env.example": env_example,
    "docs/settings.md": settings_page,
    "docs/command-line.md": commands_page,
    "docs/export.md": export_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        Path(ROOT / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
