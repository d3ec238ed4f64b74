"""SQL of what figures are made of: how much is open, and what happened lately."""

import sqlite3
from collections.abc import Sequence
from typing import Final

from desk.exchange import Activity, Load
from storage.visibility import OPEN, OPEN_AND_CLAIMED

_LOADS: Final = """
SELECT category_id, count(*), sum(state = ?), sum(coalesce(due_at <= ?, 0))
FROM ticket WHERE guild_id = ? AND state IN (?, ?)
GROUP BY category_id
"""

# Whatever happened to a ticket since then moved its updated_at, so one range of an index has them all.
_ACTIVITY: Final = """
SELECT category_id, claimed_by, :now - unixepoch(created_at), :now - unixepoch(first_closed_at),
    unixepoch(first_reply_at) - unixepoch(created_at), :now - unixepoch(first_reply_at),
    CASE WHEN merged_into IS NULL THEN unixepoch(first_closed_at) - unixepoch(created_at) END,
    CASE WHEN rated_at >= :since THEN rating END
FROM ticket
WHERE guild_id = :guild AND state IN (0, 1, 2) AND updated_at >= :since AND close_reason IS NOT 'no_place'
"""


class SqlFigures:
    """See desk.store.overviews.Figures."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def loads(self, guild_id: int, now: str) -> Sequence[Load]:
        """See desk.store.overviews.Figures."""
        params = (OPEN, now, guild_id, OPEN, OPEN_AND_CLAIMED)
        return [Load(*row) for row in self._db.execute(_LOADS, params).fetchall()]

    def activity(self, guild_id: int, since: str, now: str) -> Sequence[Activity]:
        """See desk.store.overviews.Figures."""
        [[seconds]] = self._db.execute("SELECT unixepoch(?)", (now,)).fetchall()
        params = {"now": seconds, "since": since, "guild": guild_id}
        return [Activity(*row) for row in self._db.execute(_ACTIVITY, params).fetchall()]
