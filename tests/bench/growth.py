"""How much longer each thing takes in a large store: `python -m tests.bench.growth`.

Two stores are filled by SQL, one with a thousand tickets and one with many, and each thing is asked of both in turns,
as the doors ask it: the use case in one transaction. Nothing is remembered of what was read before; pages and
statements are warm. The shortest of many times is taken. The responder answers five categories of fifty, and the
member has opened three tickets.
"""

import argparse
import math
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from desk import queue, reading, search, tickets
from desk.actor import Actor
from desk.exchange import Slice, TicketFilter
from desk.models import Status
from desk.store import Tx
from desk.tickets import TicketDraft
from storage.connection import connect_writer
from storage.tx import SqlTx
from tests.bench.filling import Size, fill
from tests.people import actor
from tests.stores import store_in

PEOPLE: Final = {"member": "owner", "responder": "responder", "manager": "manager"}
LATER: Final = "2026-11-25T12:00:00.000Z"
PAGE: Final = Slice(20)
SECONDS: Final = 0.4
TIMES: Final = 60

Act = Callable[[Tx], object]


class Store:
    """One filled store, asked through a connection that writes, since that remembers nothing."""

    def __init__(self, path: Path, count: int) -> None:
        fill(path, Size(count))
        self._db = connect_writer(path)
        self._middle = self._one("SELECT updated_at, id FROM ticket WHERE id = ?", count // 2)
        self._category = self._one("SELECT min(id) FROM category")[0]

    def close(self) -> None:
        """Ask no more."""
        self._db.close()

    def acts(self, who: Actor) -> Iterator[tuple[str, Act]]:
        """What they may ask."""
        part = Slice(20, after=self._middle)
        closed, live = TicketFilter(status=Status.CLOSED), TicketFilter(status=Status.OPEN)
        mine = self._first(who, TicketFilter())
        yield "list, all", lambda tx: reading.list_tickets(tx, who, TicketFilter(), PAGE)
        yield "list, open", lambda tx: reading.list_tickets(tx, who, live, PAGE)
        yield "list, claimed", lambda tx: reading.list_tickets(tx, who, TicketFilter(claimed=True), PAGE)
        yield "list, closed", lambda tx: reading.list_tickets(tx, who, closed, PAGE)
        yield "list, from the middle", lambda tx: reading.list_tickets(tx, who, TicketFilter(), part)
        yield "list, a rare word", lambda tx: reading.list_found(tx, who, "zebra", TicketFilter(), PAGE)
        yield "list, a frequent word", lambda tx: reading.list_found(tx, who, "please", TicketFilter(), PAGE)
        yield "search, a rare word", lambda tx: search.search(tx, who, "zebra", TicketFilter(), PAGE)
        yield "search, a frequent word", lambda tx: search.search(tx, who, "please", TicketFilter(), PAGE)
        yield "open-count", lambda tx: reading.count_open(tx, who)
        yield "one ticket", lambda tx: reading.show(tx, who, mine)
        draft = TicketDraft(self._category, "Where is my parcel?", "It was to come on Monday.")
        yield "opening", lambda tx: tickets.open_ticket(tx, who, draft)
        if who.role_ids:
            free = self._first(who, TicketFilter(status=Status.OPEN, claimed=False))
            yield "queue", lambda tx: queue.queue(tx, who, queue.Wanted(), PAGE)
            yield "claim", lambda tx: tickets.claim(tx, who, free)

    def took(self, act: Act) -> float:
        """The shortest time of it in seconds. What it writes is taken back: the disk has no part in this."""
        best, ends = math.inf, time.perf_counter() + SECONDS
        for _ in range(TIMES):
            self._db.execute("BEGIN IMMEDIATE")
            began = time.perf_counter()
            act(SqlTx(self._db))
            best = min(best, time.perf_counter() - began)
            self._db.execute("ROLLBACK")
            if time.perf_counter() > ends:
                break
        return best

    def _first(self, who: Actor, wanted: TicketFilter) -> int:
        self._db.execute("BEGIN")
        found = reading.list_tickets(SqlTx(self._db), who, wanted, PAGE).tickets[0].id
        self._db.execute("ROLLBACK")
        return found

    def _one(self, sql: str, *params: object) -> Any:
        return self._db.execute(sql, params).fetchone()


def compare(small: Store, large: Store) -> None:
    """Print a line for each act, with a column for each person."""
    print(f"{'':24}" + "".join(f"{name:>28}" for name in PEOPLE))
    found: dict[str, dict[str, str]] = {}
    for name, person in PEOPLE.items():
        who = actor(person, at=LATER)
        for (act, in_small), (_, in_large) in zip(small.acts(who), large.acts(who), strict=True):
            times = [(small.took(in_small), large.took(in_large)) for _ in range(3)]
            before, after = (min(column) * 1e6 for column in zip(*times, strict=True))
            found.setdefault(act, {})[name] = f"{before:.0f} to {after:.0f} us {after / before:7.2f}x"
    for act, by in found.items():
        print(f"{act:24}" + "".join(f"{by.get(name, ''):>28}" for name in PEOPLE))


def main() -> None:
    """Fill, measure, and print what was measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1_000_000, help="how many the large store has")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stores: list[Store] = []
        for count in (1_000, wish.tickets):
            place = Path(folder, str(count))
            place.mkdir()
            began = time.monotonic()
            stores.append(Store(store_in(place), count))
            print(f"{count} tickets, filled in {time.monotonic() - began:.0f} s", flush=True)
        compare(*stores)
        for store in stores:
            store.close()


if __name__ == "__main__":
    main()
