"""One reading of a store without the desk: read-only, beside a desk that may have it open, and nothing is changed."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from desk.store import Tx
from storage.connection import connect_reader
from storage.errors import StoreUnusable
from storage.tx import SqlTx

P = ParamSpec("P")
T = TypeVar("T")


def look_into(path: Path, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What the use case reads in the store at `path` (absolute); None for one that cannot be read so.

    One of an older version is such: it has not all that is asked for.
    """
    with suppress(sqlite3.Error, StoreUnusable), closing(connect_reader(path)) as db:
        db.execute("BEGIN")
        return use_case(SqlTx(db), *args, **kwargs)
    return None
