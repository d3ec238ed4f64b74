"""What writer and readers share: whoever waits is served in batches, each batch in one hop to the connection's thread.

Callers queue on the event loop; a batch takes whoever waits at that moment and never waits for more. While the thread
works on one batch, the next one forms.
"""

import asyncio
import logging
import sqlite3
import time
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Generic, TypeVar

from desk.errors import DeskError, StoreClosed
from storage.connection import Connection
from storage.failures import as_told

BATCH: Final = 64
"""Most jobs in one batch; measured, more than this gains nothing."""

Watch = Callable[[Sequence[float], float], None]
"""Hears on the event loop of each batch: the seconds that each of its jobs had waited, and those that all took then."""

T = TypeVar("T")
TxT = TypeVar("TxT")

_log = logging.getLogger(__name__)


def unwatched(_waits: Sequence[float], _took: float) -> None:
    """Hears nothing."""


@dataclass(eq=False)
class Job(Generic[TxT]):
    """One caller's whole function, and the future that answers it. `since` is monotonic seconds."""

    work: Callable[[TxT], Any]
    future: asyncio.Future[Any]
    since: float = field(default_factory=time.monotonic)


@dataclass(frozen=True)
class Outcome:
    """What a job came to: `error`, or `value` where that is None."""

    value: object = None
    error: BaseException | None = None


class Worker(ABC, Generic[TxT]):
    """A queue of jobs before one connection. Lives on one event loop."""

    cut_short: ClassVar[type[DeskError]] = StoreClosed
    """What a batch is told when the loop is torn down while the thread works on it."""

    def __init__(self, connection: Connection, limit: int = BATCH, watch: Watch = unwatched) -> None:
        """`limit` is the most jobs that go to the thread at once; `watch` hears how long each batch took."""
        self._connection = connection
        self._watch = watch
        self._limit = limit
        self._waiting: deque[Job[TxT]] = deque()
        self._server: asyncio.Task[None] | None = None
        self._closed = False

    def submit(self, work: Callable[[TxT], T]) -> asyncio.Future[T]:
        """Queue `work`, a whole function of one transaction, and answer with the future of its result.

        Cancelling the future drops the result and nothing else. Raises StoreClosed once the worker is closing.
        """
        if self._closed:
            raise StoreClosed
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.append(Job(work, future))
        if self._server is None:
            # It starts at the loop's next turn, so all that is submitted in this one goes together.
            self._server = loop.create_task(self._serve_all())
        return future

    async def close(self) -> None:
        """Take no more jobs, and return when all that wait are answered. The connection stays open."""
        self._closed = True
        if self._server is not None:
            await asyncio.wait([self._server])

    def abandon(self) -> None:
        """Take no more jobs, and answer all that wait with StoreClosed; a batch under way is still answered."""
        self._closed = True
        while self._waiting:
            _answer(self._waiting.popleft(), Outcome(error=StoreClosed()))

    async def _serve_all(self) -> None:
        try:
            while self._waiting:
                size = min(len(self._waiting), self._limit)
                await self._serve_batch([self._waiting.popleft() for _ in range(size)])
        except BaseException:
            # The loop is being ended under us; nobody may wait for ever.
            self.abandon()
            raise
        finally:
            self._server = None

    async def _serve_batch(self, jobs: list[Job[TxT]]) -> None:
        outcomes = [Outcome(error=self.cut_short())] * len(jobs)
        begun = time.monotonic()
        try:
            outcomes = await self._connection.run(lambda db: self.serve(db, jobs))
            self.before_answers(outcomes)
        except Exception as error:  # noqa: BLE001 -- every caller of the batch gets it, and the next batch must run
            outcomes = [Outcome(error=error)] * len(jobs)
        finally:
            for job, outcome in zip(jobs, outcomes, strict=True):
                _answer(job, outcome)
        self._watch([begun - job.since for job in jobs], time.monotonic() - begun)
        self.after_answers()

    @abstractmethod
    def serve(self, db: sqlite3.Connection, jobs: list[Job[TxT]]) -> list[Outcome]:
        """Run on the connection's thread: one outcome per job, in their order."""

    def before_answers(self, outcomes: list[Outcome]) -> None:
        """Run on the event loop when a batch is done and nobody has been told."""

    def after_answers(self) -> None:
        """Run on the event loop when the callers of a batch have been told."""


def _answer(job: Job[Any], outcome: Outcome) -> None:
    if job.future.done():
        if outcome.error is not None and not isinstance(outcome.error, DeskError):
            _log.error("work failed after its caller had gone", exc_info=outcome.error)
        return
    if outcome.error is None:
        job.future.set_result(outcome.value)
    else:
        job.future.set_exception(as_told(outcome.error))
