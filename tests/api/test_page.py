"""The page about the API says what is so."""

import re
from pathlib import Path

from api.limits import Limits
from api.operations import OPEN_PATHS, OPERATIONS
from api.words import TABLE
from desk.answers import KEPT
from desk.reading import MESSAGES_SHOWN, WALKED_AT_MOST
from desk.stream import NAMES

PAGE = (Path(__file__).parents[2] / "docs/api.md").read_text(encoding="utf-8")


def rows() -> list[list[str]]:
    """The cells of the page's tables, without their heads."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    return [cells for cells in lines if "`" in "".join(cells)]


def test_the_page_lists_each_operation_as_it_is() -> None:
    listed = [cells for cells in rows() if len(cells) == 4]
    assert listed == [
        [f"`{it.name}`", it.summary, f"`{it.scope}`" if it.scope else "a session", it.permissions] for it in OPERATIONS
    ]
    assert all(f"`GET {it.path}`" in PAGE for it in OPEN_PATHS)


def test_the_page_says_when_each_error_comes() -> None:
    listed = [(int(cells[0]), cells[1].strip("`")) for cells in rows() if len(cells) == 3]
    assert listed == sorted({(told.status, told.code) for told in TABLE.values()})


def test_the_page_names_each_type_of_event() -> None:
    [listed] = re.findall(r"^- The types: ([^.]*(?:\.\w[^.]*)*)\.$", PAGE, re.MULTILINE)
    assert tuple(re.findall(r"`([\w.]+)`", listed)) == NAMES


def test_the_page_tells_the_limits_that_hold() -> None:
    limits = Limits()
    for words in (
        f"at most {limits.body_bytes // 1024} KiB",
        f"{limits.connections_per_address} an address, {limits.connections} in all",
        f"down to row {WALKED_AT_MOST:,}",
        f"newest {MESSAGES_SHOWN} messages",
        f"has {limits.calls_per_minute} requests a minute",
        f"{limits.failures_per_minute} a minute",
        f'{limits.opened_per_minute} a minute (`"opening"`)',
        f'{limits.long_per_minute} a minute (`"long"`)',
        f"for {KEPT.total_seconds() / 3600:.0f} hours",
    ):
        assert words in re.sub(r"\s+", " ", PAGE), words
    assert (limits.head_seconds, limits.body_seconds, limits.patience_seconds) == (10, 10, 5)
