"""A running desk whose webhooks are sent to receivers on loopback."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.webhooks.receiver import Receiver, receiving
from tests.webhooks.world import Town, running_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with aiohttp.ClientSession() as session, running_town(tmp_path, session) as running:
        yield running


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as running:
        yield running
