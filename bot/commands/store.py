"""Where commands find a store that is there already; only `run` and `demo` make one."""

from pathlib import Path

from bot import environment
from bot.errors import NoStore
from storage.errors import StoreMissing
from storage.preparation import marker_path


def existing_database() -> Path:
    """The file of the store that the settings name. Raises BadSettings, NoStore, StoreMissing."""
    database = environment.load().database
    if database.exists():
        return database
    marker = marker_path(database)
    raise StoreMissing(database, marker) if marker.exists() else NoStore(database)
