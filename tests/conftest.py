"""What every room's tests share: how properties are tried, where the browser is, and that Discord is asked rightly."""

import inspect
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import pytest_asyncio
from hypothesis import settings

from bot.demo.simulated import World
from storage.store import open_store
from tests import canaries
from tests.api.described import DESCRIBED, watch
from tests.canaries import CANARIES
from tests.publishing import publish_from_memory
from tests.schema.pinging import unbridled
from tests.schema.published import published
from tests.schema.watch import WATCH, complaints
from tests.sharing_out import Together

if TYPE_CHECKING:
    from playwright.async_api import Browser

# How fast an example runs says nothing on a machine that runs other things beside it; a hang is the timeout's to find.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

# That a quick read is given up in time, its own test asks with a time of its own; a busy machine is no slow store.
inspect.unwrap(open_store).__kwdefaults__["quick_seconds"] = 30.0

World.watchers.append(WATCH.meet)
watch()
canaries.watch()
publish_from_memory()

MEMORY: Final = Path("/dev/shm")
ROOM: Final = 1 << 30
"""Bytes that must be free there, or the files stay on the disk."""


def keep_files_in_memory() -> None:
    """Put temporary files where a sync costs nothing: a store syncs at each commit, thousands of times in the suite.

    Not where there is no such place, or where somebody chose another.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


keep_files_in_memory()

OF_THE_DESK: Final = ("cogs", "demo", "doors", "relay")
"""Folders of tests in which all that is said in Discord is said by the desk."""

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> Path | None:
    """Find the first installed Chromium on the path, or None."""
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    return next((Path(path) for path in found if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser's tests where there is none; under REQUIRE_BROWSER=1, as in CI, refuse to go on instead."""
    browser_items = [item for item in items if item.get_closest_marker("browser")]
    if not browser_items or find_chromium():
        return
    if os.environ.get("REQUIRE_BROWSER") == "1":
        message = f"REQUIRE_BROWSER=1, and none of {', '.join(CHROMIUM_NAMES)} is installed"
        raise pytest.UsageError(message)
    # A laptop without a browser is no failure of the desk; CI never comes here.
    for item in browser_items:
        item.add_marker(pytest.mark.skip(reason="no Chromium is installed (`.ci/run` installs one)"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Share the tests out; the groups by marks of xdist 3.8 are none with pytest 9.2, which knows no other node id."""
    return Together(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Fail the test whose bot asked what Discord refuses, or whose desk answered what nobody described or leaked."""
    yield
    undescribed = DESCRIBED.take()
    if undescribed:
        pytest.fail("The API's description does not have this:\n" + "\n".join(undescribed), pytrace=False)
    sent = WATCH.take()
    CANARIES.sent(sent)
    leaked = CANARIES.take()
    if leaked:
        pytest.fail("A secret stands where it was not handed out:\n" + "\n".join(leaked), pytrace=False)
    found = complaints(sent) or (unbridled(sent) if item.path.parent.name in OF_THE_DESK else [])
    if item.get_closest_marker("asks_wrongly"):
        if not found and published() is not None:
            pytest.fail("Discord would have refused nothing of this: take the mark off", pytrace=False)
    elif found:
        pytest.fail("Discord would have refused:\n" + "\n".join(found), pytrace=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator["Browser"]:
    """Chromium, started once: whoever uses it opens a context of its own. Only for tests marked `browser`."""
    # Few tests need it, and it is slow to import.
    from playwright.async_api import async_playwright  # noqa: PLC0415 -- see above

    path = find_chromium()
    if path is None:
        pytest.fail("a test that asks for `browser` is marked `browser`")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        await launched.close()
