"""Thirty deaths of one desk: what was acknowledged is there, shown once, and answered the same when asked again."""

from pathlib import Path

import pytest

from tests.killed.lives import live_through


@pytest.mark.timeout(180)
async def test_what_was_acknowledged_survives_thirty_deaths_and_is_seen_once(tmp_path: Path) -> None:
    await live_through(tmp_path, range(30))
