"""SQL of what an operator watches: what is still to be shown in Discord, and how much is open."""

import sqlite3
from typing import Final

from desk.exchange import Gauges
from storage.visibility import OPEN, OPEN_AND_CLAIMED

_GAUGES: Final = """
SELECT
    (SELECT count(*) FROM outbox WHERE state = 'pending' AND due_at <= :now),
    (SELECT unixepoch(:now) - unixepoch(min(due_at)) FROM outbox WHERE state = 'pending' AND due_at <= :now),
    (SELECT count(*) FROM outbox WHERE state = 'parked'),
    (SELECT sum(n) FROM category_count WHERE state = :open),
    (SELECT sum(n) FROM category_count WHERE state = :claimed)
"""


class SqlGauges:
    """See desk.store.overviews.Meters."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def read(self, now: str) -> Gauges:
        """See desk.store.overviews.Meters."""
        params = {"now": now, "open": OPEN, "claimed": OPEN_AND_CLAIMED}
        [row] = self._db.execute(_GAUGES, params).fetchall()
        return Gauges(*(number or 0 for number in row))
