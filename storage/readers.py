"""Reading: each job sees one snapshot, from BEGIN to ROLLBACK, on a connection that cannot write."""

import math
import sqlite3
import time
from collections.abc import Callable
from typing import Final, TypeVar

from desk.errors import StoreBusy
from storage.connection import Connection
from storage.recall import RememberingConnection
from storage.worker import BATCH, Job, Outcome, Worker

TxT = TypeVar("TxT")

QUICK_SECONDS: Final = 2.0
"""From being asked to being given up, for a reader that people wait for while they type."""

_STEPS_BETWEEN_LOOKS: Final = 5000


class Reader(Worker[TxT]):
    """A reader. With `seconds`, a job that is not done so long after it was asked for is answered StoreBusy.

    All rows must be fetched before a job returns: an unfinished cursor would hold the snapshot.
    """

    def __init__(
        self,
        connection: Connection,
        make_tx: Callable[[sqlite3.Connection], TxT],
        *,
        seconds: float = math.inf,
        limit: int = BATCH,
    ) -> None:
        """`make_tx` wraps the connection for one job. `limit` 1 lets no job wait for the answer of another."""
        super().__init__(connection, limit)
        self._make_tx = make_tx
        self._seconds = seconds

    def serve(self, db: sqlite3.Connection, jobs: list[Job[TxT]]) -> list[Outcome]:
        """See Worker."""
        return [self._read(db, job) for job in jobs]

    def _read(self, db: sqlite3.Connection, job: Job[TxT]) -> Outcome:
        if job.future.cancelled():
            return Outcome()
        assert isinstance(db, RememberingConnection)  # noqa: S101 -- what reads is opened as one, said to the checker
        deadline = job.since + self._seconds
        if time.monotonic() > deadline:
            return Outcome(error=StoreBusy())
        if deadline < math.inf:
            db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
        try:
            db.begin()
            return Outcome(job.work(self._make_tx(db)))
        except BaseException as error:  # noqa: BLE001 -- it is the caller's, and the other jobs must run
            return Outcome(error=error)
        finally:
            # First, or a late look could stop the ROLLBACK too.
            db.set_progress_handler(None, 0)
            db.end()
