"""SQL of what an operator watches: what is still to be shown in Discord and sent to webhooks, and how much is open."""

import sqlite3
from typing import Final

from desk.exchange import Gauges
from desk.models import Off
from storage.visibility import OPEN, OPEN_AND_CLAIMED

_GAUGES: Final = """
SELECT
    (SELECT count(*) FROM outbox WHERE state = 'pending' AND due_at <= :now),
    (SELECT unixepoch(:now) - unixepoch(min(due_at)) FROM outbox WHERE state = 'pending' AND due_at <= :now),
    (SELECT count(*) FROM outbox WHERE state = 'parked'),
    (SELECT sum(n) FROM category_count WHERE state = :open),
    (SELECT sum(n) FROM category_count WHERE state = :claimed),
    (SELECT count(*) FROM delivery AS d JOIN webhook AS w ON w.id = d.webhook_id
        WHERE d.state = 'pending' AND w.off IS NULL),
    (SELECT unixepoch(:now) - unixepoch(min(d.created_at)) FROM delivery AS d JOIN webhook AS w ON w.id = d.webhook_id
        WHERE d.state = 'pending' AND w.off IS NULL),
    (SELECT count(*) FROM webhook WHERE off IS NOT NULL AND off <> :asked)
"""


class SqlGauges:
    """See desk.store.overviews.Meters."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def read(self, now: str) -> Gauges:
        """See desk.store.overviews.Meters."""
        params = {"now": now, "open": OPEN, "claimed": OPEN_AND_CLAIMED, "asked": Off.ASKED}
        [row] = self._db.execute(_GAUGES, params).fetchall()
        return Gauges(*(number or 0 for number in row))
