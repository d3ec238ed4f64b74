"""The one place that reads the settings, from the environment and from `.env`.

What is set in the environment goes before what stands in `.env`, and an empty value counts as none.
"""

import difflib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dotenv.parser import parse_stream
from pydantic import ValidationError

from bot.settings import FILE, PREFIX, TABLE, Settings

ENV_FILE: Final = ".env"
"""Looked for in the folder that the process is started from; it may be missing."""

ENVIRONMENT: Final = "the environment"
_SECRET_FILE_BYTES: Final = 4096
_KNOWN: Final = {row.name: row for row in TABLE}


@dataclass(frozen=True, slots=True)
class SettingFault:
    """What is wrong with one setting: `code` and `limit` are looked up in the command line's words.

    `where` is the environment or a file; `nearest` is the known name that an unknown one is most like.
    """

    name: str
    code: str
    where: str
    limit: str = ""
    nearest: str | None = None


@dataclass(eq=False)
class BadSettings(Exception):
    """All that is wrong with the settings, at once; no value of any of them is in here."""

    faults: tuple[SettingFault, ...]


def load(*, need: frozenset[str] = frozenset(), environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (the process's own by default) and `.env`; `need` names those that must be set.

    Raises BadSettings with every fault at once.
    """
    faults: list[SettingFault] = []
    found: dict[str, tuple[str, str]] = {}
    for name, value, where in (*_of_file(Path(ENV_FILE), faults), *_of_environment(environ)):
        if name not in _KNOWN:
            faults.append(SettingFault(name, "unknown", where, nearest=_nearest(name)))
        elif not value.isprintable():
            faults.append(SettingFault(name, "unprintable", where))
        elif value:
            found[name] = (value, where)
    _open_secret_files(found, faults)
    named = {fault.name for fault in faults}
    faults += [
        SettingFault(name, "missing", ENVIRONMENT)
        for name in sorted(need)
        if name not in found and not named & {name, name + FILE}
    ]
    settings = _validated(found, faults)
    if settings is None or faults:
        raise BadSettings(tuple(faults))
    return settings


def _validated(found: Mapping[str, tuple[str, str]], faults: list[SettingFault]) -> Settings | None:
    values: dict[str, Any] = {name.removeprefix(PREFIX).lower(): value for name, (value, _) in found.items()}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        for item in error.errors(include_input=False, include_url=False):
            name = PREFIX + str(item["loc"][0]).upper()
            limit = next(iter(item.get("ctx", {}).values()), "")
            faults.append(SettingFault(name, item["type"], found[name][1], limit=str(limit)))
        return None


def _of_environment(environ: Mapping[str, str] | None) -> Iterator[tuple[str, str, str]]:
    for name, value in sorted((os.environ if environ is None else environ).items()):
        if name.upper().startswith(PREFIX):
            yield name, _bare(value), ENVIRONMENT


def _of_file(path: Path, faults: list[SettingFault]) -> Iterator[tuple[str, str, str]]:
    """The settings in `.env`, with no `$` in them expanded; what else stands there is for other programs."""
    if not path.exists():
        return
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError):
        faults.append(SettingFault(str(path), "unreadable", str(path)))
        return
    for binding in bindings:
        where = f"line {binding.original.line} of {path}"
        if binding.error:
            faults.append(SettingFault(str(path), "unreadable_line", where))
        elif binding.key is not None and binding.key.upper().startswith(PREFIX):
            yield binding.key, _bare(binding.value or ""), where


def _open_secret_files(found: dict[str, tuple[str, str]], faults: list[SettingFault]) -> None:
    """Put what a secret's file holds in place of the file's name."""
    for name in [row.name for row in TABLE if row.secret and row.name + FILE in found]:
        path, where = found.pop(name + FILE)
        if name in found:
            faults.append(SettingFault(name, "twice", where, limit=name + FILE))
            continue
        try:
            with Path(path).open(encoding="utf-8") as stream:
                text = _bare(stream.read(_SECRET_FILE_BYTES))
        except (OSError, UnicodeDecodeError):
            faults.append(SettingFault(name + FILE, "unreadable", where))
            continue
        if text:
            found[name] = (text, f"the file that {name}{FILE} names")
        else:
            faults.append(SettingFault(name + FILE, "empty", where))


def _bare(value: str) -> str:
    """The value without blanks, line breaks and one pair of quotes around it: some readers of such files leave them."""
    text = value.strip()
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1].strip() if quoted else text


def _nearest(name: str) -> str:
    asked = name.upper().removeprefix(PREFIX)

    def likeness(known: str) -> float:
        # PROT means HTTP_PORT, so the ends of known names count too.
        words = known.removeprefix(PREFIX).split("_")
        ends = ["_".join(words[start:]) for start in range(len(words))]
        return max(difflib.SequenceMatcher(None, asked, end).ratio() for end in ends)

    return max(_KNOWN, key=likeness)
