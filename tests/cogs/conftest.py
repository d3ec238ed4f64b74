"""The world of the Discord door's tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.desk_store import open_desk
from tests.cogs.world import World
from tests.stores import store_in


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A server whose bot is nothing but the Discord door, on a store of its own."""
    async with open_desk(store_in(tmp_path)) as store:
        built = World(store)
        await built.build()
        yield built
        await built.simulated.stop()
        for bot in built.bots:
            await bot.close()
        assert built.simulated.env.errors == []
