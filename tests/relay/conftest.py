"""The world of the relay's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.desk_store import open_desk
from tests.relay.world import World
from tests.stores import store_in


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A server with the whole Discord side of the desk."""
    async with open_desk(store_in(tmp_path)) as store:
        built = World(store)
        try:
            await built.build()
            yield built
        finally:
            await built.end()
        assert built.simulated.env.errors == []
