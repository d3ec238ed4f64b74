"""What the tests of the engine share: an open store of lines, and the faultpoints that are passed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from desk import faultpoint
from tests.storage.lines import Lines, open_lines


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Lines]:
    async with open_lines(tmp_path) as store:
        yield store


@pytest.fixture
def points() -> Iterator[list[str]]:
    passed: list[str] = []
    faultpoint.install(passed.append)
    yield passed
    faultpoint.install(None)
