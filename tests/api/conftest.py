"""A running desk and a client that calls it."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.api.client import Client
from tests.api.world import Desk, running_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with running_desk(tmp_path) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=20)) as opened:
        yield opened


@pytest.fixture
def call(desk: Desk, session: aiohttp.ClientSession) -> Client:
    return Client(desk, session)


@pytest.fixture
async def ticket(desk: Desk) -> str:
    """The id of a ticket of owner in the category `open`."""
    return await desk.ticket()
