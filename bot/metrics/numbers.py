"""The numbers: counted as things happen, or read when somebody asks. No label holds what a caller or a member wrote."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from desk.exchange import Gauges

_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Numbers:
    """The numbers of one process."""

    def __init__(self, database: Path) -> None:
        """`database` is the file of the store, whose size is looked at and which is never opened."""
        self._database = database
        self._registry = made = CollectorRegistry()
        ProcessCollector(registry=made)
        self._requests = Counter(
            "desk_http_requests", "Answers, by operation and status.", ("operation", "status"), registry=made
        )
        self._seconds = Histogram(
            "desk_http_request_seconds",
            "From a request's head to the end of its answer.",
            ("operation",),
            buckets=_QUICK,
            registry=made,
        )
        self._of = cache(self._counting)
        self._waits = Histogram(
            "desk_store_wait_seconds", "How long a write waited for its turn.", buckets=_QUICK, registry=made
        )
        self._commits = Histogram(
            "desk_store_commit_seconds",
            "From a group's first statement to its commit on the disk.",
            buckets=_QUICK,
            registry=made,
        )
        self._pending = Gauge("desk_outbox_pending", "Due events that Discord does not show yet.", registry=made)
        self._oldest = Gauge("desk_outbox_oldest_seconds", "How long the oldest of them has been due.", registry=made)
        self._parked = Gauge("desk_outbox_parked", "Events that Discord refused for good.", registry=made)
        self._untaken = Gauge(
            "desk_webhook_messages_pending", "Messages that webhooks have not taken yet.", registry=made
        )
        self._oldest_untaken = Gauge(
            "desk_webhook_oldest_seconds", "How long ago the oldest of them happened.", registry=made
        )
        self._webhooks_off = Gauge("desk_webhooks_off", "Webhooks that the desk has switched off.", registry=made)
        self._tickets = Gauge("desk_tickets_open", "Open tickets.", ("claimed",), registry=made)
        self._parts = Gauge("desk_part_works", "1 for a part of the desk that works.", ("part",), registry=made)
        self._files = Gauge("desk_store_bytes", "Size of the store and of the log beside it.", ("file",), registry=made)

    def answered(self, operation: str, status: int, seconds: float) -> None:
        """One request was answered."""
        requests, lasting = self._of(operation, status)
        requests.inc()
        lasting.observe(seconds)

    def _counting(self, operation: str, status: int) -> tuple[Counter, Histogram]:
        """What counts such answers. It is looked up once: that takes longer than to count."""
        return self._requests.labels(operation, str(status)), self._seconds.labels(operation)

    def committed(self, waits: Sequence[float], took: float) -> None:
        """One group of writes is done, whose jobs had waited so long."""
        for wait in waits:
            self._waits.observe(wait)
        self._commits.observe(took)

    def text(self, now: Gauges, parts: dict[str, bool]) -> bytes:
        """All numbers, with what is so now."""
        self._pending.set(now.pending)
        self._oldest.set(now.pending_seconds)
        self._parked.set(now.parked)
        self._untaken.set(now.untaken)
        self._oldest_untaken.set(now.untaken_seconds)
        self._webhooks_off.set(now.webhooks_off)
        self._tickets.labels("no").set(now.unclaimed)
        self._tickets.labels("yes").set(now.claimed)
        for part, works in parts.items():
            self._parts.labels(part).set(works)
        for name, ending in (("database", ""), ("log", "-wal")):
            self._files.labels(name).set(_size(self._database.with_name(self._database.name + ending)))
        return generate_latest(self._registry)


def _size(file: Path) -> int:
    """The bytes of a file. Opening the store here, and closing it, would drop the locks that SQLite holds on it."""
    return file.stat().st_size if file.exists() else 0
