"""The machine under the desk, as a look in Discord tells of it: clock, disk and SQLite."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from bot import checks
from desk.findings import Finding, Matter, Verdict
from storage import driver

_MIB: Final = 1024 * 1024


def of_machine(folder: Path | None, now: datetime, discord_now: datetime) -> Iterator[Finding]:
    """What is to be said of the machine; `discord_now` is the time by Discord's clock a moment ago."""
    yield of_clock((now - discord_now).total_seconds())
    if folder is not None:
        free = shutil.disk_usage(folder).free
        yield Finding(Verdict(checks.of_room(free).verdict.value), Matter.DISK, {"free": free // _MIB})
    yield Finding(Verdict(checks.of_sqlite().verdict.value), Matter.SQLITE, {"version": driver.VERSION})


def of_clock(ahead: float) -> Finding:
    """Whether this machine's clock, so many seconds ahead of Discord's, is near enough."""
    verdict = Verdict.GOOD if abs(ahead) <= checks.CLOCK_SECONDS else Verdict.BAD
    return Finding(verdict, Matter.CLOCK, {"ahead": round(ahead)})
