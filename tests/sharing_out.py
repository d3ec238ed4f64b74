"""Which tests one process runs together, where tests are shared out among processes; all others go one by one."""

from typing import Final

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it says nothing of its types

TOGETHER: Final = (
    "tests/house/",
    "tests/languages/",
    "tests/demo/test_browser.py",
    "tests/demo/test_reference.py",
    "tests/killed/test_discord_fails.py",
)
"""They read the same files, or use the same process: once made, it serves them all."""


class Together(LoadScopeScheduling):  # type: ignore[misc]  # so the base is unknown
    """Hands out each test by itself, but for those of one of these folders or files."""

    def _split_scope(self, nodeid: str) -> str:
        return next((each for each in TOGETHER if nodeid.startswith(each)), nodeid)
