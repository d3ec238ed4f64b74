"""Which SQLite this Python is linked with, and whether it has the fault that shapes the store."""

import sqlite3
from typing import Final

VERSION: Final = sqlite3.sqlite_version

_FIXED_FROM: Final = (3, 51, 3)
_FIXED_BRANCHES: Final = {(3, 50): 7, (3, 44): 6}


def spoils_shared_logs(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether two connections that checkpoint at once can corrupt a database, sqlite.org/wal.html#walresetbug.

    The desk itself is safe with every version, since its writer alone checkpoints; other programs that open the file
    to write, Litestream among them, are not.
    """
    patched = _FIXED_BRANCHES.get((version[0], version[1]))
    return version < _FIXED_FROM and (patched is None or version[2] < patched)
