"""The guards read every file of the project: in one process, once."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep them together where tests are shared out among processes."""
    for item in items:
        if "tests/house/" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("house"))
