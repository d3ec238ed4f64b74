"""The one writer: all who wait share one transaction, a savepoint each, and all are answered after its commit."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from desk.errors import OutcomeUnknown, StoreClosed, StoreFailed
from desk.faultpoint import faultpoint
from storage.connection import Connection
from storage.failures import primary_code
from storage.worker import BATCH, Job, Outcome, Watch, Worker, unwatched

TxT = TypeVar("TxT")


class _GroupLost(Exception):
    """The transaction of the whole group ended in the job at `position`, or at the commit when that is None."""

    def __init__(self, position: int | None, error: BaseException) -> None:
        self.position = position
        self.error = error


class _Unknown(Exception):
    """The commit failed in such a way that a crash may bring it back."""


def _nothing_committed(db: sqlite3.Connection, txs: Sequence[object]) -> None:
    del db, txs


def _nothing_to_wake() -> None:
    pass


def _nobody_to_tell(error: BaseException) -> None:
    del error


class Writer(Worker[TxT]):
    """Group commit. A job that raises rolls back its own work alone; no job is acknowledged before the disk has it.

    Once a commit's outcome is unknown the writer is `failed`: it answers StoreClosed and never writes again.
    """

    cut_short = OutcomeUnknown

    def __init__(
        self,
        connection: Connection,
        make_tx: Callable[[sqlite3.Connection], TxT],
        *,
        after_commit: Callable[[sqlite3.Connection, Sequence[TxT]], None] = _nothing_committed,
        on_commit: Callable[[], None] = _nothing_to_wake,
        on_fatal: Callable[[BaseException], None] = _nobody_to_tell,
        limit: int = BATCH,
        watch: Watch = unwatched,
    ) -> None:
        """`make_tx` wraps the connection, anew for each job.

        `after_commit` runs on the writer's thread after COMMIT, with the wrappers of the jobs that were committed; if
        it raises, what is held in memory may lie, so the writer fails. `on_commit` runs on the event loop once for each
        group. At neither has anybody been answered. `on_fatal` runs on the event loop once, when the callers of the
        group that failed have been answered; the process is then to end.
        """
        super().__init__(connection, limit, watch)
        self._make_tx = make_tx
        self._after_commit = after_commit
        self._on_commit = on_commit
        self._on_fatal = on_fatal
        self._fatal: BaseException | None = None
        self._told = False

    @property
    def failed(self) -> bool:
        """Whether the outcome of a commit is unknown, so that nothing may be written any more."""
        return self._fatal is not None

    def serve(self, db: sqlite3.Connection, jobs: list[Job[TxT]]) -> list[Outcome]:
        """See Worker."""
        if self._fatal is not None:
            return [Outcome(error=StoreClosed()) for _ in jobs]
        try:
            return self._group(db, jobs)
        except _GroupLost as lost:
            return self._apart(db, jobs, lost)
        except _Unknown as unknown:
            self._fatal = unknown.__cause__ or unknown
            return [Outcome(error=_unknown(self._fatal)) for _ in jobs]
        except Exception as error:  # noqa: BLE001 -- rolled back; each caller is told
            return [Outcome(error=error) for _ in jobs]

    def _apart(self, db: sqlite3.Connection, jobs: list[Job[TxT]], lost: _GroupLost) -> list[Outcome]:
        """Nothing of the group was kept: run each again alone, but for the one that ended it."""
        if len(jobs) == 1:
            return [Outcome(error=lost.error)]
        outcomes: list[Outcome] = []
        refused: Outcome | None = None
        for position, job in enumerate(jobs):
            outcome = Outcome(error=lost.error) if position == lost.position else refused or self.serve(db, [job])[0]
            if primary_code(outcome.error) == sqlite3.SQLITE_BUSY:
                # Not another whole timeout for each of the others.
                refused = outcome
            outcomes.append(outcome)
        return outcomes

    def _group(self, db: sqlite3.Connection, jobs: list[Job[TxT]]) -> list[Outcome]:
        # IMMEDIATE: a transaction that first reads and then wants to write can be refused without any waiting.
        db.execute("BEGIN IMMEDIATE")
        outcomes: list[Outcome] = []
        kept: list[TxT] = []
        try:
            faultpoint("store.after_begin")
            for position, job in enumerate(jobs):
                tx = self._make_tx(db)
                outcome = _in_savepoint(db, position, job, tx)
                outcomes.append(outcome)
                if outcome.error is None:
                    kept.append(tx)
            faultpoint("store.before_commit")
            _commit(db)
        except BaseException:
            _roll_back(db)
            raise
        try:
            faultpoint("store.after_commit")
            self._after_commit(db, kept)
        except Exception as error:
            raise _Unknown from error
        return outcomes

    def before_answers(self, outcomes: list[Outcome]) -> None:
        """See Worker."""
        if any(outcome.error is None for outcome in outcomes):
            self._on_commit()
        faultpoint("store.before_answer")

    def after_answers(self) -> None:
        """See Worker."""
        if self._fatal is not None and not self._told:
            self._told = True
            self.abandon()
            self._on_fatal(self._fatal)


def _unknown(cause: BaseException) -> OutcomeUnknown:
    error = OutcomeUnknown()
    error.__cause__ = cause
    return error


def _in_savepoint(db: sqlite3.Connection, position: int, job: Job[TxT], tx: TxT) -> Outcome:
    db.execute("SAVEPOINT job")
    try:
        outcome = Outcome(job.work(tx))
    except BaseException as error:  # noqa: BLE001 -- it is the caller's, and the others of the group go on
        outcome = Outcome(error=error)
    # A full disk, an I/O error or no memory roll back everything by themselves; a RELEASE would then commit alone.
    if not db.in_transaction:
        raise _GroupLost(position, outcome.error or StoreFailed())
    if outcome.error is not None:
        db.execute("ROLLBACK TO job")
    db.execute("RELEASE job")
    return outcome


def _commit(db: sqlite3.Connection) -> None:
    try:
        db.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        # A deferred constraint: one job broke it, and only alone can it be told which.
        _roll_back(db)
        raise _GroupLost(None, error) from error
    except sqlite3.Error as error:
        # A write that failed left no whole commit in the log. After a failed sync nobody knows: a crash brought the
        # row back although the connection no longer saw it.
        known = error.sqlite_errorcode == sqlite3.SQLITE_IOERR_WRITE
        if primary_code(error) == sqlite3.SQLITE_IOERR and not known:
            raise _Unknown from error
        raise


def _roll_back(db: sqlite3.Connection) -> None:
    if db.in_transaction:
        # SQLite has left the transaction even where it reports an error, and the first error is the one to tell.
        with suppress(sqlite3.Error):
            db.execute("ROLLBACK")
