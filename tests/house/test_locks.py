"""The lock files install the same bytes anywhere, from wherever one's packages come."""

import re
import tomllib
from collections import Counter

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import ROOT

LOCK_FILES = ("requirements.txt", "requirements-dev.txt")


def read_lock(name: str) -> str:
    """The text of one lock file."""
    return (ROOT / name).read_text(encoding="utf-8")


def pins_of(name: str) -> dict[str, str]:
    """The version that a lock file gives to each package."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", read_lock(name), re.MULTILINE))


def version_in(pins: dict[str, str], asked: Requirement) -> str:
    """The version pinned for what was asked; one that no range allows when there is none."""
    return pins.get(canonicalize_name(asked.name), "0.0.dev0")


def requirements_for(name: str) -> list[Requirement]:
    """What pyproject.toml asks of a lock file."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(project["project"]["dependencies"])
    if name == "requirements-dev.txt":
        asked += [*project["project"]["optional-dependencies"]["demo"], *project["dependency-groups"]["dev"]]
    return [Requirement(line) for line in asked]


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_names_no_host_and_no_folder(name: str) -> None:
    assert re.findall(r"^.*(?:://|file:|--(?:index|find|extra|trusted)).*$", read_lock(name), re.MULTILINE) == []


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_gives_every_package_one_version_on_each_python_and_its_hashes(name: str) -> None:
    entries = re.split(r"^(?=[^\s#])", read_lock(name), flags=re.MULTILINE)[1:]
    unlocked = [
        entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+ .*\\\n\s+--hash=sha256:[0-9a-f]{64}", entry)
    ]
    assert unlocked == []
    names = Counter(entry.partition("==")[0] for entry in entries)
    doubled = [it for it in entries if names[it.partition("==")[0]] > 1 and "; python_full_version" not in it]
    assert doubled == []


@pytest.mark.parametrize("name", LOCK_FILES)
def test_a_lock_file_keeps_to_the_ranges_of_the_project(name: str) -> None:
    pins = pins_of(name)
    astray = [str(asked) for asked in requirements_for(name) if version_in(pins, asked) not in asked.specifier]
    assert astray == [], "run .ci/lock"


def test_what_is_developed_with_is_what_is_served_with() -> None:
    served, developed = (pins_of(name) for name in LOCK_FILES)
    assert served.items() <= developed.items()
